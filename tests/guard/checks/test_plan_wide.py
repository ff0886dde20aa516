"""Findings on the plan as a whole: prevent_destroy, checks, outputs, and secrets that the state would hold."""

from dataclasses import replace as but
from typing import Any

import pytest

from guard.verdict import Mode, Severity
from tests.guard.plans import (
    EXPECTED,
    Json,
    blocked,
    change,
    delete,
    judge,
    keep,
    plan,
    rules,
    update,
    written,
)

DB, QUEUE = "aws_db_instance.main", "aws_sqs_queue.jobs"
NOW = but(EXPECTED, protected_before=frozenset({DB}), protected_now=frozenset({DB}))


def test_removed_prevent_destroy_is_blocked() -> None:
    gone = but(NOW, protected_now=frozenset({QUEUE}))
    assert blocked(judge(plan(keep(DB)), expected=gone)) == {("protection-removed", DB)}
    assert judge(plan(keep(DB)), expected=NOW).findings == ()
    assert judge(plan(keep(DB)), expected=but(NOW, protected_before=frozenset())).findings == ()


def test_moved_address_with_prevent_destroy_is_reported() -> None:
    new = "aws_db_instance.new"
    moved = update(new, {}, {}, previous_address=DB)
    told = judge(plan(moved), expected=but(NOW, protected_now=frozenset({new})))
    assert told.passed
    assert rules(told, Severity.REPORTED) == {"moved", "protection-moved"}
    assert blocked(judge(plan(moved), expected=but(NOW, protected_now=frozenset()))) == {("protection-removed", DB)}


def test_protected_address_that_disappears_is_blocked_without_the_stack() -> None:
    unknown = but(NOW, protected_now=None)
    assert blocked(judge(plan(keep(QUEUE)), expected=unknown)) == {("protection-removed", DB)}
    assert ("protection-removed", DB) in blocked(judge(plan(delete(DB)), expected=unknown))
    assert ("protection-removed", DB) in blocked(judge(plan(change(DB, "forget", before={})), expected=unknown))
    assert judge(plan(keep(DB)), expected=unknown).passed
    assert judge(plan(keep(DB), configuration=written({"address": DB})), expected=unknown).passed
    other = written({"address": QUEUE})
    assert not judge(plan(keep(DB), configuration=other), expected=unknown).passed
    indexed = {**keep(DB), "address": f"{DB}[0]"}
    assert judge(plan(indexed, configuration=written({"address": DB})), expected=unknown).passed


@pytest.mark.parametrize(
    ("check", "rule"),
    [
        ({"address": {"to_display": "check.c"}, "status": "fail"}, "check-failed"),
        ({"address": {"to_display": "check.c"}, "status": "error"}, "check-failed"),
        ({"address": {"to_display": "check.c"}, "status": "new"}, "check-failed"),
        ({"address": {"to_display": "check.c"}}, "check-failed"),
    ],
)
def test_failed_check_is_blocked(check: Json, rule: str) -> None:
    assert blocked(judge(plan(keep(QUEUE), checks=[check]))) == {(rule, "check.c")}


def test_passed_check_passes_and_open_check_is_reported() -> None:
    place = {"to_display": "check.c"}
    assert judge(plan(keep(QUEUE), checks=[{"address": place, "status": "pass"}])).findings == ()
    told = judge(plan(keep(QUEUE), checks=[{"address": place, "status": "unknown"}]))
    assert told.passed
    assert rules(told, Severity.REPORTED) == {"check-open"}
    assert not judge(plan(keep(QUEUE), checks=[None])).passed


def output(*actions: str, hidden: tuple[Any, Any] = (False, False), after: Any = "x") -> Json:
    sides = {"before_sensitive": hidden[0], "after_sensitive": hidden[1]}
    return {"output_changes": {"o": {"actions": list(actions), "before": "hunter2", "after": after, **sides}}}


def test_output_that_was_sensitive_is_blocked() -> None:
    revealed: list[tuple[Any, Any]] = [(True, False), ({"a": True}, {}), ({"a": [True]}, {"a": [False]})]
    for hidden in revealed:
        verdict = judge(plan(keep(QUEUE), **output("update", hidden=hidden)))
        assert blocked(verdict) == {("output-revealed", "output.o")}
        assert "hunter2" not in str(verdict)
    assert judge(plan(keep(QUEUE), **output("update", hidden=(True, True)))).findings == ()
    assert judge(plan(keep(QUEUE), **output("update", hidden=(False, True)))).findings == ()
    assert judge(plan(keep(QUEUE), **output("create"))).findings == ()


def test_output_that_the_code_no_longer_marks_sensitive_is_blocked() -> None:
    """As terraform 1.11 writes it: both sides are marked, whatever the code says by now."""
    both = output("update", hidden=(True, True))
    for written_, passes in (({"expression": {}}, False), ({"sensitive": True}, True), ({"sensitive": False}, False)):
        code: Json = {"configuration": {"root_module": {"outputs": {"o": written_}}}}
        assert judge(plan(keep(QUEUE), **both, **code)).passed is passes
    other: Json = {"configuration": {"root_module": {"outputs": {"p": {}}}}}
    assert judge(plan(keep(QUEUE), **both, **other)).passed


def test_removed_output_is_reported() -> None:
    verdict = judge(plan(keep(QUEUE), **output("delete", hidden=(True, False), after=None)))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"output-removed"}


@pytest.mark.parametrize("type_", ["aws_secretsmanager_secret_version", "aws_ssm_parameter", "aws_kms_secrets"])
def test_secret_in_the_state_is_blocked(type_: str) -> None:
    code = written({"address": f"data.{type_}.it", "mode": "data", "type": type_})
    assert "secret-in-state" in rules(judge(plan(keep(QUEUE), configuration=code)))
    read = change(f"data.{type_}.it", "read", after={}, mode="data")
    assert "secret-in-state" in rules(judge(plan(read)))
    harmless = written({"address": "data.aws_prefix_list.it", "mode": "data", "type": "aws_prefix_list"})
    assert judge(plan(keep(QUEUE), configuration=harmless)).passed


def test_import_of_a_secure_string_is_blocked() -> None:
    address = "aws_ssm_parameter.it"
    secure = keep(address, {"type": "SecureString"}, importing={"id": "/a"})
    for mode in Mode:
        assert ("secret-in-state", address) in blocked(judge(plan(secure), mode=mode))
    assert judge(plan(keep(address, {"type": "String"}, importing={"id": "/a"}))).passed
    assert judge(plan(keep(address, {"type": "SecureString"}))).passed
