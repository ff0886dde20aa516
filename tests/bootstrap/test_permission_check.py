"""Permissions of an existing role beyond the code: reading is harmless, everything else is named."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.pipelines.permission_check import further, is_read_only_of_aws


def _document(*actions: str, resources: Sequence[str] = ("*",), effect: str = "Allow", **more: Any) -> str:
    statement = {"Effect": effect, "Action": list(actions), "Resource": list(resources)} | more
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.mark.parametrize("action", ["ec2:Describe*", "s3:ListAllMyBuckets", "iam:GetRole", "kms:List*", "logs:Get*"])
def test_reading_is_harmless(action: str) -> None:
    assert further(_document(action), code=[]) == ()


@pytest.mark.parametrize(
    "action",
    [
        "*",
        "ec2:*",
        "ec2:RunInstances",
        "iam:PassRole",
        "kms:Decrypt",
        "secretsmanager:Get*",
        "secretsmanager:GetSecretValue",
        "ssm:Get*",
        "ssm:GetParameter?",
        "redshift:GetClusterCredentials",
    ],
)
def test_writing_and_reading_secrets_is_named(action: str) -> None:
    assert further(_document(action), code=[]) == (action.lower(),) or further(_document(action), code=[]) == (action,)


def test_what_the_code_permits_may_be_grouped_otherwise() -> None:
    code = [_document("ec2:RunInstances", "ec2:CreateVpc"), _document("sqs:*", resources=["arn:aws:sqs:::a"])]
    live = _document("ec2:CreateVpc")
    assert further(live, code=code) == ()
    assert further(_document("sqs:SendMessage", resources=["arn:aws:sqs:::a"]), code=code) == ()
    assert further(_document("sqs:SendMessage", resources=["arn:aws:sqs:::b"]), code=code) != ()


def test_a_policy_that_excludes_a_few_actions_is_named() -> None:
    document = json.dumps({"Statement": {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}})
    assert further(document, code=[]) == ("everything but a few actions",)


def test_a_denial_takes_nothing_away() -> None:
    assert further(_document("*", effect="Deny"), code=[]) == ()


@pytest.mark.parametrize("document", ["", "[]", "{}", '{"Statement": [{"Effect": "Perhaps"}]}', None])
def test_what_cannot_be_read_is_named(document: Any) -> None:
    assert further(document, code=[]) == ("a policy that cannot be read",)


_ACTIONS = st.lists(st.sampled_from(["ec2:RunInstances", "s3:PutObject", "iam:PassRole", "kms:Decrypt"]), min_size=1)
_RESOURCES = st.lists(st.sampled_from(["*", "arn:aws:s3:::a", "arn:aws:s3:::b/*"]), min_size=1)


@given(_ACTIONS, _RESOURCES)
def test_the_code_itself_is_never_further(actions: list[str], resources: list[str]) -> None:
    assert further(_document(*actions, resources=resources), code=[_document(*actions, resources=resources)]) == ()


@given(_ACTIONS, _RESOURCES)
def test_without_code_every_action_that_writes_is_further(actions: list[str], resources: list[str]) -> None:
    assert set(further(_document(*actions, resources=resources), code=[])) == set(actions)


def test_only_aws_own_policies_are_known_by_their_names() -> None:
    assert is_read_only_of_aws("arn:aws:iam::aws:policy/ReadOnlyAccess")
    assert is_read_only_of_aws("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess")
    assert not is_read_only_of_aws("arn:aws:iam::437064342167:policy/ReadOnlyAccess")
    assert not is_read_only_of_aws("arn:aws:iam::aws:policy/PowerUserAccess")
