"""Live values of the database, its subnet group and its parameter group."""

from __future__ import annotations

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT, REGION
from tests.coverage.account import DATABASE, KMS_KEY, NAME, PARAMETER_GROUP, ROLE, SUBNET_GROUP, Shown
from tests.coverage.live.reads import answer, item, tags

_INSTANCE = {"DBInstanceIdentifier": DATABASE}
_CALL = ("rds.DescribeDBInstances", "DBInstances", _INSTANCE)


def first(account: Shown) -> list[Amendment]:
    """Returns an instance with every switch the other way, provisioned storage, monitoring and a secret of RDS."""
    instance = item(
        *_CALL,
        DBInstanceClass="db.r6g.xlarge",
        AllocatedStorage=400,
        MaxAllocatedStorage=900,
        StorageType="io1",
        Iops=4000,
        StorageEncrypted=True,
        KmsKeyId=KMS_KEY,
        EngineVersion="16.6",
        MasterUsername="somebody",
        AvailabilityZone=f"{REGION}b",
        MultiAZ=True,
        BackupRetentionPeriod=21,
        PreferredBackupWindow="05:00-05:45",
        PreferredMaintenanceWindow="tue:06:00-tue:06:45",
        AutoMinorVersionUpgrade=False,
        DeletionProtection=True,
        CopyTagsToSnapshot=True,
        PubliclyAccessible=True,
        IAMDatabaseAuthenticationEnabled=True,
        PerformanceInsightsEnabled=True,
        PerformanceInsightsKMSKeyId=KMS_KEY,
        PerformanceInsightsRetentionPeriod=731,
        MonitoringInterval=15,
        MonitoringRoleArn=ROLE,
        EnabledCloudwatchLogsExports=["postgresql", "upgrade"],
        CACertificateIdentifier="rds-ca-rsa4096-g1",
        NetworkType="DUAL",
        DatabaseInsightsMode="advanced",
        EngineLifecycleSupport="open-source-rds-extended-support-disabled",
        LicenseModel="general-public-license",
        DedicatedLogVolume=True,
        OptionGroupMemberships=[{"OptionGroupName": "options", "Status": "in-sync"}],
        VpcSecurityGroups=[{"VpcSecurityGroupId": account.groups["counterpromo-dev-rds-sg"], "Status": "active"}],
        Endpoint={"Port": 6432},
        DomainMemberships=[
            {"Domain": "d-906712345a", "Status": "joined", "FQDN": "corp.example.com", "IAMRoleName": "directory"}
        ],
        TagList=tags(owner="platform", Name="main"),
    )
    return [instance, *_groups()]


def second(account: Shown) -> list[Amendment]:
    """Returns gp3 with throughput, a password that RDS keeps, other words of other engines."""
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:rds!db-a1b2c3"
    joined = {
        "Status": "joined",
        "FQDN": "corp.example.com",
        "OU": "OU=db,DC=corp,DC=example,DC=com",
        "AuthSecretArn": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:join-a1b2c3",
        "DnsIps": ["10.0.0.2", "10.0.1.2"],
    }
    return [
        item(
            *_CALL,
            AllocatedStorage=500,
            MaxAllocatedStorage=1000,
            StorageEncrypted=False,
            StorageType="gp3",
            Iops=13000,
            StorageThroughput=600,
            DBName="another",
            MasterUserSecret={"SecretArn": secret, "SecretStatus": "active", "KmsKeyId": KMS_KEY},
            CustomerOwnedIpEnabled=True,
            CustomIamInstanceProfile="AWSRDSCustomInstance",
            BackupTarget="outposts",
            CharacterSetName="UTF8",
            NcharCharacterSetName="AL16UTF16",
            Timezone="GMT Standard Time",
            ReplicaMode="mounted",
            DomainMemberships=[joined],
            DBParameterGroups=[{"DBParameterGroupName": "default.postgres16", "ParameterApplyStatus": "in-sync"}],
            PerformanceInsightsEnabled=True,
            PerformanceInsightsRetentionPeriod=7,
            CopyTagsToSnapshot=False,
            DeletionProtection=False,
            LicenseModel="postgresql-license",
            VpcSecurityGroups=[
                {"VpcSecurityGroupId": account.groups[f"{NAME}-{group}"], "Status": "active"}
                for group in ("rds-sg", "vpce-sg")
            ],
        )
    ]


def third(account: Shown) -> list[Amendment]:
    """Returns a replica of another instance."""
    return [item(*_CALL, ReadReplicaSourceDBInstanceIdentifier="elsewhere")]


def joined_twice(account: Shown) -> list[Amendment]:
    """Returns a membership that has the members of AWS's directory and those of one's own."""
    both = {"Domain": "d-906712345a", "IAMRoleName": "directory", "OU": "OU=db", "DnsIps": ["10.0.0.2", "10.0.1.2"]}
    return [item(*_CALL, DomainMemberships=[{"Status": "joined", "FQDN": "corp.example.com", **both}])]


def _groups() -> list[Amendment]:
    parameters = [
        {"ParameterName": "rds.force_ssl", "ParameterValue": "0", "ApplyMethod": "immediate", "Source": "user"},
        {"ParameterName": "max_connections", "ParameterValue": "77", "ApplyMethod": "pending-reboot", "Source": "user"},
    ]
    return [
        item(
            "rds.DescribeDBSubnetGroups",
            "DBSubnetGroups",
            {"DBSubnetGroupName": SUBNET_GROUP},
            DBSubnetGroupDescription="as the console wrote it",
        ),
        item(
            "rds.DescribeDBParameterGroups",
            "DBParameterGroups",
            {"DBParameterGroupName": PARAMETER_GROUP},
            Description="as the console wrote it",
            DBParameterGroupFamily="postgres15",
        ),
        answer("rds.DescribeDBParameters", {"DBParameterGroupName": PARAMETER_GROUP}, Parameters=parameters),
        *(
            answer(
                "rds.ListTagsForResource",
                {"ResourceName": f"arn:aws:rds:{REGION}:{ACCOUNT}:{kind}:{name}"},
                TagList=tags(owner="platform"),
            )
            for kind, name in (("subgrp", SUBNET_GROUP), ("pg", PARAMETER_GROUP))
        ),
    ]
