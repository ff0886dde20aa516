"""Containers that get their code, their servers or their trust from another place than today. Bad cases first."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity, Verdict
from tests.guard.plans import ACCOUNT, Json, judge, plan, replace, rules

TASK = "aws_ecs_task_definition.api"
ECR = f"{ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com"
LIVE: Json = {"name": "api", "image": f"{ECR}/api:1", "command": ["node", "server.js"], "user": "1000"}


def verdict(live: Json | None = None, **over: Any) -> Verdict:
    before = {**LIVE, **(live or {})}
    sides = [{"container_definitions": json.dumps([one]), "skip_destroy": True} for one in (before, {**before, **over})]
    return judge(plan(replace(TASK, *sides)))


def variable(name: str, value: str) -> Json:
    return {"environment": [{"name": name, "value": value}]}


@pytest.mark.parametrize(
    "command",
    ["pip install evil && node x", "aws s3 cp s3://evil/x /x", "npm -g install evil", "apk add --no-cache evil; evil"],
)
def test_command_that_installs_what_it_runs_is_blocked(command: str) -> None:
    assert rules(verdict(command=["sh", "-c", command])) == {"container-fed-from-elsewhere"}


@pytest.mark.parametrize("command", ["npm run start", "npx prisma migrate deploy && node server.js", "yarn start"])
def test_command_that_runs_what_the_image_has_is_reported(command: str) -> None:
    found = verdict(command=["sh", "-c", command])
    assert found.passed
    assert rules(found, Severity.REPORTED) == {"container-started-otherwise"}


@given(
    st.sampled_from(["", "0", "root", "0:0", "root:app", "1000", "app", "1000:0"]), st.sampled_from(["0", "1000", ""])
)
def test_only_root_or_the_user_of_the_image_gets_more_rights(user: str, live: str) -> None:
    found = verdict({"user": live}, user=user)
    assert found.passed is (user == live or user.partition(":")[0] not in ("", "0", "root"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("PGSSLMODE", "verify-full"), ("PGSSLMODE", "disable")),
        (("DB_SSL", "true"), ("DB_SSL", "false")),
        (("REDIS_TLS_ENABLED", "1"), ("REDIS_TLS_ENABLED", "0")),
        (("DATABASE_URL", "postgres://db/a?sslmode=require"), ("DATABASE_URL", "postgres://db/a?sslmode=disable")),
    ],
)
def test_end_of_encryption_is_blocked_and_a_new_variable_reported(
    before: tuple[str, str], after: tuple[str, str]
) -> None:
    assert rules(verdict(variable(*before), **variable(*after))) == {"transport-weakened"}
    new = verdict(**variable(*after))
    assert new.passed
    assert "transport-weakened" in rules(new, Severity.REPORTED)
    assert verdict(variable(*after), **variable(*before)).passed


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SMTP_HOST", "mail.example.net:25", True),
        ("KAFKA_BROKERS", "a.example.net:9092,b.example.net:9092", True),
        ("REDIS_SERVER", "203.0.113.9", True),
        ("QUEUE_ENDPOINT", "sqs.eu-west-2.amazonaws.com", False),
        ("NO_PROXY", "169.254.169.254", False),
        ("ENTRY", "server.js", False),
        ("APP_VERSION", "1.2.3", False),
    ],
)
def test_host_without_a_scheme_is_another_server(name: str, value: str, said: bool) -> None:
    found = verdict(**variable(name, value))
    assert found.passed
    assert ("server-named" in rules(found, Severity.REPORTED)) is said


@pytest.mark.parametrize(
    ("live", "image", "said"),
    [
        (f"{ECR}/api:1", f"{ECR}/other-team:1", True),
        (f"{ECR}/api:1", f"{ECR}/api:2", False),
        (f"{ECR}/api:1", f"{ECR}/api@sha256:{'0' * 64}", False),
        ("nginx", "library/nginx:1", False),
        ("public.ecr.aws/nginx/nginx:1", f"{ECR}/web:1", False),
    ],
)
def test_image_of_another_repository_is_reported(live: str, image: str, said: bool) -> None:
    found = verdict({"image": live}, image=image)
    assert found.passed
    assert ("image-exchanged" in rules(found, Severity.REPORTED)) is said


def test_further_authority_is_reported() -> None:
    found = verdict(**variable("NODE_EXTRA_CA_CERTS", "/app/rds.pem"))
    assert found.passed
    assert rules(found, Severity.REPORTED) == {"container-fed-from-elsewhere"}
