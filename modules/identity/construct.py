"""Roles and their permissions. In: `[identity]`, statements of the resources' modules. Out: role ARNs."""

from collections.abc import Sequence

from constructs import Construct

from modules import arns
from modules.addresses import Resource, addressed
from modules.bindings import iam_policy, iam_role, iam_role_policy, iam_role_policy_attachment
from modules.iam_documents import Statement, allow, document, found, github_trust, trust
from modules.identity.settings import IdentitySettings, InlinePolicySettings, ManagedPolicySettings, RoleSettings
from modules.images.permissions import push
from modules.oidc.construct import numbered
from modules.setting_map import Feed, tagged_by, tags_of
from modules.settings import GithubSettings
from settings.account import AwsSettings

# Pull images, write logs: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html
_EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
_TASKS = {"Service": "ecs-tasks.amazonaws.com"}
_GITHUB = "token.actions.githubusercontent.com"

ROLE = Feed(
    {
        "name": "name",
        "path": "path",
        "description": "description",
        "max_session_duration": "max_session_seconds",
        "permissions_boundary": "boundary",
    }
)
POLICY = Feed({"name": "policy"})
INLINE = Feed({"name": "name"})
MANAGED = Feed({"name": "name", "path": "path", "description": "description"})


class TaskRoles(Construct):
    """The task role, for the containers, and the execution role, which starts them.

    `injected` holds exactly the ARNs that task definitions inject. Without the ARN of a secret a task does not start
    (the incident of the reference, section 12); with further ARNs it could read too much.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: IdentitySettings,
        aws: AwsSettings,
        task_statements: Sequence[Statement],
        injected_secrets: Sequence[str],
        injected_parameters: Sequence[str],
        key_statements: Sequence[Statement],
    ) -> None:
        super().__init__(scope, id_)
        self.task_arn = arns.role(settings.task.name, aws=aws, path=settings.task.path or "/")
        self.execution_arn = arns.role(settings.execution.name, aws=aws, path=settings.execution.path or "/")
        self.task = _role(self, "task", settings=settings.task, trusted=trust(principal=_TASKS))
        _allow(self, "task_", settings=settings.task, role=self.task, statements=task_statements)
        self.execution = _role(self, "execution", settings=settings.execution, trusted=trust(principal=_TASKS))
        addressed(
            iam_role_policy_attachment.IamRolePolicyAttachment(
                self, "execution_managed", role=self.execution.name, policy_arn=_EXECUTION_POLICY
            )
        )
        injection = []
        if injected_secrets:
            injection.append(
                allow("InjectSecrets", actions=["secretsmanager:GetSecretValue"], resources=injected_secrets)
            )
        if injected_parameters:
            injection.append(allow("InjectParameters", actions=["ssm:GetParameters"], resources=injected_parameters))
        injection.extend(key_statements)
        _allow(self, "execution_", settings=settings.execution, role=self.execution, statements=injection)


class Deployer(Construct):
    """The role that GitHub's workflows assume, by repository and branch. It may deploy and nothing else."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: RoleSettings,
        aws: AwsSettings,
        github: GithubSettings,
        service_arns: Sequence[str],
        repository_arns: Sequence[str],
        roles: TaskRoles,
    ) -> None:
        super().__init__(scope, id_)
        trusted = github_trust(account_id=aws.account_id, issuer=_GITHUB, subjects=_subjects(github))
        self.role = _role(self, "role", settings=settings, trusted=trusted)
        pass_on = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        statements = [
            *push(repository_arns or [_every_repository(aws)], pull=True),
            allow(
                "RegisterRevisions",
                actions=["ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition"],
                resources=["*"],
            ),
            allow("DeployServices", actions=["ecs:UpdateService", "ecs:DescribeServices"], resources=service_arns),
            allow(
                "PassTaskRoles",
                actions=["iam:PassRole"],
                resources=[roles.task_arn, roles.execution_arn],
                condition=pass_on,
            ),
        ]
        _allow(self, "", settings=settings, role=self.role, statements=statements)


def _subjects(github: GithubSettings) -> list[str]:
    """Returns the subjects of GitHub's tokens that may assume the role. A job of an environment has no branch in it.

    https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
    """
    job = f"environment:{github.environment}" if github.environment else f"ref:refs/heads/{github.branch}"
    named = f"repo:{github.repository}:{job}"
    if not github.owner_id:
        return [named]
    by_number = numbered(github.repository, owner_id=github.owner_id, repository_id=github.repository_id)
    return [named, f"repo:{by_number}:{job}"]


def _every_repository(aws: AwsSettings) -> str:
    """Returns a pattern for all repositories: without `[images]` the application manages them."""
    return f"arn:aws:ecr:{aws.region}:{aws.account_id}:repository/*"


def _role(scope: Construct, id_: str, *, settings: RoleSettings, trusted: str) -> Resource:
    """Adds a role; `trusted` is the trust policy of this code, used if the settings have none."""
    made = iam_role.IamRole(
        scope,
        id_,
        **ROLE.of(settings),
        assume_role_policy=found(settings.trust) if settings.trust else trusted,
        tags=tags_of(settings.tags),
    )
    fed_by = ROLE.by(settings) | {f"{settings.where}.trust": "assume_role_policy"} | tagged_by(settings)
    return addressed(made, fed_by=fed_by)


def _allow(
    scope: Construct, prefix: str, *, settings: RoleSettings, role: Resource, statements: Sequence[Statement]
) -> None:
    """Adds the policies of a role; `statements` are those of this code, used if the settings have none.

    Each policy is a resource of its own: a list on the role would remove every policy that it does not contain.
    """
    if settings.policy and (settings.document or statements):
        text = found(settings.document) if settings.document else document(statements)
        _write(scope, f"{prefix}policy", POLICY, settings=settings, role=role, text=text)
    for key, inline in settings.inline.items():
        _write(scope, f"{prefix}inline_{key}", INLINE, settings=inline, role=role, text=found(inline.document))
    made = {f"managed_{key}": _managed(scope, f"{prefix}managed_{key}", one) for key, one in settings.managed.items()}
    for key, arn in {**settings.attached, **made}.items():
        attachment = iam_role_policy_attachment.IamRolePolicyAttachment(
            scope, f"{prefix}attached_{key}", role=role.name, policy_arn=arn
        )
        addressed(attachment)


def _write(
    scope: Construct,
    id_: str,
    named: Feed,
    *,
    settings: RoleSettings | InlinePolicySettings,
    role: Resource,
    text: str,
) -> None:
    """Adds an inline policy."""
    made = iam_role_policy.IamRolePolicy(scope, id_, **named.of(settings), role=role.id, policy=text)
    addressed(made, fed_by=named.by(settings) | {f"{settings.where}.document": "policy"})


def _managed(scope: Construct, id_: str, settings: ManagedPolicySettings) -> str:
    """Adds a customer-managed policy and returns its ARN."""
    made = iam_policy.IamPolicy(
        scope, id_, **MANAGED.of(settings), policy=found(settings.document), tags=tags_of(settings.tags)
    )
    fed_by = MANAGED.by(settings) | {f"{settings.where}.document": "policy"} | tagged_by(settings)
    return str(addressed(made, fed_by=fed_by).arn)
