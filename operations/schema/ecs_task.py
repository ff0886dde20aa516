"""Runs a task on Fargate once, waits for its end, and returns its log. In: an account, a place. Out: exit code, lines.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from errors import CounterPromoError
from operations.schema.start_failures import explain_start

if TYPE_CHECKING:
    from aws.identity import Account

POLL_SECONDS = 2.0
WAIT_SECONDS = 1800
STARTED_BY = "counterpromo schema"
_STOPPED = "STOPPED"


@dataclass(frozen=True, kw_only=True)
class TaskPlace:
    """The place of a task: the subnets and security groups of an ECS service. `log_prefix` begins its log stream.

    `environment` is named in errors.
    """

    cluster: str
    service: str
    family: str
    container: str
    environment: str
    log_group: str
    log_prefix: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A task that has ended, with the lines of its log."""

    arn: str
    exit_code: int
    lines: tuple[str, ...]


def run(account: Account, place: TaskPlace, arguments: Sequence[str]) -> Ended:
    """Runs the task with these arguments as its command.

    Raises CounterPromoError if AWS refuses it, if it cannot start, or if it does not end in time.
    """
    from aws.errors import FAILURES, explain

    step = ("ecs", "DescribeServices")
    try:
        ecs = account.session.client("ecs")
        network = _network(ecs, place)
        step = ("ecs", "RunTask")
        arn = _start(ecs, place, network=network, arguments=arguments)
        step = ("ecs", "DescribeTasks")
        container = _wait(ecs, place, arn)
        step = ("logs", "GetLogEvents")
        lines = _lines(account.session.client("logs"), place, arn.rpartition("/")[2])
    except FAILURES as failure:
        raise explain(failure, service=step[0], operation=step[1]) from failure
    return Ended(arn=arn, exit_code=container["exitCode"], lines=lines)


def _network(ecs: Any, place: TaskPlace) -> Mapping[str, Any]:
    """Returns the subnets and security groups of the service."""
    found = ecs.describe_services(cluster=place.cluster, services=[place.service])["services"]
    if not found or found[0]["status"] != "ACTIVE":
        raise CounterPromoError(
            f"service {place.service}, whose subnets and security groups the task uses, does not exist in cluster "
            f"{place.cluster}",
            cure="counterpromo apply first, or correct schema_task.service",
        )
    configuration: Mapping[str, Any] = found[0]["networkConfiguration"]
    return configuration


def _start(ecs: Any, place: TaskPlace, *, network: Mapping[str, Any], arguments: Sequence[str]) -> str:
    """Starts the task and returns its ARN. botocore adds a client token, so a repeated request starts no second task.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
    """
    answer = ecs.run_task(
        cluster=place.cluster,
        taskDefinition=place.family,
        launchType="FARGATE",
        networkConfiguration=network,
        overrides={"containerOverrides": [{"name": place.container, "command": list(arguments)}]},
        startedBy=STARTED_BY,
    )
    if not answer["tasks"]:
        reasons = ", ".join(str(each.get("reason", "")) for each in answer.get("failures", [])) or "no reason given"
        raise CounterPromoError(f"ECS did not start the task {place.family}: {reasons}", cure="run the command again")
    return str(answer["tasks"][0]["taskArn"])


def _wait(ecs: Any, place: TaskPlace, arn: str) -> Mapping[str, Any]:
    """Waits until the task has ended, and returns its container, which has an exit code."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        found = ecs.describe_tasks(cluster=place.cluster, tasks=[arn])["tasks"]
        if found and found[0]["lastStatus"] == _STOPPED:
            break
        if time.monotonic() > deadline:
            raise CounterPromoError(
                f"task {arn} has not ended within {WAIT_SECONDS // 60} minutes, and still runs",
                cure=f"read log group {place.log_group}; end it with: aws ecs stop-task --cluster {place.cluster} "
                f"--task {arn}",
            )
        time.sleep(POLL_SECONDS)
    task = found[0]
    container: Mapping[str, Any] = next(each for each in task["containers"] if each["name"] == place.container)
    if container.get("exitCode") is None:
        reason = task.get("stoppedReason") or container.get("reason") or "no reason given"
        cause, cure = explain_start(str(reason), environment=place.environment)
        said = "" if cause == reason else f"; ECS says: {reason}"
        raise CounterPromoError(f"the task {place.family} could not start: {cause}{said}", cure=cure)
    return container


def _lines(logs: Any, place: TaskPlace, task: str) -> tuple[str, ...]:
    """Returns the messages of the task's stream. AWS gives the same token twice at the end of a stream.

    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
    """
    stream = f"{place.log_prefix}/{place.container}/{task}"
    found: list[str] = []
    token: str | None = None
    while True:
        more = {"nextToken": token} if token else {}
        answer = logs.get_log_events(logGroupName=place.log_group, logStreamName=stream, startFromHead=True, **more)
        found += [str(event["message"]) for event in answer["events"]]
        if answer["nextForwardToken"] == token:
            return tuple(found)
        token = answer["nextForwardToken"]
