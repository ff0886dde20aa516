"""IAM policies: the examples and the order of evaluation that AWS documents, and what is not known."""

import json
from typing import Any

import pytest

from reach.iam.conditions import holds
from reach.iam.evaluate import evaluate, trusts
from reach.iam.request import Effect, Request
from reach.model.services import Role

ACCOUNT = "123456789012"
ARN = f"arn:aws:iam::{ACCOUNT}:role/app"
OBJECT = "arn:aws:s3:::bucket/key"


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str = "s3:GetObject", resource: str = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(action: str = "s3:GetObject", resource: str = "*", **more: Any) -> dict[str, Any]:
    return {**allow(action, resource, **more), "Effect": "Deny"}


def decide(*documents: str | None, boundary: str | None = "", context: Any = None, **policies: Any) -> Effect:
    role = Role(arn=ARN, name="app", trust="", documents=documents, boundary=boundary)
    request = Request(action="s3:GetObject", resource=OBJECT, role=ARN, account=ACCOUNT, context=context or {})
    return evaluate(request, role=role, **policies).effect


ANYBODY = {"Principal": "*"}


@pytest.mark.parametrize(
    ("effect", "made"),
    [
        (Effect.DENIED, decide()),
        (Effect.ALLOWED, decide(policy(allow()))),
        (Effect.ALLOWED, decide(policy(allow("s3:Get*", "arn:aws:s3:::bucket/*")))),
        (Effect.ALLOWED, decide(policy(allow("S3:getobject")))),
        (Effect.DENIED, decide(policy(allow("s3:Get*", "arn:aws:s3:::bucket")))),
        (Effect.DENIED, decide(policy(allow(), deny()))),
        (Effect.DENIED, decide(policy(allow()), policy(deny("s3:*")))),
        (Effect.DENIED, decide(policy(allow()), boundary=policy(allow("s3:PutObject")))),
        (Effect.ALLOWED, decide(policy(allow()), boundary=policy(allow("s3:*")))),
        (Effect.DENIED, decide(policy(allow()), endpoint_policy=policy(allow("s3:ListBucket", **ANYBODY)))),
        (Effect.ALLOWED, decide(resource_policy=policy(allow(**ANYBODY)))),
        (Effect.DENIED, decide(policy(allow()), resource_policy=policy(deny(**ANYBODY)))),
        (Effect.DENIED, decide(resource_policy=policy(allow(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/other"})))),
        (Effect.ALLOWED, decide(resource_policy=policy(allow(Principal={"AWS": ARN})))),
        (Effect.DENIED, decide(policy({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}))),
        (Effect.UNKNOWN, decide(None)),
        (Effect.UNKNOWN, decide(policy(allow(resource="arn:aws:s3:::bucket/${aws:username}/*")))),
        (Effect.UNKNOWN, decide(policy(allow(Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}})))),
        (
            Effect.ALLOWED,
            decide(
                policy(allow(Condition={"StringEquals": {"aws:SourceVpc": "vpc-1"}})),
                context={"aws:sourcevpc": "vpc-1"},
            ),
        ),
        (
            Effect.DENIED,
            decide(
                policy(allow(), deny(Condition={"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})),
                context={"aws:sourcevpce": "vpce-2"},
            ),
        ),
    ],
)
def test_a_request_is_decided_as_aws_documents(effect: Effect, made: Effect) -> None:
    assert made is effect


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({"Bool": {"aws:SecureTransport": "false"}}, False),
        ({"Bool": {"aws:SecureTransport": True}}, True),
        ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/a??"}}, True),
        ({"ArnNotEquals": {"aws:PrincipalArn": ["arn:aws:iam::1:role/x", ARN]}}, False),
        ({"StringEqualsIfExists": {"aws:RequestedRegion": ["eu-west-1", "eu-west-2"]}}, True),
        ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}, "Bool": {"aws:SecureTransport": "true"}}, False),
        ({"NumericLessThan": {"s3:max-keys": "10"}}, None),
        ({}, True),
    ],
)
def test_a_condition_holds_fails_or_is_not_known(condition: Any, expected: bool | None) -> None:
    context = {"aws:securetransport": "true", "aws:principalarn": ARN, "aws:requestedregion": "eu-west-2"}
    assert holds(condition, context) is expected


def test_a_role_trusts_the_service_that_its_trust_policy_names() -> None:
    def role(**statement: Any) -> Role:
        trust = policy({"Effect": "Allow", "Action": "sts:AssumeRole", **statement})
        return Role(arn=ARN, name="app", trust=trust)

    tasks = "ecs-tasks.amazonaws.com"
    assert trusts(role(Principal={"Service": tasks}), tasks, account=ACCOUNT) is True
    assert trusts(role(Principal={"Service": ["ecs.amazonaws.com"]}), tasks, account=ACCOUNT) is False
    other = {"StringEquals": {"aws:SourceAccount": "999999999999"}}
    assert trusts(role(Principal={"Service": tasks}, Condition=other), tasks, account=ACCOUNT) is False
    by_arn = {"ArnLike": {"aws:SourceArn": "arn:aws:ecs:*:*:*"}}
    assert trusts(role(Principal={"Service": tasks}, Condition=by_arn), tasks, account=ACCOUNT) is None
