"""Makes the database: PostgreSQL in the private subnets, reachable from the tasks only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console, Tags, tag_list
from sandbox.handmade.network import Network
from sandbox.handmade.secrets import DATABASE_PASSWORD

IDENTIFIER = "counterpromo-dev-postgres"
PORT = 5432


@dataclass(frozen=True, kw_only=True)
class ParameterGroupForm:
    """A parameter group: `parameters` by name, each with its value and apply method."""

    name: str
    description: str
    parameters: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class DatabaseForm:
    """The form of the console; sizes in GiB, `storage_max` None for no autoscaling, windows in UTC.

    `{vpc}` in the name of the subnet group stands for the VPC's id, as in names that the console makes.
    """

    version: str = "16.4"
    instance_class: str = "db.t4g.micro"
    name: str = "counterpromo"
    username: str = "counterpromo"
    storage: int = 20
    storage_max: int | None = 100
    storage_type: str = "gp3"
    encrypted: bool = True
    multi_az: bool = False
    backup_days: int = 7
    backup_window: str = "02:00-02:30"
    maintenance_window: str = "sun:03:00-sun:03:30"
    minor_upgrades: bool = True
    deletion_protection: bool = True
    tags_to_snapshots: bool = True
    subnet_group: str = "counterpromo-dev-db-subnets"
    subnet_group_description: str = "Private subnets of DEV"
    parameter_group: ParameterGroupForm | None = None
    tags: Tags = field(default_factory=dict)


DEV_DATABASE = DatabaseForm()


def make_database(console: Console, form: DatabaseForm, *, network: Network, group: str) -> str:
    """Makes subnet group, parameter group if there is one, and instance; returns the host name."""
    subnet_group = form.subnet_group.format(vpc=network.vpc)
    console.client("rds").create_db_subnet_group(
        DBSubnetGroupName=subnet_group,
        DBSubnetGroupDescription=form.subnet_group_description,
        SubnetIds=list(network.private_subnets),
    )
    console.notes.made("aws_db_subnet_group", subnet_group, "RDS subnet group")
    if form.parameter_group:
        _make_parameter_group(console, form.parameter_group, family=f"postgres{form.version.partition('.')[0]}")
    instance: dict[str, Any] = console.client("rds").create_db_instance(
        DBInstanceIdentifier=IDENTIFIER,
        Engine="postgres",
        EngineVersion=form.version,
        DBInstanceClass=form.instance_class,
        DBName=form.name,
        MasterUsername=form.username,
        MasterUserPassword=DATABASE_PASSWORD,
        Port=PORT,
        AllocatedStorage=form.storage,
        StorageType=form.storage_type,
        StorageEncrypted=form.encrypted,
        MultiAZ=form.multi_az,
        PubliclyAccessible=False,
        DBSubnetGroupName=subnet_group,
        VpcSecurityGroupIds=[group],
        BackupRetentionPeriod=form.backup_days,
        PreferredBackupWindow=form.backup_window,
        PreferredMaintenanceWindow=form.maintenance_window,
        AutoMinorVersionUpgrade=form.minor_upgrades,
        DeletionProtection=form.deletion_protection,
        CopyTagsToSnapshot=form.tags_to_snapshots,
        Tags=tag_list(tags=form.tags),
        **({"MaxAllocatedStorage": form.storage_max} if form.storage_max else {}),
        **({"DBParameterGroupName": form.parameter_group.name} if form.parameter_group else {}),
    )["DBInstance"]
    console.notes.made("aws_db_instance", IDENTIFIER, "RDS instance")
    return str(instance["Endpoint"]["Address"])


def _make_parameter_group(console: Console, form: ParameterGroupForm, *, family: str) -> None:
    rds = console.client("rds")
    rds.create_db_parameter_group(
        DBParameterGroupName=form.name, DBParameterGroupFamily=family, Description=form.description
    )
    rds.modify_db_parameter_group(
        DBParameterGroupName=form.name,
        Parameters=[
            {"ParameterName": name, "ParameterValue": value, "ApplyMethod": method}
            for name, (value, method) in form.parameters.items()
        ],
    )
    console.notes.made("aws_db_parameter_group", form.name, "RDS parameter group")
