"""The schema task: two task definitions and their execution role. In: `[schema_task]`. Out: nothing.

Nothing refers to it: `counterpromo schema` runs it with `ecs:RunTask`.
"""

from collections.abc import Sequence
from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import Resource, addressed
from modules.arns import regional
from modules.bindings import ecs_task_definition, iam_role, iam_role_policy
from modules.database.construct import Database
from modules.iam_documents import Statement, allow, compact, document, trust
from modules.images.construct import Images
from modules.schema_task import container
from modules.schema_task.settings import SchemaTaskSettings
from modules.secrets.construct import Secrets
from modules.services.construct import Cluster
from modules.setting_map import Feed
from settings.account import AwsSettings
from terraform.literal import escaped, literal

ROLE = Feed({"name": "role"})
POLICY = Feed({"name": "policy"})


class SchemaTask(Construct):
    """The task definitions `read` and `apply`, once the digest of the image is known, and the execution role.

    The container has no task role: it calls no AWS API. `key_statements` permit the use of the password's key.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: SchemaTaskSettings,
        environment: str,
        username: str,
        aws: AwsSettings,
        database: Database,
        secrets: Secrets,
        image: Images,
        cluster: Cluster,
        key_statements: Sequence[Statement],
    ) -> None:
        super().__init__(scope, id_)
        role = self._role(
            settings,
            statements=[
                *_pull(image),
                _write_logs(cluster, aws=aws),
                allow(
                    "InjectPassword",
                    actions=["secretsmanager:GetSecretValue"],
                    resources=[secrets.arn(settings.password)],
                ),
                *key_statements,
            ],
        )
        variables = {
            container.ENVIRONMENT: escaped(environment),
            container.HOST: database.host,
            container.PORT: database.port,
            container.DATABASE: database.name,
            container.USER: escaped(username),
        }
        for key, family in (("read", settings.read_family), ("apply", settings.apply_family)):
            if settings.digest:
                made = {
                    **_fixed(read_only=key == "read"),
                    "image": f"{image.url}@{settings.digest}",
                    "environment": [{"name": name, "value": value} for name, value in sorted(variables.items())],
                    "secrets": [{"name": container.PASSWORD, "valueFrom": secrets.value_from(settings.password)}],
                    "logConfiguration": _logs(cluster, region=aws.region),
                }
                self._definition(key, settings, family=family, container=made, role=role)

    def _role(self, settings: SchemaTaskSettings, *, statements: list[Statement]) -> Resource:
        role = addressed(
            iam_role.IamRole(
                self,
                "role",
                **ROLE.of(settings),
                assume_role_policy=trust(principal={"Service": "ecs-tasks.amazonaws.com"}),
            ),
            fed_by=ROLE.by(settings),
        )
        addressed(
            iam_role_policy.IamRolePolicy(
                self, "policy", **POLICY.of(settings), role=role.id, policy=document(statements)
            ),
            fed_by=POLICY.by(settings),
        )
        return role

    def _definition(
        self, key: str, settings: SchemaTaskSettings, *, family: str, container: dict[str, Any], role: Resource
    ) -> None:
        addressed(
            ecs_task_definition.EcsTaskDefinition(
                self,
                key,
                family=literal(family),
                requires_compatibilities=["FARGATE"],
                network_mode="awsvpc",
                cpu=str(settings.cpu),
                memory=str(settings.memory_mib),
                execution_role_arn=role.arn,
                container_definitions=compact([container]),
                # A task that runs keeps its revision; see modules/task_definitions/construct.py.
                skip_destroy=True,
                lifecycle=TerraformResourceLifecycle(ignore_changes=["skip_destroy"]),
            ),
            fed_by={
                f"{settings.where}.{key}_family": "family",
                f"{settings.where}.cpu": "cpu",
                f"{settings.where}.memory_mib": "memory",
            },
        )


def _fixed(*, read_only: bool) -> dict[str, Any]:
    """Returns the members that no setting changes, with those that AWS fills in."""
    return {
        "name": container.CONTAINER,
        "cpu": 0,
        "essential": True,
        "entryPoint": list(container.entry_point(read_only=read_only)),
        "readonlyRootFilesystem": True,
        "portMappings": [],
        "mountPoints": [],
        "volumesFrom": [],
        "systemControls": [],
    }


def _logs(cluster: Cluster, *, region: str) -> dict[str, Any]:
    options = {
        "awslogs-group": cluster.logs.name,
        "awslogs-region": region,
        "awslogs-stream-prefix": container.LOG_PREFIX,
    }
    return {"logDriver": "awslogs", "options": options}


def _pull(image: Images) -> list[Statement]:
    """Returns the permission to pull one image.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policy-examples.html
    """
    return [
        allow("LogInToRegistry", actions=["ecr:GetAuthorizationToken"], resources=["*"]),
        allow("PullImage", actions=["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"], resources=[image.arn]),
    ]


def _write_logs(cluster: Cluster, *, aws: AwsSettings) -> Statement:
    """Returns the permission to write streams with the prefix of the task, and no others of the group."""
    stream = f"log-group:{cluster.log_group}:log-stream:{container.LOG_PREFIX}/*"
    return allow(
        "WriteLogs",
        actions=["logs:CreateLogStream", "logs:PutLogEvents"],
        resources=[regional("logs", stream, aws=aws)],
    )
