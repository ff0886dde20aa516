"""Makes the ECS cluster and its log group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.handmade.console import Console, Tags

CLUSTER = "counterpromo-dev-cluster"
LOG_GROUP = "/ecs/counterpromo-dev"
WEB_SERVICE = "counterpromo-dev-svc-web"
WORKER_SERVICE = "counterpromo-dev-svc-worker"


@dataclass(frozen=True, kw_only=True)
class ClusterForm:
    """`retention_days` None keeps logs for ever; `providers` are the capacity providers."""

    insights: str = "disabled"
    retention_days: int | None = 30
    providers: tuple[str, ...] = ()
    tags: Tags = field(default_factory=dict)


DEV_CLUSTER = ClusterForm()


def make_cluster(console: Console, form: ClusterForm) -> None:
    """Makes the log group with its retention, then the cluster."""
    logs = console.client("logs")
    logs.create_log_group(logGroupName=LOG_GROUP)
    if form.retention_days:
        logs.put_retention_policy(logGroupName=LOG_GROUP, retentionInDays=form.retention_days)
    console.notes.made("aws_cloudwatch_log_group", LOG_GROUP, "log group")
    console.client("ecs").create_cluster(
        clusterName=CLUSTER,
        settings=[{"name": "containerInsights", "value": form.insights}],
        tags=ecs_tags(form.tags),
        **({"capacityProviders": list(form.providers)} if form.providers else {}),
    )
    console.notes.made("aws_ecs_cluster", CLUSTER, "ECS cluster")
    if form.providers:
        console.notes.made_besides("aws_ecs_cluster_capacity_providers", CLUSTER, "capacity providers of the cluster")


def ecs_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Returns tags in the form of ECS."""
    return [{"key": key, "value": value} for key, value in tags.items()]
