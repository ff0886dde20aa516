"""Finds image repositories and their policies. No image is read.

Nothing is asked if the settings have no images. A repository is matched by its name alone: nothing refers to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aws.reader import Aws
from imports.matching.name_filter import near
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A policy of a repository: the call that reads it, the key of the reply, the error code that means none."""

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
    """Returns every repository of the region, and the policies of those with our names."""
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
