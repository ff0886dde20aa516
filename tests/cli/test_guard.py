"""The guard: what it does not understand, what would lose something, what a mode does not allow; then what may pass."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.guard import KNOWN, LOSING, PROTECTED, Mode, review


def change(*actions: str, type_: str = "aws_sqs_queue", name: str = "jobs") -> dict[str, Any]:
    return {"address": f"{type_}.{name}", "type": type_, "change": {"actions": list(actions)}}


def plan(*changes: Mapping[str, Any], **over: object) -> dict[str, Any]:
    return {"format_version": "1.2", "errored": False, "complete": True, "resource_changes": list(changes), **over}


@pytest.mark.parametrize(
    ("over", "reason"),
    [
        ({"format_version": "2.0"}, "format"),
        ({"format_version": None}, "format"),
        ({"errored": True}, "error"),
        ({"errored": None}, "error"),
        ({"complete": False}, "incomplete"),
        ({"resource_changes": None}, "no resources"),
        ({"deferred_changes": [{"reason": "provider_config_unknown"}]}, "later one"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(over: dict[str, object], reason: str) -> None:
    assert any(reason in finding.reason for finding in review(plan(**over), mode=Mode.STEADY))


def test_an_empty_document_is_refused() -> None:
    assert review({}, mode=Mode.STEADY)


@pytest.mark.parametrize("actions", [("explode",), (), ("create", "update"), ("delete", "create", "delete")])
@pytest.mark.parametrize("mode", Mode)
def test_an_unknown_action_is_refused(actions: tuple[str, ...], mode: Mode) -> None:
    assert "unknown action" in review(plan(change(*actions)), mode=mode)[0].reason


@pytest.mark.parametrize("entry", [{}, None, 7, {"change": None}, {"change": {"actions": None}}])
def test_a_change_without_its_keys_is_refused(entry: Any) -> None:
    assert review(plan(entry), mode=Mode.STEADY)


def test_losing_something_of_no_type_is_refused() -> None:
    assert review(plan({"address": "a.b", "change": {"actions": ["delete"]}}), mode=Mode.STEADY)


@given(
    actions=st.sampled_from(sorted(LOSING)),
    type_=st.sampled_from(sorted(PROTECTED)),
    others=st.lists(st.sampled_from(sorted(KNOWN)), max_size=4),
    mode=st.sampled_from(Mode),
)
def test_losing_what_is_protected_never_passes(
    actions: tuple[str, ...], type_: str, others: list[tuple[str, ...]], mode: Mode
) -> None:
    harmless = [change(*each, type_="aws_ecs_service") for each in others]
    findings = review(plan(*harmless, change(*actions, type_=type_), *harmless), mode=mode)
    assert f"{type_}.jobs" in {finding.address for finding in findings}


@pytest.mark.parametrize("actions", [("create",), ("update",), ("delete",), ("forget",)])
def test_adopting_changes_nothing(actions: tuple[str, ...]) -> None:
    assert review(plan(change(*actions, type_="aws_ecs_service")), mode=Mode.ADOPT)


def test_making_changes_nothing_that_is_there() -> None:
    found = review(plan(change("create"), change("update", name="dlq")), mode=Mode.CREATE)
    assert [finding.address for finding in found] == ["aws_sqs_queue.dlq"]


def test_everyday_changes_pass() -> None:
    everyday = plan(
        change("create"),
        change("update"),
        change("no-op"),
        change("read"),
        change("delete", type_="aws_vpc_security_group_ingress_rule"),
        change("delete", "create", type_="aws_ecs_task_definition"),
    )
    assert review(everyday, mode=Mode.STEADY) == ()


def test_imports_that_change_nothing_pass_everywhere() -> None:
    for mode in Mode:
        assert review(plan(change("no-op")), mode=mode) == ()
