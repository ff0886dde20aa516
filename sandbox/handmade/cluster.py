"""The cluster, its log group, and the names of what runs there."""

from __future__ import annotations

from sandbox.handmade.console import Console

CLUSTER = "counterpromo-dev-cluster"
LOG_GROUP = "/ecs/counterpromo-dev"
WEB_SERVICE = "counterpromo-dev-svc-web"
API_SERVICE = "counterpromo-dev-api-service"
WORKER_SERVICE = "counterpromo-dev-svc-worker"


def make_cluster(console: Console) -> None:
    """The log group first, with its retention; then the cluster."""
    logs = console.client("logs")
    logs.create_log_group(logGroupName=LOG_GROUP)
    logs.put_retention_policy(logGroupName=LOG_GROUP, retentionInDays=30)
    console.client("ecs").create_cluster(
        clusterName=CLUSTER, settings=[{"name": "containerInsights", "value": "disabled"}]
    )
