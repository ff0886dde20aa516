"""A database without an initial name, which is the console's default, and Aurora in the place of a database."""

from typing import Any

from tests.adoption.account import Account

NAME = "counterpromo-dev-postgres"


def no_initial_name(account: Account) -> None:
    """The name of the database is in the parameter only."""
    rds = account.client("rds")
    old = deleted(rds)
    rds.create_db_instance(
        DBInstanceIdentifier=NAME,
        Engine="postgres",
        EngineVersion="16.4",
        DBInstanceClass="db.t4g.micro",
        MasterUsername="counterpromo",
        MasterUserPassword="not-a-real-one",
        Port=5432,
        AllocatedStorage=20,
        MaxAllocatedStorage=100,
        StorageType="gp3",
        StorageEncrypted=True,
        DBSubnetGroupName=old["DBSubnetGroup"]["DBSubnetGroupName"],
        VpcSecurityGroupIds=groups_of(old),
        BackupRetentionPeriod=7,
        PreferredBackupWindow="02:00-02:30",
        PreferredMaintenanceWindow="sun:03:00-sun:03:30",
        DeletionProtection=True,
        CopyTagsToSnapshot=True,
        PubliclyAccessible=False,
    )


def aurora(account: Account) -> None:
    """The cluster has the documented identifier, its instances have the console's."""
    rds = account.client("rds")
    old = deleted(rds)
    subnets = old["DBSubnetGroup"]["DBSubnetGroupName"]
    rds.create_db_cluster(
        DBClusterIdentifier=NAME,
        Engine="aurora-postgresql",
        EngineVersion="16.4",
        MasterUsername="counterpromo",
        MasterUserPassword="not-a-real-one",
        DatabaseName="counterpromo",
        DBSubnetGroupName=subnets,
        VpcSecurityGroupIds=groups_of(old),
        StorageEncrypted=True,
    )
    for number in (1, 2):
        rds.create_db_instance(
            DBInstanceIdentifier=f"{NAME}-instance-{number}",
            DBClusterIdentifier=NAME,
            Engine="aurora-postgresql",
            DBInstanceClass="db.t4g.medium",
            DBSubnetGroupName=subnets,
        )


def deleted(rds: Any) -> dict[str, Any]:
    """Deletes the database, and returns what it was."""
    old: dict[str, Any] = rds.describe_db_instances(DBInstanceIdentifier=NAME)["DBInstances"][0]
    rds.modify_db_instance(DBInstanceIdentifier=NAME, DeletionProtection=False)
    rds.delete_db_instance(DBInstanceIdentifier=NAME, SkipFinalSnapshot=True)
    return old


def groups_of(old: dict[str, Any]) -> list[str]:
    return [group["VpcSecurityGroupId"] for group in old["VpcSecurityGroups"]]
