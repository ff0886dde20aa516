"""Image repositories and their policies: found and matched. Mirrors modules/images.py. No image is looked at.

They are asked for only where the settings have any. A repository is told by its name alone: nothing else refers to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.name_filter import near
from imports.normalise import live
from modules.settings import Settings


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A policy of a repository: the call that reads it, the key of its reply, the code for "there is none"."""

    type: str
    operation: str
    key: str
    absent: str


_PARTS = (
    _Part(
        type="aws_ecr_lifecycle_policy",
        operation="get_lifecycle_policy",
        key="lifecyclePolicyText",
        absent="LifecyclePolicyNotFoundException",
    ),
    _Part(
        type="aws_ecr_repository_policy",
        operation="get_repository_policy",
        key="policyText",
        absent="RepositoryPolicyNotFoundException",
    ),
)


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Every repository of the region, and the policies of those that are ours by name."""
    if not settings.images:
        return []
    repositories = aws.listing("ecr", "describe_repositories", "repositories")
    ours = near(settings, names={image.name for image in settings.images.values()})
    names = [one["repositoryName"] for one in repositories if ours(one["repositoryName"])]
    parts = aws.each(lambda pair: _read(aws, *pair), [(name, part) for name in names for part in _PARTS])
    return [*(_repository(one) for one in repositories), *(part for part in parts if part)]


def _repository(repository: Mapping[str, Any]) -> Found:
    name = repository["repositoryName"]
    facts = {"name": name, "arn": repository["repositoryArn"], "repository_url": repository["repositoryUri"]}
    return live("aws_ecr_repository", name, facts, name=name)


def _read(aws: Aws, repository: str, part: _Part) -> Found | None:
    text = aws.reply_or_absent("ecr", part.operation, part.key, absent=(part.absent,), repositoryName=repository)
    return None if text is None else live(part.type, repository, {"repository": repository}, name=repository)
