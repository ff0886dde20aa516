"""A service writes its logs to CloudWatch: a task that cannot does not start.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
"""

from __future__ import annotations

from collections.abc import Iterator

from reach.hops import Hop, Path, Phase, checked
from reach.model.environment import Environment
from reach.model.services import Container, Service
from reach.paths.caller import Call, call, once, role_hop


def write_logs(environment: Environment, service: Service) -> Iterator[Path]:
    """Yields one path for each container that logs to CloudWatch."""
    for container in service.containers or ():
        if container.log_group is not None:
            yield Path(
                service=service.key,
                does=f"write logs to {container.log_group}",
                phase=Phase.START,
                rule="logs-not-written",
                ends=(service.key, "CloudWatch Logs"),
                target=container.log_group,
                hops=once(_hops(environment, service, container, container.log_group)),
            )


def _hops(environment: Environment, service: Service, container: Container, group: str) -> Iterator[Hop]:
    arn = f"arn:aws:logs:{environment.region}:{environment.account}:log-group:{group}"
    yield role_hop(environment, service, service.execution_role, purpose="execution role")
    if not container.creates_log_group:
        yield _there(environment, group)
    streams = f"{arn}:log-stream:{container.log_streams}"
    actions = {"logs:CreateLogStream": streams, "logs:PutLogEvents": streams}
    if container.creates_log_group and group not in environment.log_groups:
        actions = {"logs:CreateLogGroup": arn, **actions}
    for action, resource in actions.items():
        what = Call(service="logs", actions=(action,), resource=resource)
        yield from call(environment, service, role=service.execution_role, what=what)


def _there(environment: Environment, group: str) -> Hop:
    there = group in environment.log_groups
    absent = not there and "log_group" in environment.whole
    return checked(
        f"log group {group}",
        True if there else (False if absent else None),
        detail=f"log group {group} does not exist",
        cure=f"a log group {group}, for example cluster.log_group",
        unknown=f"log group {group} is not in the settings: it may exist",
    )
