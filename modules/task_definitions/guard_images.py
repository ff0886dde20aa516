"""Guards the image of a container: the registry and the repository that it comes from, and its digest."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from guard.verdict import Finding, Severity, finding_on
from reach.model.images import ECR_HOST, split
from terraform.plan.change import Change

_Container = Mapping[str, Any]
_PRIVATE_ECR = re.compile(ECR_HOST)
_REPORTED, _BLOCKED = Severity.REPORTED, Severity.BLOCKED


def image(
    change: Change, name: str, live: _Container, planned: _Container, *, account: str, runs: bool
) -> Iterator[Finding]:
    """Yields a finding if an image comes from a registry that is neither this account's nor the one of today.

    The image of a new task definition names its registry for the first time: reported, and blocked if it is another
    account's. A new container beside those that run gets their role and their network: blocked, except for AWS's own.
    Another repository of the same registry is reported: it holds another program.
    """
    if "@sha256:" in str(live.get("image")) and "@sha256:" not in str(planned.get("image")):
        yield finding_on("image-tags-mutable", change, f"{name}: the image had a digest", severity=_REPORTED)
    place, before = _registry(planned.get("image")), _registry(live.get("image"))
    owner = _PRIVATE_ECR.fullmatch(place[0])
    repositories = [_repository(one.get("image")) for one in (live, planned)]
    if live and place[0] == before[0] and repositories[0] != repositories[1] and (owner or place == before):
        yield finding_on("image-exchanged", change, f"{name}: {' -> '.join(repositories)[:120]}", severity=_REPORTED)
    if place == before or (owner and owner["account"] == account):
        return
    beside = runs and not (place[0] == "public.ecr.aws" and place[1].startswith("aws-"))
    severity = _BLOCKED if live or owner or beside else _REPORTED
    yield finding_on("image-from-elsewhere", change, f"{name}: {'/'.join(place)}", severity=severity)


def _repository(image: Any) -> str:
    """Returns the repository of an image, without its registry and tag."""
    host, path = split(str(image or "").partition("@")[0])
    name = path.rpartition(":")[0] or path
    return name if "/" in name or host != "docker.io" else f"library/{name}"


def _registry(image: Any) -> tuple[str, ...]:
    """Returns the host of an image, and its namespace where a registry has many owners."""
    host, path = split(str(image or "").partition("@")[0])
    if _PRIVATE_ECR.fullmatch(host):
        return (host,)
    namespace, slash, _ = path.partition("/")
    return (host, namespace if slash else "library")
