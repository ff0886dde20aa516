"""Fills in the forms of cluster and services: launch type, deployments, size and containers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sandbox.handmade.ecs.cluster import ClusterForm
from sandbox.handmade.ecs.services import DEV_SERVICES, ServiceForm
from sandbox.handmade.ecs.tasks import TaskForm
from sandbox.seeded.tags import more_tags

SIZES = {"small": ("256", "512"), "medium": ("512", "2048"), "large": ("1024", "3072")}
MORE_ENVIRONMENT = {"LOG_LEVEL": "debug", "STRIPE_WEBHOOK_PATH": "/webhooks/stripe", "FEATURES": '{"newCheckout":true}'}
SIGNS = {"LOG_FORMAT": '%{level} ${message} "quoted"', "GREETING": "Grüße, 100 % Rabatt", "EMPTY": ""}
ENVIRONMENT: Mapping[str, Mapping[str, str]] = {"as documented": {}, "more": MORE_ENVIRONMENT, "with signs": SIGNS}
DESIRED = {
    "one each": {},
    "two of the API": {"api": 2},
    "no worker": {"worker": 0},
}
CIRCUIT_BREAKER = {"on, with rollback": (True, True), "on": (True, False), "off": (False, False)}


def fill_cluster(choices: Mapping[str, str]) -> ClusterForm:
    """Fills in the cluster; one from the console may have Fargate's two capacity providers."""
    days = choices["cluster.log_days"]
    return ClusterForm(
        insights=choices["cluster.insights"],
        retention_days=None if days == "for ever" else int(days),
        providers=("FARGATE", "FARGATE_SPOT") if choices["services.launch"] == "capacity provider" else (),
        tags=more_tags(choices["cluster.tags"]),
    )


def fill_services(choices: Mapping[str, str]) -> tuple[ServiceForm, ...]:
    """Fills in web and api, and worker if it was made."""
    there = [form for form in DEV_SERVICES if form.task.key != "worker" or _worker(choices) != "nothing ever made"]
    return tuple(_service(choices, form) for form in there)


def _worker(choices: Mapping[str, str]) -> str:
    return choices["services.worker"]


def _service(choices: Mapping[str, str], form: ServiceForm) -> ServiceForm:
    key, task = form.task.key, _task(choices, form.task)
    circuit_breaker, rollback = CIRCUIT_BREAKER[choices["services.circuit_breaker"]]
    minimum, maximum = (int(percent) for percent in choices["services.healthy_percent"].split(" to "))
    return replace(
        form,
        name=choices["services.api_name"] if key == "api" else form.name,
        task=task,
        made=key != "worker" or _worker(choices) == "runs",
        running=_older(task) if choices["services.running"] == "an older revision" and key != "web" else None,
        desired=DESIRED[choices["services.desired"]].get(key, 1),
        capacity_provider="FARGATE" if choices["services.launch"] == "capacity provider" else None,
        circuit_breaker=circuit_breaker,
        rollback=rollback,
        healthy_percent=(minimum, maximum),
        zone_rebalancing=choices["services.zone_rebalancing"] == "on",
        grace_seconds=int(choices["services.grace_seconds"]) if task.port else None,
        managed_tags=choices["services.managed_tags"] == "on",
        execute_command=choices["services.execute_command"] == "on",
        tags=more_tags(choices["services.tags"]),
    )


def _older(task: TaskForm) -> int | None:
    """Returns the active revision before the newest one, if there is one."""
    active = [number for number in range(1, task.newest) if number not in task.deregistered]
    return active[-1] if active else None


def _task(choices: Mapping[str, str], form: TaskForm) -> TaskForm:
    cpu, memory = SIZES[choices["tasks.sizes"]] if form.key == "api" else (form.cpu, form.memory)
    image_tags, deregistered = _revisions(choices["tasks.revisions"], form)
    return replace(
        form,
        container=f"counterpromo-{form.key}" if choices["tasks.containers"] == "by product" else form.container,
        cpu=cpu,
        memory=memory,
        environment={**form.environment, **(ENVIRONMENT[choices["tasks.environment"]] if form.key != "web" else {})},
        by_console=choices["tasks.written_by"] == "console",
        image_tags=image_tags,
        deregistered=deregistered,
    )


def _revisions(choice: str, form: TaskForm) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Returns the image tags, one for each revision, and the deregistered revisions."""
    if choice == "only one":
        return ("latest",), ()
    if choice == "newest taken back":
        return ("v1", "v2", "latest", "broken"), (1, 4)
    return form.image_tags, form.deregistered
