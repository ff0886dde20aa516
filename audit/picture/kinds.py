"""Kinds of AWS services that tasks use: the paths and the endpoints that lead there, and the types that are listed."""

from __future__ import annotations

from dataclasses import dataclass

from reach.hops import Path


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind: its title, the rules of its paths, short names of the endpoints on the way, and its Terraform types."""

    title: str
    does: str
    rules: tuple[str, ...]
    endpoints: tuple[str, ...]
    types: tuple[str, ...] = ()


KINDS = (
    Kind(
        title="Image repositories",
        does="pull images",
        rules=("image-not-pulled",),
        endpoints=("ecr.api", "ecr.dkr", "s3"),
        types=("aws_ecr_repository",),
    ),
    Kind(
        title="Log groups",
        does="write logs",
        rules=("logs-not-written",),
        endpoints=("logs",),
        types=("aws_cloudwatch_log_group",),
    ),
    Kind(
        title="Secrets",
        does="inject secrets",
        rules=("secret-not-injected",),
        endpoints=("secretsmanager",),
        types=("aws_secretsmanager_secret",),
    ),
    Kind(
        title="Parameters",
        does="inject parameters",
        rules=("parameter-not-injected",),
        endpoints=("ssm",),
        types=("aws_ssm_parameter",),
    ),
    Kind(title="Queues", does="use queues", rules=("queue-unusable",), endpoints=("sqs",), types=("aws_sqs_queue",)),
    Kind(title="Buckets", does="use buckets", rules=("bucket-unusable",), endpoints=("s3",), types=("aws_s3_bucket",)),
)


def kind_of(path: Path) -> Kind | None:
    """Returns the kind that a path leads to; None for a path that stays in the VPC, or leads to a public registry."""
    if path.rule == "image-not-pulled" and not path.target:
        return None
    return next((kind for kind in KINDS if path.rule in kind.rules), None)


def state_words(path: Path) -> str:
    """Returns what a path does, without the name of what it leads to: one row for all paths of a kind."""
    kind = kind_of(path)
    if kind:
        return kind.does
    if path.rule == "database-unreachable":
        return f"use the database, tcp {path.port}"
    if path.rule == "service-unreachable":
        return f"be reached, tcp {path.port}"
    return path.does
