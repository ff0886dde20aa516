"""Rows of the task definitions and the log groups that they write to."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.matching.users import used_by
from imports.resource_type import ImportedType, attribute, own_id
from modules.identity.resources import IAM_ROLE
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Service, named, prefixed_names
from modules.settings import Settings
from modules.task_definitions import discovery, guard, satellites
from settings.unique_names import names_of


def _revisions(settings: Settings) -> Names:
    return prefixed_names(settings, [f"{family}:*" for family in names_of(settings, "family")])


def _task_roles(settings: Settings) -> Names:
    roles = (settings.identity.task, settings.identity.execution)
    schema = (settings.schema_task.role,) if settings.schema_task else ()
    return (*(f"{role.path or '/'}{role.name}"[1:] for role in roles), *schema)


IAM_TASK_DEFINITION = IamResource(
    kind="ecs:task-definition", arns=(REGIONAL + "task-definition/{name}",), names=_revisions
)
IAM_TASK_ROLE = IamResource(kind="iam:role of tasks", arns=IAM_ROLE.arns, names=_task_roles)
IAM_LOG_GROUP = IamResource(
    kind="logs:log-group",
    arns=(REGIONAL + "log-group:{name}", REGIONAL + "log-group:{name}:*"),
    names=named("log group"),
)
TASK_DEFINITION = ResourceType(
    name="aws_ecs_task_definition",
    imported=ImportedType(
        import_id=attribute("arn"),
        match=(
            by("family"),
            used_by(("aws_ecs_service", "task_definition", "family")),
            discovery.logs_as_declared,
        ),
        left_to_aws={"enable_fault_injection": (False,)},
    ),
    # Each change of a definition makes a new revision, and a running service keeps the old one.
    guarded=GuardedType(
        deletion=Deletion.ALLOWED,
        watched=guard.ECS_TASK_DEFINITION,
        harmless=guard.ECS_TASK_DEFINITION_HARMLESS,
        judged=("container_definitions", "enable_fault_injection", "volume"),
    ),
    iam=(IAM_TASK_DEFINITION, IAM_TASK_ROLE),
    state_only={"skip_destroy": True},
)
LOG_GROUP = ResourceType(
    name="aws_cloudwatch_log_group",
    imported=ImportedType(
        import_id=own_id,
        match=(by("name"), used_by(("aws_ecs_task_definition", "container_definitions", "log_group_names"))),
        instead=discovery.log_groups_instead,
        left_to_aws={"log_group_class": ("STANDARD",)},
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        arn="arn:aws:logs:{region}:{account}:log-group:{name}",
        watched=guard.CLOUDWATCH_LOG_GROUP,
        harmless=guard.CLOUDWATCH_LOG_GROUP_HARMLESS,
    ),
    iam=(IAM_LOG_GROUP,),
)
_FILTERS = satellites.rows((IAM_LOG_GROUP,))
SERVICE = Service(
    areas=(Area(name="task definitions", find=discovery.find, types=(TASK_DEFINITION, LOG_GROUP, *_FILTERS)),),
    checks=(guard.check,),
    satellites=satellites.SATELLITES,
)
