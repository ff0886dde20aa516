"""Roles and what each may do. In: `[identity]`, statements of the owners. Out: role ARNs."""

from collections.abc import Sequence

from constructs import Construct

from envs.settings import AwsSettings, GithubSettings, IdentitySettings
from modules.addresses import Resource, addressed
from modules.bindings import iam_role, iam_role_policy, iam_role_policy_attachment
from modules.feeds import Feed, tagged_by
from modules.policies import Statement, allow, document, trust
from modules.tagging import tags_of

# Pull images, write logs: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html
_EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
_TASKS = {"Service": "ecs-tasks.amazonaws.com"}
_GITHUB = "token.actions.githubusercontent.com"


class TaskRoles(Construct):
    """What the containers may do (task role) and what starting them needs (execution role).

    `injected` holds exactly the ARNs that task definitions inject: without the secret's ARN a task
    does not start (the incident of the reference, section 12), with more it could read too much.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: IdentitySettings,
        task_statements: Sequence[Statement],
        injected_secrets: Sequence[str],
        injected_parameters: Sequence[str],
    ) -> None:
        super().__init__(scope, id_)
        self.task = _role(self, "task", "task_role", settings=settings, trusted=trust(principal=_TASKS))
        _policy(self, "task_policy", settings=settings, role=self.task, statements=task_statements)
        self.execution = _role(self, "execution", "execution_role", settings=settings, trusted=trust(principal=_TASKS))
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
        if injection:
            _policy(self, "execution_policy", settings=settings, role=self.execution, statements=injection)


class Deployer(Construct):
    """The role GitHub's workflows assume: trusted by repository and branch, good for deploying and no more."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: IdentitySettings,
        aws: AwsSettings,
        github: GithubSettings,
        service_arns: Sequence[str],
        repository_arns: Sequence[str],
        roles: TaskRoles,
    ) -> None:
        super().__init__(scope, id_)
        trusted = trust(
            principal={"Federated": f"arn:aws:iam::{aws.account_id}:oidc-provider/{_GITHUB}"},
            action="sts:AssumeRoleWithWebIdentity",
            condition={
                "StringEquals": {
                    f"{_GITHUB}:aud": "sts.amazonaws.com",
                    f"{_GITHUB}:sub": _subject(github),
                }
            },
        )
        self.role = _role(self, "role", "deployer_role", settings=settings, trusted=trusted)
        pass_on = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
        statements = [
            *_push_images(repository_arns or [_every_repository(aws)]),
            allow(
                "RegisterRevisions",
                actions=["ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition"],
                resources=["*"],
            ),
            allow("DeployServices", actions=["ecs:UpdateService", "ecs:DescribeServices"], resources=service_arns),
            allow(
                "PassTaskRoles",
                actions=["iam:PassRole"],
                resources=[roles.task.arn, roles.execution.arn],
                condition=pass_on,
            ),
        ]
        _policy(self, "policy", settings=settings, role=self.role, statements=statements, key="deployer_policy")


def _subject(github: GithubSettings) -> str:
    """Whom GitHub's token must speak of; a job of an environment is named by that, not by its branch.

    https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
    """
    if github.environment:
        return f"repo:{github.repository}:environment:{github.environment}"
    return f"repo:{github.repository}:ref:refs/heads/{github.branch}"


def _every_repository(aws: AwsSettings) -> str:
    """Where the settings name no repositories, they are the application's own affair."""
    return f"arn:aws:ecr:{aws.region}:{aws.account_id}:repository/*"


def _push_images(repositories: Sequence[str]) -> list[Statement]:
    """https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html"""
    verbs = [
        "BatchCheckLayerAvailability",
        "InitiateLayerUpload",
        "UploadLayerPart",
        "CompleteLayerUpload",
        "PutImage",
        "BatchGetImage",
        "GetDownloadUrlForLayer",
    ]
    return [
        allow("LogInToRegistry", actions=["ecr:GetAuthorizationToken"], resources=["*"]),
        allow("PushImages", actions=[f"ecr:{verb}" for verb in verbs], resources=repositories),
    ]


def _role(scope: Construct, id_: str, key: str, *, settings: IdentitySettings, trusted: str) -> Resource:
    """The role whose name stands at `key` of the settings."""
    named = Feed({"name": key})
    made = iam_role.IamRole(scope, id_, **named.of(settings), assume_role_policy=trusted, tags=tags_of(settings.tags))
    return addressed(made, fed_by=named.by(settings) | tagged_by(settings))


def _policy(
    scope: Construct,
    id_: str,
    *,
    settings: IdentitySettings,
    role: Resource,
    statements: Sequence[Statement],
    key: str = "",
) -> None:
    """An inline policy of its own: a list on the role would remove every policy it does not know.

    Its name stands at `key` of the settings, which is the construct's id where nothing else is said.
    """
    named = Feed({"name": key or id_})
    made = iam_role_policy.IamRolePolicy(scope, id_, **named.of(settings), role=role.id, policy=document(statements))
    addressed(made, fed_by=named.by(settings))
