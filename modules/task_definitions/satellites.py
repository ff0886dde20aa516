"""Metric filters and subscription filters of log groups. In: the AWS reader, log groups. Out: live parts, and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from imports.resource_type import joined
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import Read, part, read_parts

GROUP = "aws_cloudwatch_log_group"
METRIC, SUBSCRIPTION = "aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_subscription_filter"


def filters(aws: Aws, groups: Sequence[Found]) -> list[Found]:
    """Returns the filters of log groups."""
    return read_parts(aws, groups, _READS)


def _read(type_: str, operation: str, listed: str, *, by: str) -> Read:
    def finds(owner: Found, found: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
        for one in found:
            name = one["filterName"]
            facts = {"log_group_name": owner.id, "name": name}
            yield live(type_, f"{owner.id}{by}{name}", facts, name=name)

    return Read(
        service="logs",
        operation=operation,
        listed=listed,
        asks=lambda owner: {"logGroupName": owner.id},
        finds=finds,
    )


_READS = (
    _read(METRIC, "describe_metric_filters", "metricFilters", by=":"),
    _read(SUBSCRIPTION, "describe_subscription_filters", "subscriptionFilters", by="|"),
)


def rows(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    """Returns the rows of both types."""
    return (
        part(
            METRIC,
            of=GROUP,
            at="log_group_name",
            why="on a log group of ours",
            iam=iam,
            import_id=joined("log_group_name", "name", by=":"),
        ),
        part(
            SUBSCRIPTION,
            of=GROUP,
            at="log_group_name",
            why="on a log group of ours",
            iam=iam,
            import_id=joined("log_group_name", "name", by="|"),
        ),
    )


_NOT_ASKED = "import makes no call for it: few accounts have one, and it changes no log"
SATELLITES = (
    Satellites(
        of=GROUP,
        arguments=("log_group_name",),
        read=(METRIC, SUBSCRIPTION),
        left_out={
            "aws_cloudwatch_log_stream": "tasks make the streams of a log group",
            "aws_cloudwatch_log_data_protection_policy": _NOT_ASKED,
            "aws_cloudwatch_log_index_policy": _NOT_ASKED,
            "aws_directory_service_log_subscription": "it belongs to a directory of Directory Service",
        },
    ),
    Satellites(
        of="aws_ecs_task_definition",
        arguments=("task_definition",),
        left_out={"aws_ecs_task_set": "ECS makes the task sets of a blue/green deployment"},
    ),
)
