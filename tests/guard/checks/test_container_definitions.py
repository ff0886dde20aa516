"""Container definitions: what weakens a container is blocked, and text that cannot be parsed is, too."""

import json
from typing import Any

import pytest

from guard.verdict import Mode, Severity
from tests.guard.plans import Json, blocked, create, judge, keep, plan, replace, rules


def container(**over: Any) -> str:
    return json.dumps([{"name": "api", "image": "api:1", "environment": [], "secrets": [], **over}])


CONTAINERS = [
    ({}, {"privileged": True}, "container-privileged"),
    ({}, {"user": "root"}, "container-privileged"),
    ({}, {"linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}}}, "container-privileged"),
    ({"readonlyRootFilesystem": True}, {}, "container-privileged"),
    ({}, {"mountPoints": [{"sourceVolume": "x"}]}, "container-privileged"),
    ({}, {"systemControls": [{"namespace": "net", "value": "1"}]}, "container-privileged"),
    ({}, {"dockerSecurityOptions": ["label"]}, "container-privileged"),
    ({}, {"repositoryCredentials": {"credentialsParameter": "x"}}, "container-privileged"),
    ({"logConfiguration": {"logDriver": "awslogs"}}, {}, "logging-off"),
    ({"secrets": [{"name": "A", "valueFrom": "b"}]}, {}, "secret-removed"),
    ({}, {"environment": [{"name": "DB_PASSWORD", "value": "hunter2"}]}, "secret-in-plain"),
    ({}, {"environment": [{"name": "STRIPE_API_KEY", "value": "x"}]}, "secret-in-plain"),
    ({}, {"environment": [{"name": "ANYTHING", "value": "sk_live_4eC39Hq"}]}, "secret-in-plain"),
    ({}, {"environment": [{"name": "DATABASE_URL", "value": "postgres://me:hunter2@db/x"}]}, "secret-in-plain"),
]


@pytest.mark.parametrize(("before", "after", "rule"), CONTAINERS)
def test_container_that_becomes_weaker_is_blocked(before: Json, after: Json, rule: str) -> None:
    address = "aws_ecs_task_definition.api"
    sides = ({"container_definitions": container(**each)} for each in (before, after))
    verdict = judge(plan(replace(address, *sides)))
    assert blocked(verdict) == {(rule, address)}
    assert "hunter2" not in str(verdict)


PLAIN = "arn:aws:ssm:eu-west-2:437064342167:parameter/counterpromo/dev/db/host"
SECRET = "arn:aws:secretsmanager:eu-west-2:437064342167:secret:counterpromo/dev/db-abcdef"
HOST = {"name": "DB_HOST", "value": "db"}


@pytest.mark.parametrize(
    ("before", "after", "rule", "severity"),
    [
        ({"environment": [HOST]}, {}, "variable-removed", Severity.REPORTED),
        ({"secrets": [{"name": "DB_HOST", "valueFrom": PLAIN}]}, {}, "variable-removed", Severity.REPORTED),
        ({"secrets": [{"name": "DB_HOST", "valueFrom": SECRET}]}, {}, "secret-removed", Severity.BLOCKED),
        ({"secrets": [{"name": "DB_HOST", "valueFrom": f"{PLAIN}2"}]}, {}, "secret-removed", Severity.BLOCKED),
        ({"secrets": [{"name": "DB_HOST", "valueFrom": SECRET}]}, {"environment": [HOST]}, "secret-removed", None),
        ({"secrets": [{"name": "DB_HOST", "valueFrom": PLAIN}]}, {"environment": [HOST]}, "", None),
    ],
)
def test_variable_that_goes_is_reported_and_a_secret_is_blocked(
    before: Json, after: Json, rule: str, severity: Severity | None
) -> None:
    """A text parameter is no secret; one that the plan does not know, or that is encrypted, may be one."""
    parameters = (
        keep("aws_ssm_parameter.host", {"arn": PLAIN, "type": "String"}),
        keep("aws_ssm_parameter.password", {"arn": f"{PLAIN}2", "type": "SecureString"}),
    )
    sides = ({"container_definitions": container(**each)} for each in (before, after))
    verdict = judge(plan(replace("aws_ecs_task_definition.api", *sides), *parameters))
    assert rules(verdict, *([severity] if severity else [])) == ({rule} if rule else set())


@pytest.mark.parametrize(
    "as_it_is", [{"privileged": True}, {"readonlyRootFilesystem": True}, {"logConfiguration": {"logDriver": "awslogs"}}]
)
def test_container_without_changes_passes(as_it_is: Json) -> None:
    sides = ({"container_definitions": container(**as_it_is, **more)} for more in ({}, {"image": "api:2"}))
    assert judge(plan(replace("aws_ecs_task_definition.api", *sides))).passed


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", None, "null", "[" * 100_000])
def test_container_definitions_that_cannot_be_parsed_are_blocked(text: str | None) -> None:
    document = plan(
        replace("aws_ecs_task_definition.api", {"container_definitions": container()}, {"container_definitions": text})
    )
    assert rules(judge(document)) == {"unknown-until-apply"}


def test_unknown_container_definitions_pass_only_in_a_first_build() -> None:
    entry = create("aws_ecs_task_definition.api", after_unknown={"container_definitions": True})
    assert rules(judge(plan(entry))) == {"unknown-until-apply"}
    first = judge(plan(entry), mode=Mode.CREATE)
    assert first.passed
    assert rules(first, Severity.REPORTED) == {"unknown-until-apply"}
