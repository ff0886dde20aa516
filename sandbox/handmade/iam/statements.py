"""The statements of the role policies as a person wrote them, and the trust of the deployer's role."""

from __future__ import annotations

from typing import Any

from sandbox.handmade.configuration import parameter_arn
from sandbox.handmade.console import Console
from sandbox.handmade.ecs.cluster import CLUSTER
from sandbox.handmade.iam.oidc import ISSUER
from sandbox.handmade.messaging import JOBS, queue_arn
from sandbox.handmade.secrets import Secrets
from sandbox.handmade.storage import PURPOSES, bucket_name

REPOSITORY = "counterpromo/counterpromo"
INJECTED_PARAMETERS = ("db/host", "db/port", "db/name", "sqs/jobs_queue_url", "s3/uploads_bucket", "s3/exports_bucket")

Statement = dict[str, Any]


def of_tasks(console: Console) -> list[Statement]:
    """Returns access to DEV's queue, buckets and parameters; the queue of devlocal belongs to laptops."""
    queues = [queue_arn(console, JOBS), queue_arn(console, f"{JOBS}-dlq")]
    queue_verbs = "SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes GetQueueUrl"
    object_verbs = "GetObject PutObject DeleteObject AbortMultipartUpload"
    statements = [statement("QueueJobs", _actions("sqs", queue_verbs), Resource=queues)]
    for purpose in PURPOSES:
        bucket, sid = f"arn:aws:s3:::{bucket_name(console, purpose)}", f"Bucket{purpose.capitalize()}"
        statements += [
            statement(f"{sid}Bucket", _actions("s3", "ListBucket GetBucketLocation"), Resource=bucket),
            statement(f"{sid}Objects", _actions("s3", object_verbs), Resource=f"{bucket}/*"),
        ]
    reading = _actions("ssm", "GetParameter GetParameters GetParametersByPath")
    return [*statements, statement("Parameters", reading, Resource=parameter_arn(console, "*"))]


def of_execution(console: Console, secrets: Secrets) -> list[Statement]:
    """Returns what ECS reads to start the tasks, with the ARNs of the secrets."""
    injected = [parameter_arn(console, path) for path in INJECTED_PARAMETERS]
    return [
        statement("InjectSecrets", "secretsmanager:GetSecretValue", Resource=list(secrets.all)),
        statement("InjectParameters", "ssm:GetParameters", Resource=injected),
    ]


def of_deployer(console: Console, *, services: tuple[str, ...], passed: list[str]) -> list[Statement]:
    """Returns image pushes, new revisions, service updates, and PassRole of the task roles to ECS only."""
    place = f"{console.region}:{console.account_id}"
    running = [f"arn:aws:ecs:{place}:service/{CLUSTER}/{name}" for name in services]
    push_verbs = (
        "BatchCheckLayerAvailability InitiateLayerUpload UploadLayerPart CompleteLayerUpload PutImage "
        "BatchGetImage GetDownloadUrlForLayer"
    )
    only_ecs = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    return [
        statement("LogInToRegistry", "ecr:GetAuthorizationToken", Resource="*"),
        statement("PushImages", _actions("ecr", push_verbs), Resource=f"arn:aws:ecr:{place}:repository/*"),
        statement("RegisterRevisions", _actions("ecs", "RegisterTaskDefinition DescribeTaskDefinition"), Resource="*"),
        statement("DeployServices", _actions("ecs", "UpdateService DescribeServices"), Resource=running),
        statement("PassTaskRoles", "iam:PassRole", Resource=passed, Condition=only_ecs),
    ]


def trust_of_tasks() -> Statement:
    """Returns the trust policy for ECS tasks."""
    return statement(None, "sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"})


def trust_of_github(identity_provider: str, *, subject: str, compared: str) -> Statement:
    """Returns the trust policy for workflows of a repository, on one branch or by a pattern (`compared` is IAM's
    operator).
    """
    audience, about = {f"{ISSUER}:aud": "sts.amazonaws.com"}, {f"{ISSUER}:sub": subject}
    equals = {"StringEquals": {**audience, **about}}
    condition = equals if compared == "StringEquals" else {"StringEquals": audience, compared: about}
    return statement(
        None, "sts:AssumeRoleWithWebIdentity", Principal={"Federated": identity_provider}, Condition=condition
    )


def statement(sid: str | None, action: str | list[str], **rest: Any) -> Statement:
    """Returns one statement that allows."""
    return {**({"Sid": sid} if sid else {}), "Effect": "Allow", "Action": action, **rest}


def _actions(service: str, verbs: str) -> list[str]:
    return [f"{service}:{verb}" for verb in verbs.split()]
