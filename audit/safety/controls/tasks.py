"""Controls of ECS services, task definitions and clusters, and of image repositories."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from audit.safety.control import REPLACES, REVISION, Control, has, must_be
from audit.safety.facts import Facts, Resource

_TASK = ("aws_ecs_task_definition",)
_REPOSITORY = ("aws_ecr_repository",)
# https://docs.aws.amazon.com/securityhub/latest/userguide/ecs-controls.html#ecs-8 names AWS keys; the other words are
# those that applications give to credentials.
_CREDENTIAL = re.compile(
    r"(AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|ECS_ENGINE_AUTH_DATA)|(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY"
    r"|PRIVATE_KEY|CREDENTIALS?)(_KEY)?$",
    re.IGNORECASE,
)


def _containers(definition: Resource) -> Iterator[Mapping[str, Any]]:
    try:
        listed = json.loads(definition.text("container_definitions"))
    except ValueError:
        return
    yield from (one for one in listed if isinstance(one, Mapping))


def _writable(definition: Resource, facts: Facts) -> str:
    names = [str(one.get("name")) for one in _containers(definition) if one.get("readonlyRootFilesystem") is not True]
    return f"container {', '.join(names)} may write its root file system" if names else ""


def _privileged(definition: Resource, facts: Facts) -> str:
    names = [str(one.get("name")) for one in _containers(definition) if one.get("privileged") is True]
    return f"container {', '.join(names)} is privileged" if names else ""


def _plain_credentials(definition: Resource, facts: Facts) -> str:
    names = [
        str(variable.get("name"))
        for one in _containers(definition)
        for variable in one.get("environment") or []
        if _CREDENTIAL.search(str(variable.get("name")))
    ]
    return f"the environment holds {', '.join(sorted(names))} as plain text" if names else ""


def _no_logs(definition: Resource, facts: Facts) -> str:
    names = [
        str(one.get("name"))
        for one in _containers(definition)
        if not (one.get("logConfiguration") or {}).get("logDriver")
    ]
    return f"container {', '.join(names)} has no log driver" if names else ""


def _insights(cluster: Resource, facts: Facts) -> str:
    values = [one.get("value") for one in cluster.blocks("setting") if one.get("name") == "containerInsights"]
    return "" if values and values[0] in ("enabled", "enhanced") else "Container Insights is off"


def _public(service: Resource, facts: Facts) -> str:
    return "its tasks get public addresses" if service.get("network_configuration.assign_public_ip") is True else ""


def _old_platform(service: Resource, facts: Facts) -> str:
    version = service.get("platform_version")
    return "" if version in (None, "", "LATEST", "1.4.0") else f"platform_version is {version}"


CONTROLS = (
    Control(
        id="ECS.2",
        title="ECS services should not have public IP addresses assigned to them automatically",
        of=("aws_ecs_service",),
        fault=_public,
        expected="private addresses only",
        cure="services.KEY.assign_public_ip = false",
    ),
    Control(
        id="ECS.3",
        title="ECS task definitions should not share the host's process namespace",
        of=_TASK,
        fault=must_be("pid_mode", None, "", "task"),
        expected="no pid_mode = host",
        cure="leave pid_mode out",
        changes=REVISION,
    ),
    Control(
        id="ECS.4",
        title="ECS containers should run as non-privileged",
        of=_TASK,
        fault=_privileged,
        expected="no privileged container",
        cure="services.KEY.container_more without privileged",
        changes=REVISION,
    ),
    Control(
        id="ECS.5",
        title="ECS task definitions should configure containers to be limited to read-only access to root filesystems",
        of=_TASK,
        fault=_writable,
        expected="readonlyRootFilesystem = true",
        cure="services.KEY.read_only_root = true, and the folders that the application writes in services.KEY.scratch",
        changes=REVISION,
    ),
    Control(
        id="ECS.8",
        title="Secrets should not be passed as container environment variables",
        of=_TASK,
        fault=_plain_credentials,
        expected="credentials injected from Secrets Manager",
        cure="move the variable from services.KEY.environment to services.KEY.secrets",
        changes=REVISION,
    ),
    Control(
        id="ECS.9",
        title="ECS task definitions should have a logging configuration",
        of=_TASK,
        fault=_no_logs,
        expected="a log driver",
        cure="services.KEY.log_prefix",
        changes=REVISION,
    ),
    Control(
        id="ECS.10",
        title="ECS Fargate services should run on the latest Fargate platform version",
        of=("aws_ecs_service",),
        fault=_old_platform,
        expected="LATEST",
        cure="leave platform_version out",
    ),
    Control(
        id="ECS.12",
        title="ECS clusters should use Container Insights",
        of=("aws_ecs_cluster",),
        fault=_insights,
        expected="Container Insights on",
        cure='cluster.container_insights = "enabled"',
    ),
    Control(
        id="ECR.1",
        title="ECR private repositories should have image scanning configured",
        of=_REPOSITORY,
        fault=must_be("image_scanning_configuration.scan_on_push", True),
        expected="scan_on_push = true",
        cure="images.KEY.scan_on_push = true",
    ),
    Control(
        id="ECR.2",
        title="ECR private repositories should have tag immutability configured",
        of=_REPOSITORY,
        fault=must_be("image_tag_mutability", "IMMUTABLE"),
        expected="IMMUTABLE",
        cure="images.KEY.immutable_tags = true",
    ),
    Control(
        id="ECR.3",
        title="ECR repositories should have at least one lifecycle policy configured",
        of=_REPOSITORY,
        needs=("aws_ecr_lifecycle_policy",),
        fault=has("aws_ecr_lifecycle_policy", "repository", own="name"),
        expected="a lifecycle policy",
        cure="images.KEY.keep_images",
    ),
    Control(
        id="ECR.5",
        title="ECR repositories should be encrypted with customer managed AWS KMS keys",
        of=_REPOSITORY,
        fault=must_be("encryption_configuration.encryption_type", "KMS"),
        expected="a customer managed key",
        cure="images.KEY.key = a key of [keys]",
        changes=REPLACES,
    ),
)
