"""PostgreSQL on RDS. In: `[database]`. Out: host, port and name as references; never a password."""

from cdktf import Postcondition, TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import addressed
from modules.bindings import db_instance, db_parameter_group, db_subnet_group, iam_role, iam_role_policy_attachment
from modules.database.settings import DatabaseSettings, MonitoringSettings, ParameterGroupSettings
from modules.iam_documents import trust
from modules.keys.construct import Keys
from modules.network.construct import Network
from modules.security_groups.construct import SecurityGroups
from modules.setting_map import Feed, tagged_by, tags_of
from settings.account import AwsSettings
from terraform.literal import literal

# Terraform alone knows these; AWS has nothing to say of them, so an adopted database would show them as
# changes. A database made from nothing starts with a password that RDS makes and keeps: it is in no code,
# no plan and no state. Where a person keeps the password, nothing is said of it afterwards.
_SAID_ONCE = ["manage_master_user_password", "skip_final_snapshot", "final_snapshot_identifier", "apply_immediately"]
_MONITORING_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
MONITORING = Feed({"name": "role"})
PARAMETERS = Feed({"name": "name", "family": "family", "description": "description"})
SUBNETS = Feed({"name": "subnet_group", "description": "subnet_group_description"})
INSTANCE = Feed(
    {
        "identifier": "identifier",
        "engine_version": "engine_version",
        "instance_class": "instance_class",
        "db_name": "name",
        "username": "username",
        "port": "port",
        "allocated_storage": "storage_gib",
        "max_allocated_storage": "storage_max_gib",
        "storage_type": "storage_type",
        "storage_encrypted": "storage_encrypted",
        "multi_az": "multi_az",
        "backup_retention_period": "backup_days",
        "backup_window": "backup_window",
        "maintenance_window": "maintenance_window",
        "auto_minor_version_upgrade": "auto_minor_version_upgrade",
        "copy_tags_to_snapshot": "copy_tags_to_snapshot",
        "performance_insights_enabled": "performance_insights",
        "deletion_protection": "deletion_protection",
    }
)


class Database(Construct):
    """The instance in private subnets; only the services that use it can reach it."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: DatabaseSettings,
        network: Network,
        groups: SecurityGroups,
        aws: AwsSettings,
        keys: Keys,
    ) -> None:
        super().__init__(scope, id_)
        subnets = addressed(
            db_subnet_group.DbSubnetGroup(
                self,
                "subnets",
                **SUBNETS.of(settings),
                subnet_ids=network.subnet_ids(settings.subnets),
            ),
            fed_by=SUBNETS.by(settings) | {f"{settings.where}.subnets": "subnet_ids"},
        )
        group = settings.parameter_group
        self.instance = addressed(
            db_instance.DbInstance(
                self,
                "postgres",
                engine="postgres",
                **INSTANCE.of(settings),
                manage_master_user_password=True,
                kms_key_id=keys.arn(settings.key),
                performance_insights_kms_key_id=keys.arn(settings.key) if settings.performance_insights else None,
                # Without it RDS refuses an upgrade to another major version.
                allow_major_version_upgrade=settings.engine_upgrade or None,
                publicly_accessible=False,
                db_subnet_group_name=subnets.name,
                vpc_security_group_ids=[groups.database.id],
                parameter_group_name=self._parameters(group) if group else None,
                # Left out where they are off: an adopted database may have them on.
                iam_database_authentication_enabled=settings.iam_authentication or None,
                enabled_cloudwatch_logs_exports=list(settings.log_exports) or None,
                monitoring_interval=settings.monitoring.interval_seconds if settings.monitoring else None,
                monitoring_role_arn=self._monitor(settings.monitoring, aws=aws) if settings.monitoring else None,
                final_snapshot_identifier=f"{settings.identifier}-final",
                lifecycle=_lifecycle(settings),
                tags=tags_of(settings.tags),
            ),
            fed_by=INSTANCE.by(settings)
            | tagged_by(settings)
            | {
                f"{settings.where}.iam_authentication": "iam_database_authentication_enabled",
                f"{settings.where}.log_exports": "enabled_cloudwatch_logs_exports",
            },
        )
        self.host = self.instance.address
        self.port = f"${{{self.instance.fqn}.port}}"
        self.name = self.instance.db_name
        rds_keeps_it = settings.master_password == "rds"
        login = f"${{{self.instance.fqn}.master_user_secret[0].secret_arn}}"
        self.kept_secrets = {"database": login} if rds_keeps_it else {}

    def _monitor(self, settings: MonitoringSettings, *, aws: AwsSettings) -> str:
        """Adds the role with which RDS writes metrics of the operating system, and returns its ARN.

        https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html
        """
        # Without this condition another account's database could use the role ("confused deputy").
        ours = {"StringEquals": {"aws:SourceAccount": aws.account_id}}
        trusted = trust(principal={"Service": "monitoring.rds.amazonaws.com"}, condition=ours)
        role = addressed(
            iam_role.IamRole(self, "monitoring", **MONITORING.of(settings), assume_role_policy=trusted),
            fed_by=MONITORING.by(settings),
        )
        addressed(
            iam_role_policy_attachment.IamRolePolicyAttachment(
                self, "monitoring_metrics", role=role.name, policy_arn=_MONITORING_POLICY
            )
        )
        return str(role.arn)

    def _parameters(self, settings: ParameterGroupSettings) -> str:
        group = addressed(
            db_parameter_group.DbParameterGroup(
                self,
                "parameters",
                **PARAMETERS.of(settings),
                parameter=[
                    db_parameter_group.DbParameterGroupParameter(
                        name=literal(name), value=literal(value), apply_method="pending-reboot"
                    )
                    for name, value in sorted(settings.parameters.items())
                ],
                tags=tags_of(settings.tags),
            ),
            fed_by=PARAMETERS.by(settings)
            | {f"{settings.where}.parameters": "parameter.name:value"}
            | tagged_by(settings),
        )
        return str(group.name)


def _lifecycle(settings: DatabaseSettings) -> TerraformResourceLifecycle:
    """Returns what Terraform leaves to others: the password, and the minor version where RDS upgrades it.

    RDS upgrades 16.4 to 16.6 in the maintenance window, and the provider would plan to go back to 16.4.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.Minor.html
    """
    ignored = list(_SAID_ONCE if settings.master_password == "secret" else _SAID_ONCE[1:])
    if not settings.rds_chooses_minor_version:
        return TerraformResourceLifecycle(prevent_destroy=True, ignore_changes=ignored)
    major = settings.engine_version.partition(".")[0]
    same_major = Postcondition(
        condition=f'${{split(".", self.engine_version)[0] == "{literal(major)}"}}',
        error_message=(
            f"RDS runs PostgreSQL ${{self.engine_version}}, and {settings.where}.engine_version is "
            f"{literal(settings.engine_version)}. To upgrade the database, set {settings.where}.engine_upgrade = true. "
            f"If RDS upgraded the database, set {settings.where}.engine_version to the version that it runs."
        ),
    )
    return TerraformResourceLifecycle(
        prevent_destroy=True, ignore_changes=[*ignored, "engine_version"], postcondition=[same_major]
    )
