"""The database: PostgreSQL in the private subnets, for nobody but the tasks."""

from __future__ import annotations

from typing import Any

from sandbox.handmade.console import Console
from sandbox.handmade.secrets import DATABASE_PASSWORD

IDENTIFIER = "counterpromo-dev-postgres"
DATABASE = "counterpromo"
USERNAME = "counterpromo"
PORT = 5432


def make_database(console: Console, *, subnets: tuple[str, ...], group: str) -> str:
    """Make subnet group and instance, with the engine's own parameter group; returns the host name."""
    rds = console.client("rds")
    subnet_group = "counterpromo-dev-db-subnets"
    rds.create_db_subnet_group(
        DBSubnetGroupName=subnet_group, DBSubnetGroupDescription="Private subnets of DEV", SubnetIds=list(subnets)
    )
    instance: dict[str, Any] = rds.create_db_instance(
        DBInstanceIdentifier=IDENTIFIER,
        Engine="postgres",
        EngineVersion="16.4",
        DBInstanceClass="db.t4g.micro",
        DBName=DATABASE,
        MasterUsername=USERNAME,
        MasterUserPassword=DATABASE_PASSWORD,
        Port=PORT,
        AllocatedStorage=20,
        MaxAllocatedStorage=100,
        StorageType="gp3",
        StorageEncrypted=True,
        MultiAZ=False,
        PubliclyAccessible=False,
        DBSubnetGroupName=subnet_group,
        VpcSecurityGroupIds=[group],
        BackupRetentionPeriod=7,
        PreferredBackupWindow="02:00-02:30",
        PreferredMaintenanceWindow="sun:03:00-sun:03:30",
        AutoMinorVersionUpgrade=True,
        DeletionProtection=True,
        CopyTagsToSnapshot=True,
    )["DBInstance"]
    return str(instance["Endpoint"]["Address"])
