"""The services: each runs the newest revision of its task that was not deregistered.

The API's service was made before there was a rule for names.
"""

from __future__ import annotations

from sandbox.handmade.cluster import API_SERVICE, CLUSTER, WEB_SERVICE, WORKER_SERVICE
from sandbox.handmade.console import Console
from sandbox.handmade.identity import Roles
from sandbox.handmade.load_balancer import LoadBalancer
from sandbox.handmade.network import Network
from sandbox.handmade.secrets import Secrets
from sandbox.handmade.security_groups import SecurityGroups
from sandbox.handmade.tasks import Task, api_task, register, web_task, worker_task


def make_services(
    console: Console,
    *,
    network: Network,
    groups: SecurityGroups,
    balancer: LoadBalancer,
    roles: Roles,
    secrets: Secrets,
) -> None:
    """Register each task's revisions as they came, then run it."""
    web = web_task()
    register(console, web, roles, tags=("1.27", "latest"), deregistered=(1,))
    _run(console, web, WEB_SERVICE, network=network, group=groups.web, targets=balancer.web_targets)

    api = api_task(console, secrets)
    register(console, api, roles, tags=("v1", "v2", "v3", "latest"), deregistered=(1,))
    targets = balancer.api_targets
    _run(console, api, API_SERVICE, network=network, group=groups.api, targets=targets, grace_seconds=60)

    worker = worker_task(console, secrets)
    register(console, worker, roles, tags=("v1", "latest", "broken"), deregistered=(3,))
    _run(console, worker, WORKER_SERVICE, network=network, group=groups.worker)


def _run(
    console: Console,
    task: Task,
    service: str,
    *,
    network: Network,
    group: str,
    targets: str | None = None,
    grace_seconds: int | None = None,
) -> None:
    """The console's form: circuit breaker with rollback and managed tags are ticked already."""
    balanced = [{"targetGroupArn": targets, "containerName": task.name, "containerPort": task.port}] if targets else []
    addresses = {"subnets": list(network.private_subnets), "securityGroups": [group], "assignPublicIp": "DISABLED"}
    console.client("ecs").create_service(
        cluster=CLUSTER,
        serviceName=service,
        taskDefinition=task.family,
        desiredCount=1,
        launchType="FARGATE",
        platformVersion="LATEST",
        schedulingStrategy="REPLICA",
        deploymentController={"type": "ECS"},
        deploymentConfiguration={
            "deploymentCircuitBreaker": {"enable": True, "rollback": True},
            "maximumPercent": 200,
            "minimumHealthyPercent": 100,
        },
        availabilityZoneRebalancing="DISABLED",
        enableECSManagedTags=True,
        enableExecuteCommand=False,
        networkConfiguration={"awsvpcConfiguration": addresses},
        loadBalancers=balanced,
        **({"healthCheckGracePeriodSeconds": grace_seconds} if grace_seconds is not None else {}),
    )
