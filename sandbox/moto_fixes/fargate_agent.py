"""The agent of Fargate, which starts a task with the session of its execution role. IAM checks each of its calls.

The agent gets a token of the registry, reads the secrets and parameters to inject, pulls the image, and opens the log
stream, in this order. The first call that fails stops the task before its container runs.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from moto.ecs.exceptions import EcsClientException
from moto.ecs.models import Task, TaskDefinition
from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.secretsmanager.exceptions import SecretsManagerClientError
from moto.secretsmanager.models import secretsmanager_backends

from sandbox.authorization import verdict
from sandbox.authorization.checks import Check

_TASKS = "ecs-tasks.amazonaws.com"
PRIVATE_IMAGE = re.compile(
    r"(?P<host>(?P<account>\d+)\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[^/]+)/(?P<name>[^:@]+)[:@](?P<ref>.+)"
)
_NO_AUTH = "unable to pull secrets or registry auth: execution resource retrieval failed"
_OWN_KEY = "alias/aws/secretsmanager"


class NotStartedError(Exception):
    """The task stops before its container runs; the message is its `stoppedReason`."""


@dataclass(frozen=True, kw_only=True)
class Agent:
    """The agent of Fargate that starts a task, with the session of its execution role."""

    account_id: str
    region: str
    role: str
    task: str

    @classmethod
    def of(cls, task: Task, definition: TaskDefinition, *, account_id: str, region: str) -> Agent:
        """Assumes the execution role. Raises moto's EcsClientException if the role does not trust ECS tasks."""
        arn = str(getattr(definition, "execution_role_arn", None) or "")
        name = arn.rpartition("/")[2]
        if arn and not _is_trusted(name, account_id=account_id):
            raise EcsClientException(
                f"ECS was unable to assume the role '{arn}' that was provided for this task. Please verify that the "
                "role being passed has the proper trust relationship and permissions and that your IAM user has "
                "permissions to pass this role."
            )
        return cls(account_id=account_id, region=region, role=name, task=task.id)

    def start(self, definition: TaskDefinition) -> None:
        """Makes the calls before the containers run. Raises NotStartedError at the first that fails."""
        containers: list[Mapping[str, Any]] = definition.container_definitions
        images = [found for each in containers if (found := PRIVATE_IMAGE.fullmatch(str(each.get("image", ""))))]
        if images:
            self._call("ecr:GetAuthorizationToken", "*", f"{_NO_AUTH}: unable to retrieve ecr registry auth")
        for container in containers:
            for one in container.get("secrets", ()):
                self._read(str(one["valueFrom"]))
        for image in images:
            self._pull(image)
        for container in containers:
            self._open_stream(container)

    def _read(self, source: str) -> None:
        if ":secretsmanager:" in source:
            parts = source.split(":")
            self._read_secret(":".join(parts[:7]), field=parts[7] if len(parts) > 7 else "")
            return
        arn = source if source.startswith("arn:") else self._arn("ssm", f"parameter/{source.removeprefix('/')}")
        self._call("ssm:GetParameters", arn, f"{_NO_AUTH}: unable to retrieve secrets from ssm")

    def _read_secret(self, arn: str, *, field: str) -> None:
        """Reads a secret, and the key that encrypts it; AWS's own key needs no permission.

        https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
        """
        step = f"{_NO_AUTH}: unable to retrieve secret from asm"
        fetch = f"failed to fetch secret {arn} from secrets manager: "
        self._call("secretsmanager:GetSecretValue", arn, step, fetch=fetch)
        known = secretsmanager_backends[self.account_id][self.region]
        try:
            value = known.get_secret_value(secret_id=arn, version_id="", version_stage="")["SecretString"]
        except SecretsManagerClientError as error:
            raise _failed(step, fetch=fetch, why=f"ResourceNotFoundException: {error.message}") from None
        key = known.secrets[arn].kms_key_id
        through = {"kms:ViaService": f"secretsmanager.{self.region}.amazonaws.com"}
        if key and key != _OWN_KEY and self._denied(Check(action="kms:Decrypt", arn=self._key(key), context=through)):
            raise _failed(step, fetch=fetch, why="AccessDeniedException: Access to KMS is not allowed")
        if field and field not in json.loads(value):
            raise NotStartedError(
                f"ResourceInitializationError: {step}: service call has been retried 1 time(s): retrieved secret from "
                f"Secrets Manager did not contain json key {field}"
            )

    def _pull(self, image: re.Match[str]) -> None:
        """Pulls an image of ECR: the manifest, then the layers."""
        host, name, ref = image["host"], image["name"], image["ref"]
        arn = f"arn:aws:ecr:{image['region']}:{image['account']}:repository/{name}"
        if self._denied(Check(action="ecr:BatchGetImage", arn=arn)):
            raise NotStartedError(
                f"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
                f"{image[0]}: pulling from host {host} failed with status code [manifests {ref}]: 403 Forbidden"
            )
        if self._denied(Check(action="ecr:GetDownloadUrlForLayer", arn=arn)):
            raise NotStartedError(
                f"CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReadSeeker: "
                f"failed open: unexpected status code https://{host}/v2/{name}/blobs/{ref}: 403 Forbidden"
            )

    def _open_stream(self, container: Mapping[str, Any]) -> None:
        log = container.get("logConfiguration") or {}
        if log.get("logDriver") != "awslogs":
            return
        group, prefix = log["options"]["awslogs-group"], log["options"].get("awslogs-stream-prefix", "ecs")
        stream = self._arn("logs", f"log-group:{group}:log-stream:{prefix}/{container['name']}/{self.task}")
        step = "failed to validate logger args: create stream has been retried 1 times"
        fetch = "failed to create Cloudwatch log stream: "
        self._call("logs:CreateLogStream", stream, step, fetch=fetch, end=" : exit status 1")
        if group not in logs_backends[self.account_id][self.region].groups:
            why = "ResourceNotFoundException: The specified log group does not exist."
            raise _failed(step, fetch=fetch, why=why, retried="", end=" : exit status 1")

    def _call(self, action: str, arn: str, step: str, *, fetch: str = "", end: str = "") -> None:
        if denial := self._denied(Check(action=action, arn=arn)):
            retried = "" if "retried" in step else "service call has been retried 1 time(s): "
            raise _failed(step, fetch=fetch, why=f"AccessDeniedException: {denial}", retried=retried, end=end)

    def _denied(self, check: Check) -> verdict.Denial | None:
        if not self.role:
            return None
        return verdict.refused_to_role([check], role=self.role, session=self.task, account_id=self.account_id)

    def _arn(self, service: str, name: str) -> str:
        return f"arn:aws:{service}:{self.region}:{self.account_id}:{name}"

    def _key(self, key: str) -> str:
        """Returns the ARN of a key that is named by ARN, id or alias."""
        known = kms_backends[self.account_id][self.region]
        found = known.get_key_id_from_alias(key) if "alias/" in key else key
        return found if str(found).startswith("arn:") else self._arn("kms", f"key/{found}")


def _failed(
    step: str,
    *,
    fetch: str,
    why: str,
    retried: str = "service call has been retried 1 time(s): ",
    end: str = "",
) -> NotStartedError:
    told = f"{why} status code: 400, request id: {uuid4()}{end}"
    return NotStartedError(f"ResourceInitializationError: {step}: {retried}{fetch}{told}")


def _is_trusted(role: str, *, account_id: str) -> bool:
    """Returns whether the trust policy of a role lets ECS tasks assume it; false if there is no such role.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
    """
    try:
        policy = iam_backends[account_id][verdict.PARTITION].get_role(role).assume_role_policy_document
    except NotFoundException:
        return False
    statements = json.loads(policy)["Statement"]
    for statement in [statements] if isinstance(statements, dict) else statements:
        principal = statement.get("Principal", {})
        services = principal.get("Service", []) if isinstance(principal, dict) else principal
        if statement.get("Effect") == "Allow" and {_TASKS, "*"} & {
            *([services] if isinstance(services, str) else services)
        }:
            return True
    return False
