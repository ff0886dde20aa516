"""Guards databases: deletion protection, backups, exposure, encryption, passwords, engine and immediate changes.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/db_instance
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.arguments import DESCRIPTION, REPLACES, TERRAFORM_ONLY, Harmless
from guard.attribute_rules import NoLongerOneOf, Watch, changed, exchanged, fewer, lowered, off, on, raised, replaced
from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import Change
from terraform.plan.configuration import expressions
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_REPORTED = Severity.REPORTED

# Above the last one come its multiples.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Types.html
_SIZES = ("micro", "small", "medium", "large", "xlarge")
DB_INSTANCE_HARMLESS: Harmless = {
    "no plan shows it: the guard looks for it in the code": ("password_wo",),
    REPLACES: (
        "backup_target",
        "character_set_name",
        "nchar_character_set_name",
        "timezone",
        "identifier_prefix",
        "s3_import",
    ),
    "RDS does the same work at another hour": (
        "backup_window",
        "maintenance_window",
    ),
    "it names the snapshot that a deletion leaves": ("final_snapshot_identifier",),
    "a license or support contract changes, not the data": (
        "license_model",
        "engine_lifecycle_support",
    ),
    "it chooses the way of an update that other arguments ask for": (
        "blue_green_update",
        "upgrade_storage_config",
    ),
}
DB_SUBNET_GROUP_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    REPLACES: (
        "name",
        "name_prefix",
    ),
}
DB_PARAMETER_GROUP_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "name_prefix",
        "family",
        "description",
    ),
    TERRAFORM_ONLY: ("skip_destroy",),
}


def _smaller(before: Any, after: Any) -> bool:
    """Returns True if the class has a smaller size, in any family. An unknown size is not smaller."""
    sizes = [_size(str(each)) for each in (before, after)]
    return None not in sizes and sizes[1] < sizes[0]  # type: ignore[operator]


def _size(class_: str) -> int | None:
    size = class_.rpartition(".")[2]
    times = size.removesuffix("xlarge")
    if times.isdecimal():
        return len(_SIZES) + int(times)
    return _SIZES.index(size) if size in _SIZES else None


def switched_off(before: Any, after: Any) -> bool:
    """Returns True if storage autoscaling had a limit and has none: the storage no longer grows."""
    return not empty(before) and before != 0 and (empty(after) or after == 0)


def monitored_less(before: Any, after: Any) -> bool:
    """Returns True if enhanced monitoring ends, or if more seconds lie between two measurements; 0 is off."""
    return not empty(before) and before != 0 and (empty(after) or after == 0 or raised(before, after))


ANY_DATABASE = (
    Watch(
        attribute="deletion_protection",
        worse=off,
        rule="deletion-protection-off",
        default=True,
        default_severity=_REPORTED,
    ),
    Watch(attribute="backup_retention_period", worse=lowered, rule="backups-shortened", default=1),
    Watch(attribute="delete_automated_backups", worse=on, rule="backups-shortened"),
    Watch(attribute="skip_final_snapshot", worse=on, rule="final-snapshot-skipped", default=False),
    Watch(attribute="storage_encrypted", worse=off, rule="encryption-off", default=True),
    Watch(attribute="kms_key_id", worse=changed, rule="encryption-key-changed"),
    Watch(attribute="master_user_secret_kms_key_id", worse=changed, rule="encryption-key-changed"),
    Watch(attribute="password", worse=changed, rule="database-password"),
    Watch(attribute="master_password", worse=changed, rule="database-password"),
    Watch(attribute="password_wo_version", worse=changed, rule="database-password"),
    Watch(attribute="master_password_wo_version", worse=changed, rule="database-password"),
    Watch(attribute="manage_master_user_password", worse=changed, rule="database-password"),
    Watch(attribute="allow_major_version_upgrade", worse=on, rule="engine-upgrade", severity=_REPORTED),
    Watch(attribute="vpc_security_group_ids", worse=exchanged, rule="database-network"),
    Watch(attribute="db_subnet_group_name", worse=changed, rule="database-network"),
    Watch(attribute="port", worse=changed, rule="database-network"),
    Watch(attribute="iam_database_authentication_enabled", worse=off, rule="database-login"),
    Watch(attribute="iam_database_authentication_enabled", worse=on, rule="database-login", severity=_REPORTED),
    Watch(attribute="copy_tags_to_snapshot", worse=off, rule="operations-weakened", severity=_REPORTED),
    Watch(attribute="performance_insights_enabled", worse=off, rule="operations-weakened", severity=_REPORTED),
    Watch(attribute="enabled_cloudwatch_logs_exports", worse=fewer, rule="logging-off"),
)
DB_INSTANCE = (
    *ANY_DATABASE,
    Watch(attribute="publicly_accessible", worse=on, rule="public-access", default=False),
    Watch(attribute="multi_az", worse=off, rule="redundancy-lowered"),
    Watch(attribute="allocated_storage", worse=lowered, rule="capacity-lowered"),
    Watch(attribute="max_allocated_storage", worse=switched_off, rule="capacity-lowered"),
    Watch(attribute="max_allocated_storage", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="replicate_source_db", worse=changed, rule="database-origin"),
    Watch(attribute="snapshot_identifier", worse=changed, rule="database-origin"),
    Watch(attribute="restore_to_point_in_time", worse=changed, rule="database-origin"),
    Watch(attribute="identifier", worse=changed, rule="database-origin"),
    Watch(attribute="db_name", worse=changed, rule="database-origin"),
    Watch(attribute="username", worse=changed, rule="database-login"),
    Watch(attribute="instance_class", worse=_smaller, rule="capacity-lowered", severity=_REPORTED, shown=True),
    Watch(attribute="monitoring_interval", worse=monitored_less, rule="operations-weakened", severity=_REPORTED),
    Watch(attribute="auto_minor_version_upgrade", worse=off, rule="operations-weakened", severity=_REPORTED),
    Watch(attribute="parameter_group_name", worse=replaced, rule="database-parameters", severity=_REPORTED),
    Watch(attribute="ca_cert_identifier", worse=changed, rule="database-login", severity=_REPORTED),
    Watch(attribute="availability_zone", worse=changed, rule="database-network"),
    Watch(attribute="network_type", worse=changed, rule="database-network"),
    Watch(attribute="customer_owned_ip_enabled", worse=changed, rule="database-network"),
    Watch(attribute="domain", worse=changed, rule="database-login"),
    Watch(attribute="domain_auth_secret_arn", worse=changed, rule="database-login"),
    Watch(attribute="domain_dns_ips", worse=changed, rule="database-login"),
    Watch(attribute="domain_fqdn", worse=changed, rule="database-login"),
    Watch(attribute="domain_iam_role_name", worse=changed, rule="database-login"),
    Watch(attribute="domain_ou", worse=changed, rule="database-login"),
    Watch(attribute="option_group_name", worse=changed, rule="database-parameters", severity=_REPORTED),
    Watch(attribute="replica_mode", worse=changed, rule="database-origin"),
    Watch(
        attribute="database_insights_mode",
        worse=NoLongerOneOf(("advanced",)),
        rule="operations-weakened",
        severity=_REPORTED,
    ),
    Watch(
        attribute="performance_insights_retention_period", worse=lowered, rule="operations-weakened", severity=_REPORTED
    ),
    Watch(attribute="performance_insights_kms_key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="monitoring_role_arn", worse=replaced, rule="role-exchanged", severity=_REPORTED),
    Watch(attribute="custom_iam_instance_profile", worse=replaced, rule="role-exchanged", severity=_REPORTED),
    Watch(attribute="iops", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="storage_throughput", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="storage_type", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="dedicated_log_volume", worse=off, rule="capacity-changed", severity=_REPORTED),
)
RDS_CLUSTER = (*ANY_DATABASE, Watch(attribute="backtrack_window", worse=lowered, rule="backups-shortened"))
RDS_CLUSTER_INSTANCE = (
    Watch(attribute="publicly_accessible", worse=on, rule="public-access", default=False),
    Watch(attribute="apply_immediately", worse=on, rule="immediate-apply"),
)
DB_SUBNET_GROUP = (Watch(attribute="subnet_ids", worse=exchanged, rule="database-network"),)
_DATABASES = ("aws_db_instance", "aws_rds_cluster")
# Written only, so a plan always shows null for it: that it is set can be read in the configuration alone.
_WRITE_ONLY = ("password_wo", "master_password_wo")
# Of these engines the second number is part of the major version: 5.7 to 8.0, 10.5 to 10.6.
_TWO_NUMBERS = ("mysql", "mariadb", "aurora-mysql", "sqlserver", "oracle")
# A parameter of PostgreSQL or MySQL, and the value that keeps connections encrypted or what is done on record.
_PROTECTING = {
    "rds.force_ssl": ("1",),
    "require_secure_transport": ("1", "ON"),
    "log_connections": ("1",),
    "log_disconnections": ("1",),
}


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks engine version, immediate changes, and a password that only the configuration shows."""
    for change in plan.managed:
        if change.type in _DATABASES and change.verb in ("update", "replace"):
            yield from _engine_upgrade(change)
            yield from _immediate_apply(change)
            if any(name in expressions(plan.written, change.address) for name in _WRITE_ONLY):
                yield finding_on("database-password", change, "written only, from the configuration")
        if change.type.endswith("_parameter_group") and change.verb in ("create", "update", "replace"):
            yield from _parameters(change)


def _engine_upgrade(change: Change) -> Iterator[Finding]:
    """Yields a finding for another engine, a major upgrade or a downgrade.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html
    """
    engine, version = change.at("engine"), change.at("engine_version")
    if change.at("engine").unknown or version.unknown:
        yield finding_on("engine-upgrade", change, "engine_version: known after apply")
    elif changed(engine.before, engine.after):
        yield finding_on("engine-upgrade", change, "another engine")
    elif changed(version.before, version.after):
        numbers = 2 if str(engine.before).startswith(_TWO_NUMBERS) else 1
        before, after = _numbers(version.before), _numbers(version.after)
        if not before or not after or after < before or after[:numbers] != before[:numbers]:
            told = f"{version.before} -> {version.after}" if before and after else "another version"
            severity = _REPORTED if before and _asked_for(change, before, after) else Severity.BLOCKED
            yield finding_on("engine-upgrade", change, told, severity=severity)


def _asked_for(change: Change, before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Returns True if the code asks for a major upgrade by a second argument, and RDS can be restored to before it.

    RDS makes a snapshot before the upgrade if it keeps backups.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.Process.html
    """
    backups = change.at("backup_retention_period").after
    kept = isinstance(backups, int) and backups > 0
    return after > before and kept and change.at("allow_major_version_upgrade").after is True


def _immediate_apply(change: Change) -> Iterator[Finding]:
    """Yields a finding for `apply_immediately`: the restart comes now and not in the maintenance window."""
    immediately = change.at("apply_immediately")
    if immediately.unknown or immediately.after is True:
        others = [name for name in change.differing() if name not in ("apply_immediately", "tags", "tags_all")]
        if others or immediately.before is not True:
            yield finding_on("immediate-apply", change, ", ".join(others))


def _parameters(change: Change) -> Iterator[Finding]:
    sides = change.at("parameter")
    if sides.unknown:
        yield finding_on("database-parameters", change, "parameter: known after apply")
        return
    before, after = _by_name(sides.before), _by_name(sides.after)
    for name, good in _PROTECTING.items():
        weaker = before.get(name) in good and after.get(name) not in good
        if weaker or (name in after and after[name] not in good and name not in before):
            yield finding_on("database-parameters", change, name)


def _by_name(parameters: Any) -> dict[str, str]:
    listed = parameters if isinstance(parameters, list) else []
    return {str(each.get("name")): str(each.get("value")) for each in listed if isinstance(each, Mapping)}


def _numbers(version: Any) -> tuple[int, ...]:
    """Returns `16.4` as (16, 4); empty if the version is not made of numbers."""
    parts = str(version).split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()
