"""Rows of the scalable targets and the scaling policies."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by, inside
from imports.resource_type import ImportedType, joined
from modules.alarms.resources import IAM_ALARM
from modules.autoscaling import discovery, guard
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Satellites, Service, every_name
from modules.satellites import part
from modules.services.resources import IAM_SERVICE

IAM_TARGET = IamResource(
    kind="application-autoscaling:ScalableTarget",
    arns=(REGIONAL + "scalable-target/{name}",),
    names=every_name,  # AWS makes up the ids
)
TARGET = ResourceType(
    name="aws_appautoscaling_target",
    imported=ImportedType(
        import_id=joined("service_namespace", "resource_id", "scalable_dimension"),
        match=(by("service_namespace", "resource_id", "scalable_dimension", label="service"),),
        stray=inside("service", "aws_ecs_service", "on a service of ours"),
        left_to_aws={
            "role_arn": ("*",),  # the service-linked role
            "suspended_state": (),
        },
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE, watched=guard.APPAUTOSCALING_TARGET, harmless=guard.APPAUTOSCALING_TARGET_HARMLESS
    ),
    iam=(IAM_TARGET, IAM_SERVICE),
)
POLICY = ResourceType(
    name="aws_appautoscaling_policy",
    imported=ImportedType(
        import_id=joined("service_namespace", "resource_id", "scalable_dimension", "name"),
        match=(
            by("resource_id", "scalable_dimension", "name", label="service and name"),
            by("resource_id", "scalable_dimension", discovery.METRIC, label="service and load"),
        ),
        stray=inside("service", "aws_ecs_service", "on a service of ours"),
    ),
    guarded=GuardedType(
        deletion=Deletion.ALLOWED, harmless=guard.APPAUTOSCALING_POLICY_HARMLESS, watched=guard.APPAUTOSCALING_POLICY
    ),
    iam=(IAM_TARGET, IAM_SERVICE, IAM_ALARM),
)
SCHEDULED_ACTION = part(
    "aws_appautoscaling_scheduled_action",
    of="aws_ecs_service",
    at="service",
    why="on a service of ours",
    iam=(IAM_TARGET, IAM_SERVICE),
    import_id=None,
    not_written=discovery.cannot_be_imported,
)
SERVICE = Service(
    areas=(Area(name="autoscaling", find=discovery.find, types=(TARGET, POLICY, SCHEDULED_ACTION)),),
    satellites=(
        Satellites(of="aws_appautoscaling_target", read=(POLICY.name, SCHEDULED_ACTION.name)),
        Satellites(of="aws_ecs_service", read=(TARGET.name, POLICY.name, SCHEDULED_ACTION.name)),
    ),
)
