"""Makes the services: each runs the newest active revision of its task, or a pinned revision.

The API's service was made before there was a naming rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console, Tags
from sandbox.handmade.ecs.cluster import CLUSTER, WEB_SERVICE, WORKER_SERVICE, ecs_tags
from sandbox.handmade.ecs.tasks import DEV_API_TASK, DEV_WEB_TASK, DEV_WORKER_TASK, TaskForm, register
from sandbox.handmade.iam.roles import Roles
from sandbox.handmade.load_balancer import LoadBalancer
from sandbox.handmade.network import Network
from sandbox.handmade.secrets import Secrets
from sandbox.handmade.security_groups import SecurityGroups
from sandbox.handmade.traffic_rules import API, WEB, WORKER


@dataclass(frozen=True, kw_only=True)
class ServiceForm:
    """One service and its task. The console ticks circuit breaker, rollback and managed tags by default.

    Without `made`, only the task exists; `running` is the revision that the service is pinned to.
    """

    name: str
    task: TaskForm
    group: str
    made: bool = True
    running: int | None = None
    desired: int = 1
    capacity_provider: str | None = None
    circuit_breaker: bool = True
    rollback: bool = True
    healthy_percent: tuple[int, int] = (100, 200)
    zone_rebalancing: bool = False
    grace_seconds: int | None = None
    managed_tags: bool = True
    execute_command: bool = False
    tags: Tags = field(default_factory=dict)


DEV_SERVICES = (
    ServiceForm(name=WEB_SERVICE, task=DEV_WEB_TASK, group=WEB),
    ServiceForm(name="counterpromo-dev-api-service", task=DEV_API_TASK, group=API, grace_seconds=60),
    ServiceForm(name=WORKER_SERVICE, task=DEV_WORKER_TASK, group=WORKER),
)


def make_services(
    console: Console,
    forms: tuple[ServiceForm, ...],
    *,
    network: Network,
    groups: SecurityGroups,
    balancer: LoadBalancer,
    roles: Roles,
    secrets: Secrets,
) -> None:
    """Registers each task's revisions in order, then makes the service."""
    targets = targets_of(balancer)
    for absent in {form.task.key for form in DEV_SERVICES} - {form.task.key for form in forms}:
        console.notes.left_out("aws_ecs_task_definition", f"{absent} task definition")
        console.notes.left_out("aws_ecs_service", f"{absent} service")
    for form in forms:
        register(console, form.task, roles=roles, secrets=secrets)
        if form.made:
            run(console, form, network=network, groups=groups, targets=targets)
        else:
            console.notes.left_out("aws_ecs_service", f"{form.task.key} service")


def targets_of(balancer: LoadBalancer) -> dict[str, str]:
    """Returns the target group of each load-balanced task, by the task's key."""
    return {"web": balancer.web_targets, "api": balancer.api_targets}


def run(
    console: Console, form: ServiceForm, *, network: Network, groups: SecurityGroups, targets: Mapping[str, str]
) -> None:
    """Makes the service of a registered task; `targets` are the target groups by the task's key."""
    task, addresses = form.task, {"subnets": list(network.private_subnets), "assignPublicIp": "DISABLED"}
    minimum, maximum = form.healthy_percent
    console.client("ecs").create_service(
        cluster=CLUSTER,
        serviceName=form.name,
        taskDefinition=f"{task.family}:{form.running}" if form.running else task.family,
        desiredCount=form.desired,
        platformVersion="LATEST",
        schedulingStrategy="REPLICA",
        deploymentController={"type": "ECS"},
        deploymentConfiguration={
            "deploymentCircuitBreaker": {"enable": form.circuit_breaker, "rollback": form.rollback},
            "maximumPercent": maximum,
            "minimumHealthyPercent": minimum,
        },
        availabilityZoneRebalancing="ENABLED" if form.zone_rebalancing else "DISABLED",
        enableECSManagedTags=form.managed_tags,
        enableExecuteCommand=form.execute_command,
        networkConfiguration={"awsvpcConfiguration": {**addresses, "securityGroups": [groups[form.group]]}},
        tags=ecs_tags(form.tags),
        **_launched_by(form),
        **_balanced(task, targets, grace_seconds=form.grace_seconds),
    )
    console.notes.made("aws_ecs_service", f"{CLUSTER}/{form.name}", f"{task.key} service")


def _launched_by(form: ServiceForm) -> dict[str, Any]:
    """Returns the launch type or the capacity provider; AWS accepts only one of them."""
    if not form.capacity_provider:
        return {"launchType": "FARGATE"}
    return {"capacityProviderStrategy": [{"capacityProvider": form.capacity_provider, "weight": 1, "base": 0}]}


def _balanced(task: TaskForm, targets: Mapping[str, str], *, grace_seconds: int | None) -> dict[str, Any]:
    if task.key not in targets:
        return {"loadBalancers": []}
    target = {
        "targetGroupArn": targets[task.key],
        "containerName": task.container,
        "containerPort": task.port,
    }
    grace = {"healthCheckGracePeriodSeconds": grace_seconds} if grace_seconds is not None else {}
    return {"loadBalancers": [target], **grace}
