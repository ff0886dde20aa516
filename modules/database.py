"""PostgreSQL on RDS. In: `[database]`. Out: host, port and name as references; never a password."""

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from envs.data import DatabaseSettings, ParameterGroupSettings
from modules.addresses import addressed
from modules.bindings import db_instance, db_parameter_group, db_subnet_group
from modules.network import Network
from modules.security_groups import SecurityGroups
from modules.tagging import tags_of

# Terraform alone knows these; AWS has nothing to say of them, so an adopted database would show them as
# changes. A database made from nothing starts with a password that RDS makes and keeps: it is in no code,
# no plan and no state. Where a person keeps the password, nothing is said of it afterwards.
_SAID_ONCE = ["manage_master_user_password", "skip_final_snapshot", "final_snapshot_identifier", "apply_immediately"]


class Database(Construct):
    """The instance in private subnets, reachable from the services that use it and from nobody else."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: DatabaseSettings, network: Network, groups: SecurityGroups
    ) -> None:
        super().__init__(scope, id_)
        subnets = addressed(
            db_subnet_group.DbSubnetGroup(
                self,
                "subnets",
                name=settings.subnet_group,
                description=settings.subnet_group_description,
                subnet_ids=network.subnet_ids(settings.subnets),
                tags=tags_of(settings.tags),
            )
        )
        group = settings.parameter_group
        self.instance = addressed(
            db_instance.DbInstance(
                self,
                "postgres",
                identifier=settings.identifier,
                engine="postgres",
                engine_version=settings.engine_version,
                instance_class=settings.instance_class,
                db_name=settings.name,
                username=settings.username,
                port=settings.port,
                manage_master_user_password=True,
                allocated_storage=settings.storage_gib,
                max_allocated_storage=settings.storage_max_gib,
                storage_type=settings.storage_type,
                storage_encrypted=settings.storage_encrypted,
                multi_az=settings.multi_az,
                publicly_accessible=False,
                db_subnet_group_name=subnets.name,
                vpc_security_group_ids=[groups.database.id],
                parameter_group_name=self._parameters(group) if group else None,
                backup_retention_period=settings.backup_days,
                backup_window=settings.backup_window,
                maintenance_window=settings.maintenance_window,
                auto_minor_version_upgrade=settings.auto_minor_version_upgrade,
                copy_tags_to_snapshot=settings.copy_tags_to_snapshot,
                performance_insights_enabled=settings.performance_insights,
                deletion_protection=settings.deletion_protection,
                final_snapshot_identifier=f"{settings.identifier}-final",
                lifecycle=TerraformResourceLifecycle(
                    prevent_destroy=True,
                    ignore_changes=_SAID_ONCE if settings.master_password == "secret" else _SAID_ONCE[1:],
                ),
                tags=tags_of(settings.tags),
            )
        )
        self.host = self.instance.address
        self.port = f"${{{self.instance.fqn}.port}}"
        self.name = self.instance.db_name
        rds_keeps_it = settings.master_password == "rds"
        login = f"${{{self.instance.fqn}.master_user_secret[0].secret_arn}}"
        self.kept_secrets = {"database": login} if rds_keeps_it else {}

    def _parameters(self, settings: ParameterGroupSettings) -> str:
        group = addressed(
            db_parameter_group.DbParameterGroup(
                self,
                "parameters",
                name=settings.name,
                family=settings.family,
                description=settings.description,
                parameter=[
                    db_parameter_group.DbParameterGroupParameter(name=name, value=value, apply_method="pending-reboot")
                    for name, value in sorted(settings.parameters.items())
                ],
                tags=tags_of(settings.tags),
            )
        )
        return str(group.name)
