"""Rows of the database instance, its subnet group and its parameter group."""

from __future__ import annotations

from typing import Any

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by, inside
from imports.matching.users import used_by
from imports.resource_type import GeneratedConfig, ImportedType, attribute, own_id
from modules.database import discovery, guard, satellites
from modules.identity.resources import IAM_ROLE
from modules.keys.resources import IAM_KEY
from modules.network.resources import IAM_EC2
from modules.resource_type import (
    REGIONAL,
    Area,
    IamResource,
    Names,
    ResourceType,
    Satellites,
    Service,
    every_name,
    prefixed,
)
from modules.settings import Settings


def _without_the_default_key(arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Drops `kms_key_id` where Terraform wrote an id: only an ARN can be applied."""
    if str(arguments.get("kms_key_id")).startswith("arn:"):
        return arguments, ()
    return {name: value for name, value in arguments.items() if name != "kms_key_id"}, ()


def _parameter_groups(settings: Settings) -> Names:
    """Returns the engine's default groups and our own."""
    return ("default*", *prefixed("parameter group")(settings))


def _monitoring_roles(settings: Settings) -> Names:
    monitoring = settings.database.monitoring
    return (monitoring.role,) if monitoring else ()


IAM_MONITORING_ROLE = IamResource(kind="iam:role of databases", arns=IAM_ROLE.arns, names=_monitoring_roles)
IAM_INSTANCE = IamResource(kind="rds:db", arns=(REGIONAL + "db:{name}",), names=prefixed("database"))
IAM_SUBNET_GROUP = IamResource(kind="rds:subgrp", arns=(REGIONAL + "subgrp:{name}",), names=prefixed("subnet group"))
IAM_PARAMETER_GROUP = IamResource(kind="rds:pg", arns=(REGIONAL + "pg:{name}",), names=_parameter_groups)
IAM_OPTION_GROUP = IamResource(  # an instance uses the option group that RDS gives it
    kind="rds:og", arns=(REGIONAL + "og:{name}",), names=every_name
)
# Minor upgrades, storage autoscaling and the rotation of the certificate authority are RDS's own.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Maintenance.html
_CHANGED_BY_RDS = (
    "allocated_storage",
    "ca_cert_identifier",
    "engine_version",
    "engine_version_actual",
    "latest_restorable_time",
)
# RDS chooses the zone and rotates the certificate authority. It answers with the ARN of a key also where the key is its
# own: a pin says which one. https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
_LEFT_TO_AWS = {
    "kms_key_id": ("default_kms_key_id",),  # as the emulator names RDS's own
    "option_group_name": ("default:*",),
    "parameter_group_name": ("default.*",),
    "backup_target": ("region",),
    "ca_cert_identifier": ("rds-ca-rsa2048-g1", "rds-ca-default"),  # the second as the emulator names it
    "database_insights_mode": ("standard",),
    "engine_lifecycle_support": ("open-source-rds-extended-support",),
    "iops": (3000, 12000),  # of gp3, from 400 GiB on the second
    "storage_throughput": (125, 500),
    "license_model": ("postgresql-license", "general-public-license"),
    "monitoring_role_arn": (),
    "network_type": ("IPV4",),
    "performance_insights_kms_key_id": (),
    "performance_insights_retention_period": (7,),
    "master_user_secret_kms_key_id": (),
    "domain_fqdn": (),
}
INSTANCE = ResourceType(
    name="aws_db_instance",
    imported=ImportedType(
        import_id=attribute("identifier"),
        match=(discovery.by_identifier, discovery.only_of_its_engine),
        instead=discovery.cluster_instead,
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        generated=GeneratedConfig(corrects=_without_the_default_key),
        left_to_aws=_LEFT_TO_AWS,
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        watched=guard.DB_INSTANCE,
        changes_by_itself=dict.fromkeys(_CHANGED_BY_RDS, ()),
        harmless=guard.DB_INSTANCE_HARMLESS,
        judged=(
            "apply_immediately",
            "engine",
            "engine_version",
        ),
    ),
    iam=(IAM_INSTANCE, IAM_SUBNET_GROUP, IAM_PARAMETER_GROUP, IAM_OPTION_GROUP, IAM_EC2, IAM_MONITORING_ROLE, IAM_KEY),
)
CLUSTER = ResourceType(  # declared nowhere, as its members
    name="aws_rds_cluster",
    imported=ImportedType(import_id=attribute("cluster_identifier"), stray=inside("vpc_id", "aws_vpc", "in the vpc")),
    guarded=GuardedType(
        deletion=Deletion.DATA, watched=guard.RDS_CLUSTER, changes_by_itself={"latest_restorable_time": ()}
    ),
    iam=(IAM_INSTANCE,),
)
CLUSTER_INSTANCE = ResourceType(
    name="aws_rds_cluster_instance",
    imported=ImportedType(import_id=attribute("identifier"), stray=inside("vpc_id", "aws_vpc", "in the vpc")),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.RDS_CLUSTER_INSTANCE),
    iam=(IAM_INSTANCE,),
)
SUBNET_GROUP = ResourceType(
    name="aws_db_subnet_group",
    imported=ImportedType(
        import_id=own_id,
        match=(by("name"), used_by(("aws_db_instance", "db_subnet_group_name"))),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE, watched=guard.DB_SUBNET_GROUP, harmless=guard.DB_SUBNET_GROUP_HARMLESS
    ),
    iam=(IAM_SUBNET_GROUP,),
)
PARAMETER_GROUP = ResourceType(
    name="aws_db_parameter_group",
    imported=ImportedType(import_id=own_id, match=(by("name"), used_by(("aws_db_instance", "parameter_group_name")))),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE, harmless=guard.DB_PARAMETER_GROUP_HARMLESS, judged=("parameter",)
    ),
    iam=(IAM_PARAMETER_GROUP,),
)
# AWS confines the listing of event subscriptions to their names, which a person chose.
IAM_EVENTS = IamResource(kind="rds:es", arns=(REGIONAL + "es:{name}",), names=every_name)
_PARTS = satellites.rows((IAM_INSTANCE, IAM_EVENTS))
SERVICE = Service(
    areas=(
        Area(
            name="database",
            find=discovery.find,
            types=(INSTANCE, CLUSTER, CLUSTER_INSTANCE, SUBNET_GROUP, PARAMETER_GROUP, *_PARTS),
        ),
    ),
    checks=(guard.check,),
    shape=discovery.shape,
    satellites=(
        *satellites.SATELLITES,
        Satellites(of=SUBNET_GROUP.name),
        Satellites(of=PARAMETER_GROUP.name),
    ),
)
