"""Fills in the form of the database."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.handmade.database import DatabaseForm, ParameterGroupForm
from sandbox.seeded.tags import more_tags

STORAGE: Mapping[str, tuple[int, str, int | None]] = {
    "20 gp3 up to 100": (20, "gp3", 100),
    "20 gp2 fixed": (20, "gp2", None),
    "100 gp3 up to 1000": (100, "gp3", 1000),
}
BACKUPS = {
    "7 days": (7, "02:00-02:30", "sun:03:00-sun:03:30"),
    "1 day": (1, "23:10-23:40", "tue:00:30-tue:01:00"),
    "30 days": (30, "04:22-05:22", "sat:22:05-sat:22:35"),
    "none": (0, "01:07-01:37", "mon:05:11-mon:05:41"),
}
NAMES = {"counterpromo": ("counterpromo", "counterpromo"), "app and postgres": ("app", "postgres")}
OWN_PARAMETERS = ParameterGroupForm(
    name="counterpromo-dev-pg",
    description="Slow queries of DEV",
    parameters={
        "log_min_duration_statement": ("500", "immediate"),
        "shared_preload_libraries": ("pg_stat_statements", "pending-reboot"),
    },
)
SUBNET_GROUPS = {
    "named": ("counterpromo-dev-db-subnets", "Private subnets of DEV"),
    "console's": ("default-{vpc}", "Created from the RDS Management Console"),
}


def fill_database(choices: Mapping[str, str]) -> DatabaseForm:
    """Fills in the database; the windows never overlap, as RDS requires."""
    storage, storage_type, storage_max = STORAGE[choices["database.storage"]]
    backup_days, backup_window, maintenance_window = BACKUPS[choices["database.backups"]]
    name, username = NAMES[choices["database.names"]]
    subnet_group, subnet_group_description = SUBNET_GROUPS[choices["database.subnet_group"]]
    return DatabaseForm(
        version=choices["database.version"],
        instance_class=choices["database.class"],
        name=name,
        username=username,
        storage=storage,
        storage_type=storage_type,
        storage_max=storage_max,
        encrypted=choices["database.encryption"] == "on",
        multi_az=choices["database.zones"] == "several",
        backup_days=backup_days,
        backup_window=backup_window,
        maintenance_window=maintenance_window,
        minor_upgrades=choices["database.minor_upgrades"] == "on",
        deletion_protection=choices["database.deletion_protection"] == "on",
        subnet_group=subnet_group,
        subnet_group_description=subnet_group_description,
        parameter_group=OWN_PARAMETERS if choices["database.parameters"] == "a group of its own" else None,
        tags=more_tags(choices["database.tags"]),
    )
