"""The roles: what the tasks may do, what ECS may do to start them, and what GitHub may do to deploy them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sandbox.handmade.cluster import API_SERVICE, CLUSTER, WEB_SERVICE, WORKER_SERVICE
from sandbox.handmade.configuration import parameter_arn
from sandbox.handmade.console import Console
from sandbox.handmade.messaging import JOBS, queue_arn
from sandbox.handmade.oidc import ISSUER
from sandbox.handmade.secrets import Secrets
from sandbox.handmade.storage import PURPOSES, bucket_name

REPOSITORY = "counterpromo/counterpromo"
BRANCH = "main"
INJECTED_PARAMETERS = ("db/host", "db/port", "db/name", "sqs/jobs_queue_url", "s3/uploads_bucket", "s3/exports_bucket")
AWS_EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"


@dataclass(frozen=True, kw_only=True)
class Roles:
    """The ARNs a task definition names."""

    task: str
    execution: str


def make_roles(console: Console, *, secrets: Secrets, identity_provider: str) -> Roles:
    """Make the three roles; what they may do stands in policies of their own, not shared with anyone."""
    tasks = _statement(None, "sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"})
    task = _role(console, "counterpromo-dev-ecs-task-app", tasks)
    _allow(console, "counterpromo-dev-ecs-task-app", "counterpromo-dev-task-app", _task_statements(console))
    execution = _role(console, "counterpromo-dev-ecs-exec-default", tasks)
    console.client("iam").attach_role_policy(
        RoleName="counterpromo-dev-ecs-exec-default", PolicyArn=AWS_EXECUTION_POLICY
    )
    injection = _injection_statements(console, secrets)
    _allow(console, "counterpromo-dev-ecs-exec-default", "counterpromo-dev-exec-injection", injection)
    _role(console, "counterpromo-dev-github-deployer", _github_trust(identity_provider))
    deploy = _deploy_statements(console, passed=[task, execution])
    _allow(console, "counterpromo-dev-github-deployer", "counterpromo-dev-deploy", deploy)
    return Roles(task=task, execution=execution)


def _task_statements(console: Console) -> list[dict[str, Any]]:
    """DEV's own queue, buckets and parameters; devlocal's queue belongs to laptops."""
    queues = [queue_arn(console, JOBS), queue_arn(console, f"{JOBS}-dlq")]
    queue_verbs = "SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes GetQueueUrl"
    object_verbs = "GetObject PutObject DeleteObject AbortMultipartUpload"
    statements = [_statement("QueueJobs", _actions("sqs", queue_verbs), Resource=queues)]
    for purpose in PURPOSES:
        bucket, sid = f"arn:aws:s3:::{bucket_name(console, purpose)}", f"Bucket{purpose.capitalize()}"
        statements += [
            _statement(f"{sid}Bucket", _actions("s3", "ListBucket GetBucketLocation"), Resource=bucket),
            _statement(f"{sid}Objects", _actions("s3", object_verbs), Resource=f"{bucket}/*"),
        ]
    reading = _actions("ssm", "GetParameter GetParameters GetParametersByPath")
    return [*statements, _statement("Parameters", reading, Resource=parameter_arn(console, "*"))]


def _injection_statements(console: Console, secrets: Secrets) -> list[dict[str, Any]]:
    """What ECS reads to start the tasks: without the secrets' ARNs the API once did not come up."""
    injected = [parameter_arn(console, path) for path in INJECTED_PARAMETERS]
    return [
        _statement("InjectSecrets", "secretsmanager:GetSecretValue", Resource=list(secrets.all)),
        _statement("InjectParameters", "ssm:GetParameters", Resource=injected),
    ]


def _deploy_statements(console: Console, *, passed: list[str]) -> list[dict[str, Any]]:
    """Push images, register a revision, point a service at it; hand the tasks' roles to ECS and to nobody else."""
    place = f"{console.region}:{console.account_id}"
    services = [f"arn:aws:ecs:{place}:service/{CLUSTER}/{name}" for name in (WEB_SERVICE, API_SERVICE, WORKER_SERVICE)]
    push_verbs = (
        "BatchCheckLayerAvailability InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage "
        "BatchGetImage GetDownloadUrlForLayer"
    )
    only_ecs = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    return [
        _statement("LogInToRegistry", "ecr:GetAuthorizationToken", Resource="*"),
        _statement("PushImages", _actions("ecr", push_verbs), Resource=f"arn:aws:ecr:{place}:repository/*"),
        _statement("RegisterRevisions", _actions("ecs", "RegisterTaskDefinition DescribeTaskDefinition"), Resource="*"),
        _statement("DeployServices", _actions("ecs", "UpdateService DescribeServices"), Resource=services),
        _statement("PassTaskRoles", "iam:PassRole", Resource=passed, Condition=only_ecs),
    ]


def _github_trust(identity_provider: str) -> dict[str, Any]:
    """Workflows of one repository, on one branch."""
    claims = {f"{ISSUER}:aud": "sts.amazonaws.com", f"{ISSUER}:sub": f"repo:{REPOSITORY}:ref:refs/heads/{BRANCH}"}
    return _statement(
        None,
        "sts:AssumeRoleWithWebIdentity",
        Principal={"Federated": identity_provider},
        Condition={"StringEquals": claims},
    )


def _actions(service: str, verbs: str) -> list[str]:
    return [f"{service}:{verb}" for verb in verbs.split()]


def _statement(sid: str | None, action: str | list[str], **rest: Any) -> dict[str, Any]:
    return {**({"Sid": sid} if sid else {}), "Effect": "Allow", "Action": action, **rest}


def _role(console: Console, name: str, trust: dict[str, Any]) -> str:
    made = console.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=_document([trust]))
    return str(made["Role"]["Arn"])


def _allow(console: Console, role: str, policy: str, statements: list[dict[str, Any]]) -> None:
    console.client("iam").put_role_policy(RoleName=role, PolicyName=policy, PolicyDocument=_document(statements))


def _document(statements: list[dict[str, Any]]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
