"""Rows of the roles and their policies."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by, inside
from imports.matching.users import used_by
from imports.resource_type import ImportedType, joined, own_id
from modules.identity import discovery, discovery_shared_roles, guard, satellites, shape, users
from modules.pipelines.roles import ROLES
from modules.resource_type import GLOBAL, Area, IamResource, Names, ResourceType, Service
from modules.settings import AccountSettings, Settings
from settings.unique_names import names_of


def _roles(settings: Settings) -> Names:
    """Returns whole names, with the paths of the roles: with a pattern, an apply could widen the role it runs as."""
    identity = settings.identity
    paths = {role.name: role.path for role in (identity.task, identity.execution, identity.deployer) if role.path}
    return tuple(f"{paths.get(name, '/')}{name}"[1:] for name in names_of(settings, "role"))


def _own_policies(settings: Settings) -> Names:
    """Returns the policies of the roles with their path, as IAM writes them: without the leading slash.

    Each name is whole: with a pattern, an apply could rewrite the policies of the role that it runs as.
    """
    identity = settings.identity
    policies = [one for role in (identity.task, identity.execution, identity.deployer) for one in role.managed.values()]
    return tuple(sorted(f"{policy.path}{policy.name}"[1:] for policy in policies))


def _roles_of_pipelines(settings: AccountSettings) -> Names:
    """Returns patterns: the settings of the account do not list the environments.

    The code that creates these roles also decides what they may do, so a narrower name would protect nothing.
    """
    return tuple(f"{settings.project}-*-{role}" for role in ROLES) if settings.pipelines else ()


def _policies_of_pipelines(settings: AccountSettings) -> Names:
    return tuple(f"{role}-*" for role in _roles_of_pipelines(settings))


IAM_ROLE = IamResource(
    kind="iam:role",
    arns=(GLOBAL + "role/{name}",),
    names=_roles,
    account_names=_roles_of_pipelines,
)
IAM_POLICY = IamResource(
    kind="iam:policy",
    arns=(GLOBAL + "policy/{name}",),
    names=_own_policies,
    account_names=_policies_of_pipelines,
)
_BY_USE = used_by(
    ("aws_ecs_task_definition", "task_role_arn"),
    ("aws_ecs_task_definition", "execution_role_arn"),
    ("aws_flow_log", "iam_role_arn"),
)
ROLE = ResourceType(
    name="aws_iam_role",
    imported=ImportedType(
        import_id=own_id,
        match=(
            by("name"),
            discovery_shared_roles.unless_shared(_BY_USE),
            discovery.by_trust,
        ),
        instead=discovery_shared_roles.shared_instead(_BY_USE),
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        arn="arn:aws:iam::{account}:role{path}{name}",
        watched=guard.IAM_ROLE,
        policy=PolicyAttribute(attribute="assume_role_policy", kind=PolicyKind.TRUST),
        owned_elsewhere={
            "inline_policy": guard.inline_policies,
            "managed_policy_arns": guard.attached_policies,
        },
        harmless=guard.IAM_ROLE_HARMLESS,
    ),
    iam=(IAM_ROLE,),
    users=users.of_role,
    parts=lambda aws, role: discovery.policies_of_role(aws, str(role.get("name"))),
)
INLINE_POLICY = ResourceType(
    name="aws_iam_role_policy",
    imported=ImportedType(
        import_id=own_id,
        match=(by("role", "name"), discovery.last_of_its_role),
        stray=inside("role", "aws_iam_role", "on a role of ours"),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.IDENTITY),
        harmless=guard.IAM_ROLE_POLICY_HARMLESS,
    ),
    iam=(IAM_ROLE,),
)
ATTACHMENT = ResourceType(
    name="aws_iam_role_policy_attachment",
    imported=ImportedType(
        import_id=joined("role", "policy_arn"),
        match=(by("role", "policy_arn"),),
        stray=inside("role", "aws_iam_role", "on a role of ours"),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        harmless=guard.IAM_ROLE_POLICY_ATTACHMENT_HARMLESS,
        judged=(
            "policy_arn",
            "role",
        ),
    ),
    iam=(IAM_ROLE,),
)
POLICY = ResourceType(
    name="aws_iam_policy",
    imported=ImportedType(
        import_id=own_id,
        match=(by("name"), used_by(("aws_iam_role_policy_attachment", "policy_arn"))),
        stray=inside("roles", "aws_iam_role", "on a role of ours"),
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        watched=guard.IAM_POLICY,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.IDENTITY),
        harmless=guard.IAM_POLICY_HARMLESS,
    ),
    iam=(IAM_POLICY,),
    users=users.of_policy,
)
_PARTS = satellites.rows(IAM_ROLE, IAM_POLICY)
SERVICE = Service(
    areas=(Area(name="identity", find=discovery.find, types=(ROLE, INLINE_POLICY, ATTACHMENT, POLICY, *_PARTS)),),
    checks=(guard.check,),
    shape=shape.shape,
    satellites=satellites.SATELLITES,
)
