"""A key policy that locks out the account is blocked; one that keeps the account's way in passes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.policies.key_policies import locks_out
from tests.guard.plans import ACCOUNT, Json, create, judge, plan, rules, update

KEY = "aws_kms_key.logs"
ROOT = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
LOGS: Json = {"Effect": "Allow", "Principal": {"Service": "logs.eu-west-2.amazonaws.com"}, "Action": "kms:Encrypt*"}


def policy(*statements: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Resource": "*", **one} for one in statements]})


def allow(principal: Json, action: Any = "kms:*", **more: Any) -> Json:
    return {"Effect": "Allow", "Principal": principal, "Action": action, **more}


LOCKING: dict[str, list[Json]] = {
    "a role alone": [allow({"AWS": f"arn:aws:iam::{ACCOUNT}:role/deployer"})],
    "a service alone": [LOGS],
    "another account": [allow({"AWS": "arn:aws:iam::111122223333:root"})],
    "the account, under a condition": [allow(ROOT, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})],
    "the account, without the action": [allow(ROOT, ["kms:Encrypt", "kms:Decrypt", "kms:Get*"])],
    "a Deny for the account": [allow(ROOT), {**allow(ROOT, "kms:Put*"), "Effect": "Deny"}],
    "no statement": [],
}


@pytest.mark.parametrize("statements", LOCKING.values(), ids=LOCKING)
@pytest.mark.parametrize("type_", ["aws_kms_key", "aws_kms_key_policy"])
def test_a_policy_that_locks_out_the_account_is_blocked(statements: list[Json], type_: str) -> None:
    address, kept = f"{type_}.logs", policy(allow(ROOT))
    for change in (
        create(address, {"policy": policy(*statements)}),
        update(address, {"policy": kept}, {"policy": policy(*statements)}),
    ):
        verdict = judge(plan(change))
        assert "key-policy-locks-out" in rules(verdict)
        assert not verdict.passed


@pytest.mark.parametrize("action", ["kms:*", "*", "kms:Put*", ["kms:Decrypt", "kms:PutKeyPolicy"]])
@pytest.mark.parametrize("principal", [ROOT, {"AWS": ACCOUNT}])
def test_a_policy_that_keeps_the_account_passes(principal: Json, action: Any) -> None:
    verdict = judge(plan(create(KEY, {"policy": policy(LOGS, allow(principal, action))})))
    assert "key-policy-locks-out" not in rules(verdict)


def test_the_default_policy_keeps_the_account() -> None:
    assert judge(plan(create(KEY, {"description": "logs"}))).passed


def test_leaving_out_the_lockout_check_of_kms_is_blocked() -> None:
    after = {"policy": policy(allow(ROOT)), "bypass_policy_lockout_safety_check": True}
    assert "key-policy-locks-out" in rules(judge(plan(create(KEY, after))))


@given(st.lists(st.sampled_from([one for some in LOCKING.values() for one in some if one["Effect"] == "Allow"])))
def test_one_statement_for_the_account_is_enough_beside_any_that_allow(others: list[Json]) -> None:
    assert not locks_out(policy(*others, allow(ROOT)), ACCOUNT)
