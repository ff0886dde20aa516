"""Deletions: a resource that holds data or protects another one is blocked, a recoverable one passes."""

import pytest

from guard.resource_type import Deletion
from modules.registry import GUARD
from tests.guard.plans import (
    blocked,
    change,
    delete,
    judge,
    plan,
    replace,
)


def of_deletion(deletion: Deletion) -> set[str]:
    return {name for name, row in GUARD.types.items() if row.deletion is deletion}


@pytest.mark.parametrize("type_", sorted(of_deletion(Deletion.DATA)))
def test_removal_of_data_or_identity_is_blocked(type_: str) -> None:
    address = f"{type_}.it"
    for entry in (
        delete(address),
        replace(address),
        change(address, "create", "delete", before={}, after={}),
        change(address, "forget", before={}),
        change(address, "create", "forget", before={}, after={}),
    ):
        assert ("loss-of-data-or-identity", address) in blocked(judge(plan(entry)))


@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("aws_s3_bucket_public_access_block", "loss-of-protection"),
        ("aws_s3_bucket_policy", "loss-of-protection"),
        ("aws_flow_log", "loss-of-protection"),
        ("aws_ecs_service", "loss"),
        ("aws_vpc", "loss"),
        ("aws_route", "loss"),
        ("aws_lb_listener_rule", "loss"),
        ("aws_iam_role_policy", "loss"),
        ("aws_something_of_2031", "loss"),
        ("random_password", "loss"),
    ],
)
def test_removal_of_an_unlisted_type_is_blocked(type_: str, rule: str) -> None:
    entries = delete(f"{type_}.it"), replace(f"{type_}.it"), change(f"{type_}.it", "forget", before={})
    for entry in entries:
        assert (rule, f"{type_}.it") in blocked(judge(plan(entry)))


@pytest.mark.parametrize("type_", sorted(of_deletion(Deletion.ALLOWED)))
def test_removal_of_a_recoverable_type_passes(type_: str) -> None:
    assert judge(plan(delete(f"{type_}.it", {}))).findings == ()
