"""Policies and trust: what may permit more than before is blocked, whatever cannot be proven too."""

import json
from typing import Any

import pytest

from guard.policies.iam_policies import is_wider, parse
from guard.verdict import Mode
from tests.guard.plans import ACCOUNT, Json, blocked, create, judge, plan, rules, update

ROLE = "aws_iam_role.it"
QUEUE = "arn:aws:sqs:eu-west-2:437064342167:jobs"


def allow(action: Any = "sqs:SendMessage", resource: Any = QUEUE, **over: Any) -> Json:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **over}


def deny(**over: Any) -> Json:
    return {**allow("s3:*", "*"), "Effect": "Deny", **over}


def text(*statements: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


EQUALS = {"StringEquals": {"aws:SourceVpc": "vpc-1"}}
WIDER: list[tuple[list[Json], list[Json]]] = [
    ([], [allow()]),
    ([allow()], [allow(), allow("sqs:PurgeQueue")]),
    ([allow()], [allow(["sqs:SendMessage", "sqs:PurgeQueue"])]),
    ([allow()], [allow("sqs:*")]),
    ([allow()], [allow("*")]),
    ([allow()], [allow(resource="*")]),
    ([allow()], [allow(resource=[QUEUE, f"{QUEUE}-dlq"])]),
    ([allow("sqs:Send*")], [allow("sqs:*")]),
    ([allow("sqs:?end*")], [allow("sqs:*end*")]),
    ([allow(resource=QUEUE.lower())], [allow(resource=QUEUE.upper())]),
    ([allow(Condition=EQUALS)], [allow()]),
    ([allow(Condition=EQUALS)], [allow(Condition={"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}})]),
    ([allow(Condition=EQUALS)], [allow(Condition={"StringLike": {"aws:SourceVpc": "vpc-*"}})]),
    ([allow(Condition=EQUALS)], [allow(Condition={"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})]),
    ([allow(Condition=EQUALS)], [allow(Condition={"StringEquals": {"aws:SourceVpce": "vpc-1"}})]),
    ([allow(Condition={"StringEquals": {"a": "vpc-*"}})], [allow(Condition={"StringEquals": {"a": "vpc-1"}})]),
    (
        [allow(Condition={"StringNotEquals": {"a": ["x", "y"]}})],
        [allow(Condition={"StringNotEquals": {"a": ["x"]}})],
    ),
    ([allow()], [{"Effect": "Allow", "NotAction": "iam:*", "Resource": QUEUE}]),
    ([allow()], [{"Effect": "Allow", "Action": "sqs:SendMessage", "NotResource": QUEUE}]),
    (
        [{"Effect": "Allow", "NotAction": ["iam:*", "s3:*"], "Resource": "*"}],
        [{"Effect": "Allow", "NotAction": ["iam:*"], "Resource": "*"}],
    ),
    ([allow(), deny()], [allow()]),
    ([allow(), deny()], [allow(), deny(Resource="arn:aws:s3:::one")]),
    ([allow(), deny()], [allow(), deny(Condition=EQUALS)]),
    ([allow(Principal={"AWS": "a"})], [allow(Principal="*")]),
    ([allow(Principal={"AWS": "a"})], [allow(Principal={"AWS": ["a", "b"]})]),
    ([allow(Principal={"AWS": "a"})], [allow(Principal={"Service": "a"})]),
    ([allow(Principal={"AWS": "a"})], [allow()]),
]
NO_WIDER: list[tuple[list[Json], list[Json]]] = [
    ([allow()], []),
    ([allow()], [allow()]),
    ([allow()], [allow(Sid="Renamed")]),
    ([allow(["sqs:A", "sqs:B"])], [allow(["sqs:B"])]),
    ([allow(["sqs:A", "sqs:B"])], [allow("sqs:a"), allow("SQS:B")]),
    ([allow("sqs:*", "*")], [allow("sqs:Send*")]),
    ([allow()], [allow(Condition=EQUALS)]),
    ([allow(Condition={"StringLike": {"a": "vpc-*"}})], [allow(Condition={"StringEquals": {"a": "vpc-1"}})]),
    ([allow(Condition={"StringLike": {"A": "vpc-*"}})], [allow(Condition={"StringLike": {"a": "vpc-1*"}})]),
    ([allow(Condition={"ArnLike": {"a": "x*"}})], [allow(Condition={"ArnEquals": {"a": ["xy"]}})]),
    ([allow(Condition={"Bool": {"a": "true"}})], [allow("sqs:sendmessage", Condition={"Bool": {"a": "true"}})]),
    ([allow(Condition={"StringEquals": {"a": ["x", "y"]}})], [allow(Condition={"StringEquals": {"a": "x"}})]),
    ([allow()], [allow(), deny()]),
    ([deny(Resource="arn:aws:s3:::one")], [deny()]),
    ([deny(Condition=EQUALS)], [deny()]),
    ([allow(Principal="*")], [allow(Principal={"AWS": "a"})]),
    (
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
    ),
]


@pytest.mark.parametrize(("live", "planned"), WIDER)
def test_policy_that_permits_more_is_blocked(live: list[Json], planned: list[Json]) -> None:
    assert is_wider(parse(text(*live)), parse(text(*planned)))
    document = plan(update("aws_iam_role_policy.it", {"policy": text(*live)}, {"policy": text(*planned)}))
    assert blocked(judge(document)) == {("policy-widened", "aws_iam_role_policy.it")}


@pytest.mark.parametrize(("live", "planned"), NO_WIDER)
def test_policy_that_permits_no_more_passes(live: list[Json], planned: list[Json]) -> None:
    document = plan(update("aws_iam_role_policy.it", {"policy": text(*live)}, {"policy": text(*planned)}))
    assert judge(document).passed


@pytest.mark.parametrize(
    "policy",
    [
        "{",
        "[]",
        "7",
        7,
        "{}",
        '{"Statement": 7}',
        '{"Statement": [[]]}',
        '{"Statement": [{"Effect": "Maybe"}]}',
        '{"Statement": [{"Effect": "Allow", "Action": 7}]}',
        '{"Statement": [{"Effect": "Allow", "Action": [{}]}]}',
        '{"Statement": [{"Effect": "Allow", "Resource": [null]}]}',
        '{"Statement": [{"Effect": "Allow", "Principal": 7}]}',
        '{"Statement": [{"Effect": "Allow", "Principal": {"AWS": 7}}]}',
        '{"Statement": [{"Effect": "Allow", "Condition": []}]}',
        '{"Statement": [{"Effect": "Allow", "Condition": {"StringEquals": []}}]}',
        '{"Statement": [{"Effect": "Allow", "Condition": {"StringEquals": {"a": "x", "A": "y"}}}]}',
        '{"Statement": [{"Effect": "Allow", "Also": "x"}]}',
        "[" * 100_000,
    ],
)
def test_policy_that_cannot_be_parsed_is_blocked(policy: Any) -> None:
    for document in (
        plan(update("aws_sqs_queue_policy.it", {"policy": text(allow())}, {"policy": policy})),
        plan(update("aws_sqs_queue_policy.it", {"policy": policy}, {"policy": text()})),
        plan(create("aws_sqs_queue_policy.it", {"policy": policy})),
    ):
        assert rules(judge(document)) == {"policy-widened"}


@pytest.mark.parametrize(
    "statement",
    [
        allow("*", "*"),
        allow("s3:*", "*"),
        allow("iam:PassRole", "*"),
        allow("IAM:passrole", "*", Condition=EQUALS),
        allow("iam:Create*", "*"),
        allow("sts:AssumeRole", "*"),
        allow("secretsmanager:GetSecretValue", "*"),
        allow("kms:Decrypt", "*"),
        allow("ssm:GetParameters", "*"),
        {"Effect": "Allow", "NotAction": "s3:*", "Resource": QUEUE},
        {"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "arn:aws:s3:::one"},
    ],
)
@pytest.mark.parametrize("type_", ["aws_iam_role_policy", "aws_iam_policy", "aws_iam_group_policy"])
def test_policy_with_administrator_actions_is_blocked_in_every_mode(statement: Json, type_: str) -> None:
    for mode in (Mode.CREATE, Mode.STEADY):
        document = plan(create(f"{type_}.it", {"policy": text(statement)}))
        assert ("policy-too-broad", f"{type_}.it") in blocked(judge(document, mode=mode))


@pytest.mark.parametrize(
    "statement", [allow("ecr:GetAuthorizationToken", "*"), allow("ecs:RegisterTaskDefinition", "*"), deny(), allow()]
)
def test_new_policy_passes_in_a_first_build_and_is_blocked_later(statement: Json) -> None:
    entry = create("aws_iam_role_policy.it", {"policy": text(statement)})
    assert judge(plan(entry), mode=Mode.CREATE).passed
    assert rules(judge(plan(entry))) == {"policy-widened"}
    assert judge(plan(create("aws_iam_policy.it", {"policy": text(statement)}))).passed


@pytest.mark.parametrize(
    ("type_", "name"),
    [
        ("aws_iam_role_policy", "policy"),
        ("aws_iam_role", "assume_role_policy"),
        ("aws_s3_bucket_policy", "policy"),
        ("aws_vpc_endpoint_policy", "policy"),
    ],
)
def test_unknown_policy_is_blocked_except_in_a_first_build(type_: str, name: str) -> None:
    born = create(f"{type_}.it", after_unknown={name: True})
    assert judge(plan(born), mode=Mode.CREATE).passed
    assert "unknown-until-apply" in rules(judge(plan(born)))
    changed = update(f"{type_}.it", {name: text()}, {}, after_unknown={name: True})
    assert "unknown-until-apply" in rules(judge(plan(changed)))


@pytest.mark.parametrize("type_", ["aws_sqs_queue", "aws_s3_bucket", "aws_secretsmanager_secret", "aws_vpc_endpoint"])
def test_computed_policy_of_a_created_resource_passes(type_: str) -> None:
    assert judge(plan(create(f"{type_}.it", after_unknown={"policy": True}))).passed
    assert judge(plan(create(f"{type_}.it"))).passed
    assert not judge(plan(update(f"{type_}.it", {"policy": text()}, {}, after_unknown={"policy": True}))).passed


EVERYBODY = allow(Principal="*")


@pytest.mark.parametrize(
    ("statement", "answer"),
    [
        (EVERYBODY, False),
        (allow(Principal={"AWS": "*"}), False),
        (allow(Principal={"AWS": ["*"]}), False),
        ({**EVERYBODY, "Condition": {"Bool": {"aws:SecureTransport": "true"}}}, False),
        ({**EVERYBODY, "Condition": {"StringNotEquals": {"aws:SourceVpc": "vpc-1"}}}, False),
        ({**EVERYBODY, "Condition": {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}}, False),
        ({**EVERYBODY, "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}, False),
        ({**EVERYBODY, "Condition": {"ArnNotLike": {"aws:SourceArn": QUEUE}}}, False),
        ({**EVERYBODY, "Condition": {"Null": {"aws:SourceArn": "true"}}}, False),
        ({**EVERYBODY, "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}, True),
        ({"Effect": "Allow", "NotPrincipal": {"AWS": "a"}, "Action": "*", "Resource": "*"}, False),
        ({**EVERYBODY, "Condition": {"ArnEquals": {"aws:SourceArn": QUEUE}}}, True),
        ({**EVERYBODY, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}, True),
        ({**EVERYBODY, "Effect": "Deny", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}, True),
        (allow(Principal={"Service": "sns.amazonaws.com"}), True),
    ],
)
@pytest.mark.parametrize("type_", ["aws_sqs_queue_policy", "aws_s3_bucket_policy", "aws_s3_bucket", "aws_kms_key"])
def test_policy_with_public_access_is_blocked(statement: Json, answer: bool, type_: str) -> None:
    owner = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    keeper = [allow(Principal=owner, Action="kms:*")] if type_ == "aws_kms_key" else []
    for mode in (Mode.CREATE, Mode.STEADY):
        verdict = judge(plan(create(f"{type_}.it", {"policy": text(statement, *keeper)})), mode=mode)
        assert verdict.passed is answer
        assert answer or rules(verdict) == {"policy-public"}


def trust(principal: Any, **over: Any) -> Json:
    return {"assume_role_policy": text({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal, **over})}


GITHUB = {"Federated": "arn:aws:iam::437064342167:oidc-provider/token.actions.githubusercontent.com"}
SUB = "token.actions.githubusercontent.com:sub"


@pytest.mark.parametrize(
    "after",
    [
        trust("*"),
        trust({"AWS": "*"}),
        trust({"AWS": "123456789012"}),
        trust(GITHUB),
        trust(GITHUB, Condition={"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}}),
        trust(GITHUB, Condition={"StringLike": {SUB: "*"}}),
        trust(GITHUB, Condition={"StringLike": {SUB: "repo:counterpromo/*"}}),
        trust(GITHUB, Condition={"StringLike": {SUB: "repo:counterpromo/counterpromo:*"}}),
        trust(GITHUB, Condition={"StringEquals": {SUB: ""}}),
        trust(GITHUB, Condition={"StringLike": {SUB: "repo:counterpromo/counterpromo:ref:refs/heads/mai?"}}),
        trust(GITHUB, Condition={"StringNotEquals": {SUB: "repo:a/b"}}),
    ],
)
@pytest.mark.parametrize("mode", [Mode.CREATE, Mode.STEADY])
def test_trust_policy_with_too_many_principals_is_blocked(after: Json, mode: Mode) -> None:
    assert ("trust-widened", ROLE) in blocked(judge(plan(create(ROLE, after)), mode=mode))
    service = trust({"Service": "ecs-tasks.amazonaws.com"})
    assert ("trust-widened", ROLE) in blocked(judge(plan(update(ROLE, service, after))))


@pytest.mark.parametrize(
    "after",
    [
        trust({"Service": "ecs-tasks.amazonaws.com"}),
        trust({"AWS": "437064342167"}),
        trust(GITHUB, Condition={"StringEquals": {SUB: "repo:counterpromo/counterpromo:ref:refs/heads/main"}}),
        trust(GITHUB, Condition={"StringLike": {SUB: ["repo:counterpromo/counterpromo:environment:prod"]}}),
    ],
)
def test_trust_policy_with_named_principals_passes(after: Json) -> None:
    assert judge(plan(create(ROLE, after))).passed
    assert judge(plan(update(ROLE, after, after | {"description": "x"}))).passed


def test_endpoint_without_a_policy_permits_everything() -> None:
    closed = {"policy": text(allow("s3:GetObject", "*", Principal="*"))}
    assert judge(plan(update("aws_vpc_endpoint.it", {}, closed))).passed
    assert rules(judge(plan(update("aws_vpc_endpoint.it", closed, {})))) == {"policy-widened"}
