"""Ownership: ARNs, credentials and backends of another account or region are blocked."""

from dataclasses import replace as but
from typing import Any

import pytest

from guard.expected import Claim
from guard.verdict import Severity
from tests.guard.plans import (
    EXPECTED,
    Json,
    blocked,
    create,
    drift,
    judge,
    keep,
    plan,
    rules,
    update,
)

QUEUE = "aws_sqs_queue.jobs"
THEIRS = "arn:aws:sqs:eu-west-2:123456789012:jobs"
ELSEWHERE = "arn:aws:sqs:us-east-1:437064342167:jobs"


@pytest.mark.parametrize(
    "value",
    [
        THEIRS,
        ELSEWHERE,
        f'{{"deadLetterTargetArn":"{THEIRS}"}}',
        "arn:aws-cn:sqs:eu-west-2:437064342167:jobs",
        "https://sqs.us-east-1.amazonaws.com/437064342167/jobs",
        "https://sqs.eu-west-2.amazonaws.com/123456789012/jobs",
        ["x", {"deep": [THEIRS]}],
        {THEIRS: "as a name"},
    ],
)
def test_arn_of_another_account_or_region_is_blocked_and_not_waivable(value: Any) -> None:
    cluster = "aws_ecs_cluster.it"
    for document in (
        plan(keep(cluster, {"x": value})),
        plan(update(cluster, {"x": value}, {})),
        plan(create(cluster, {"x": value})),
        plan(keep(cluster), resource_drift=[drift(cluster, {"x": value}, {})]),
    ):
        found = [one for one in judge(document).of(Severity.BLOCKED) if one.rule == "identity"]
        assert [one.address for one in found][:1] == [cluster]
        assert not any(one.waivable for one in found)
    output = {"o": {"actions": ["create"], "before": None, "after": value}}
    assert ("identity", "output.o") in blocked(judge(plan(keep(cluster), output_changes=output)))


@pytest.mark.parametrize("name", ["replica", "policy", "assume_role_policy", "kms_key_id", "replicate_source_db"])
def test_reference_to_another_account_or_region_that_the_plan_keeps_passes(name: str) -> None:
    secret = "aws_secretsmanager_secret.it"
    assert judge(plan(keep(secret, {name: THEIRS}))).findings == ()
    for changed in (plan(update(secret, {name: ""}, {name: THEIRS})), plan(create(secret, {name: THEIRS}))):
        assert ("identity", secret) in blocked(judge(changed))
    assert ("identity", secret) in blocked(judge(plan(keep(secret, {name: THEIRS, "arn": THEIRS}))))


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:sqs:eu-west-2:437064342167:jobs",
        "arn:aws:s3:::a-bucket",
        "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        "arn:aws:iam::437064342167:role/x",
        "arn:aws:logs:*:*:*",
        "arn:aws:iam::652711504416:root",
        "https://sqs.eu-west-2.amazonaws.com/437064342167/jobs",
        "an arn: of no kind",
    ],
)
def test_arns_of_this_account_and_of_aws_pass(value: str) -> None:
    assert judge(plan(keep("aws_ecs_cluster.it", {"x": value}))).findings == ()


def test_import_id_of_another_account_is_blocked() -> None:
    assert ("identity", QUEUE) in blocked(judge(plan(keep(QUEUE, importing={"id": THEIRS}))))


def test_resource_with_another_owner_is_blocked() -> None:
    for name in ("owner_id", "registry_id"):
        assert ("identity", "aws_vpc.it") in blocked(judge(plan(keep("aws_vpc.it", {name: "123456789012"}))))
        assert judge(plan(keep("aws_vpc.it", {name: "437064342167"}))).passed
    assert judge(plan(keep("aws_vpc.it", {"owner_id": "amazon"}))).passed


@pytest.mark.parametrize(
    ("claim", "passes"),
    [
        (Claim(where="the credentials", account="437064342167", region="eu-west-2"), True),
        (Claim(where="the backend", account="", region="eu-west-2"), True),
        (Claim(where="the backend", account="", region="us-east-1"), False),
        (Claim(where="the credentials", account="123456789012", region="eu-west-2"), False),
        (Claim(where="the credentials", account="123456789012", region=""), False),
    ],
)
def test_credentials_or_backend_of_another_account_are_blocked(claim: Claim, passes: bool) -> None:
    verdict = judge(plan(keep(QUEUE)), expected=but(EXPECTED, claims=(claim,)))
    assert verdict.passed is passes
    assert passes or claim.where in verdict.findings[0].detail


@pytest.mark.parametrize(
    ("type_", "values", "passes"),
    [
        ("aws_caller_identity", {"account_id": "123456789012"}, False),
        ("aws_caller_identity", {"account_id": "437064342167"}, True),
        ("aws_region", {"name": "us-east-1"}, False),
        ("aws_region", {"name": "eu-west-2"}, True),
        ("aws_region", {}, True),
        ("aws_vpc", {"name": "us-east-1"}, True),
    ],
)
def test_caller_identity_of_another_account_is_blocked(type_: str, values: Json, passes: bool) -> None:
    read = {"mode": "data", "address": f"data.{type_}.a", "type": type_, "values": values}
    state = {"values": {"root_module": {"child_modules": [{"resources": [read]}]}}}
    verdict = judge(plan(keep(QUEUE), prior_state=state))
    assert verdict.passed is passes
    assert passes or rules(verdict) == {"identity"}
