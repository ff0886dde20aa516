"""A database as the console makes it, without an initial name or with a password that RDS keeps, and Aurora."""

from typing import Any

from sandbox.overlay.client import lay
from tests.adoption.account import ACCOUNT, REGION, Account
from tests.coverage.live.reads import item

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


def password_kept_by_rds(account: Account) -> None:
    """The console's choices of today: RDS keeps the password, Enhanced Monitoring, Performance Insights, exported logs.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
    """
    key = account.client("kms").create_key()["KeyMetadata"]["Arn"]
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds!db-2f9d3c1e-7f42-4b0e-9b0a-2f9d3c1e7f42-AbCdEf"
    chosen = item(
        "rds.DescribeDBInstances",
        "DBInstances",
        {"DBInstanceIdentifier": NAME},
        MasterUserSecret={"SecretArn": secret, "SecretStatus": "active", "KmsKeyId": key},
        MonitoringInterval=60,
        MonitoringRoleArn=f"arn:aws:iam::{ACCOUNT}:role/rds-monitoring-role",
        PerformanceInsightsEnabled=True,
        PerformanceInsightsRetentionPeriod=7,
        PerformanceInsightsKMSKeyId=key,
        EnabledCloudwatchLogsExports=["iam-db-auth-error", "postgresql"],
        OptionGroupMemberships=[{"OptionGroupName": "default:postgres-16", "Status": "in-sync"}],
        IAMDatabaseAuthenticationEnabled=True,
    )
    lay(account.workplace.sandbox.endpoint, [chosen])


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
