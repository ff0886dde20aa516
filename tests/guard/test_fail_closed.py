"""The guard blocks, with the reason, everything that is not a complete plan of Terraform; no text makes it raise."""

import json
from typing import Any

import pytest

from guard.verdict import Mode, Severity, Verdict
from guard.waivers import Waiver
from modules.stages import review_text
from terraform.plan import parse_json as document
from tests.guard.plans import EXPECTED, TODAY, blocked, change, create, judge, keep, plan, rules, update

QUEUE = "aws_sqs_queue.jobs"


def read(text: bytes) -> Verdict:
    return review_text(text, mode=Mode.STEADY, expected=EXPECTED, today=TODAY)


WHOLE = json.dumps(plan(keep(QUEUE))).encode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "empty"),
        (b" \n\t", "empty"),
        (b"{", "not JSON"),
        (WHOLE[:-1], "not JSON"),
        (WHOLE + b"{}", "not JSON"),
        (b"\xff\xfe" + WHOLE, "UTF-8 at byte 0"),
        (WHOLE.decode().encode("utf-16"), "UTF-8"),
        (b"[]", "not an object"),
        (b"null", "not an object"),
        (b'"plan"', "not an object"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "Infinity"),
        (b'{"complete": false, "complete": true}', "two members of one name"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not JSON"),
        (b"[" * 100_000, "deeply"),
        (b'{"a":' * 100_000, "deeply"),
        (b"PK\x03\x04rest of a zip", "terraform show -json"),
    ],
)
def test_text_that_is_not_a_plan_is_blocked(text: bytes, says: str) -> None:
    verdict = read(text)
    assert blocked(verdict) == {("plan-unreadable", "plan")}
    assert says in verdict.findings[0].detail


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "it is empty"),
        (b"[]", "it is JSON, but not an object"),
        (b'{"a": 1, "a": 1}', "an object in it has two members of one name"),
        (b'{"a": NaN}', "it holds NaN, which is not JSON"),
        (b"\xff", "it is not UTF-8 at byte 0"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"PK\x03\x04", "it is a saved plan, not its JSON: terraform show -json FILE"),
        (b"{", "it is not JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        (b" " * (document.LARGEST_BYTES + 1), "it is larger than 64 MiB"),
    ],
)
def test_text_that_is_not_a_plan_has_a_finding_with_the_reason(text: bytes, says: str) -> None:
    for mode in Mode:
        verdict = review_text(text, mode=mode, expected=EXPECTED, today=TODAY)
        assert verdict.mode is mode
        assert [finding.detail for finding in verdict.findings] == [says]


def test_verdict_on_a_text_equals_the_verdict_on_its_document() -> None:
    lost = plan(change(QUEUE, "delete", before={}))
    waivers = (Waiver(address=QUEUE, action="loss-of-data-or-identity", reason="r", who="w", expires=TODAY),)
    for mode in Mode:
        given: Any = {"mode": mode, "expected": EXPECTED, "waivers": waivers, "today": TODAY}
        assert review_text(json.dumps(lost).encode(), **given) == judge(lost, mode=mode, waivers=waivers)


def test_text_above_the_size_limit_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(WHOLE).passed
    monkeypatch.setattr(document, "LARGEST_BYTES", len(WHOLE))
    assert read(WHOLE).passed
    monkeypatch.setattr(document, "LARGEST_BYTES", len(WHOLE) - 1)
    assert "larger than" in read(WHOLE).findings[0].detail


@pytest.mark.parametrize(
    ("over", "rule"),
    [
        ({"format_version": "2.0"}, "plan-format"),
        ({"format_version": "10.0"}, "plan-format"),
        ({"format_version": "0.2"}, "plan-format"),
        ({"format_version": None}, "plan-format"),
        ({"format_version": 1}, "plan-format"),
        ({"format_version": 1.2}, "plan-format"),
        ({"format_version": ""}, "plan-format"),
        ({"errored": True}, "plan-errored"),
        ({"errored": None}, "plan-errored"),
        ({"errored": 0}, "plan-errored"),
        ({"complete": False}, "plan-incomplete"),
        ({"complete": None}, "plan-incomplete"),
        ({"complete": 1}, "plan-incomplete"),
        ({"resource_changes": None}, "plan-unreadable"),
        ({"resource_changes": {}}, "plan-unreadable"),
        ({"resource_changes": "none"}, "plan-unreadable"),
        ({"resource_drift": {}}, "plan-unreadable"),
        ({"resource_drift": [{}]}, "plan-unreadable"),
        ({"output_changes": []}, "plan-unreadable"),
        ({"output_changes": {"a": None}}, "plan-unreadable"),
        ({"output_changes": {"a": {}}}, "plan-unreadable"),
        ({"configuration": []}, "plan-unreadable"),
        ({"configuration": {"provider_config": {"aws": None}}}, "plan-unreadable"),
        ({"prior_state": "x"}, "plan-unreadable"),
        ({"checks": {}}, "plan-unreadable"),
        ({"deferred_changes": [{"reason": "provider_config_unknown"}]}, "plan-acts-otherwise"),
        ({"deferred_changes": {"x": 1}}, "plan-acts-otherwise"),
        ({"action_invocations": [{"address": "action.aws_lambda_invoke.x"}]}, "plan-acts-otherwise"),
        ({"deferred_action_invocations": [{}]}, "plan-acts-otherwise"),
        ({"planned_values": {"root_module": {"resources": [{"mode": "managed", "address": "a.b"}]}}}, "plan-truncated"),
    ],
)
@pytest.mark.parametrize("mode", Mode)
def test_incomplete_plan_is_blocked_in_every_mode(over: dict[str, Any], rule: str, mode: Mode) -> None:
    verdict = judge(plan(keep(QUEUE), **over), mode=mode)
    assert rule in rules(verdict)
    assert not any(finding.waivable for finding in verdict.of(Severity.BLOCKED))


@pytest.mark.parametrize("missing", ["format_version", "errored", "complete", "resource_changes"])
def test_plan_without_a_required_member_is_blocked(missing: str) -> None:
    document = plan(keep(QUEUE))
    del document[missing]
    assert not judge(document).passed


def test_empty_object_is_blocked() -> None:
    assert rules(judge({})) >= {"plan-format", "plan-errored", "plan-incomplete", "plan-unreadable"}


@pytest.mark.parametrize(
    "actions",
    [
        ("explode",),
        (),
        ("read",),
        ("create", "update"),
        ("update", "delete"),
        ("delete", "create", "delete"),
        ("no-op", "no-op"),
        ("Create",),
        ("forget", "create"),
        ("delete", "forget"),
    ],
)
@pytest.mark.parametrize("mode", Mode)
def test_unknown_action_is_blocked(actions: tuple[str, ...], mode: Mode) -> None:
    verdict = judge(plan(change(QUEUE, *actions, before={}, after={})), mode=mode)
    assert ("action-unknown", QUEUE) in blocked(verdict)


@pytest.mark.parametrize("actions", [None, "create", [None], [["create"]], [1], {"create": 1}])
def test_actions_that_are_not_a_list_of_strings_are_blocked(actions: Any) -> None:
    entry = create(QUEUE)
    entry["change"]["actions"] = actions
    assert ("action-unknown", QUEUE) in blocked(judge(plan(entry)))


@pytest.mark.parametrize(
    "entry",
    [
        None,
        7,
        "create",
        {},
        {"address": ""},
        {"address": QUEUE},
        {"address": QUEUE, "type": "aws_sqs_queue"},
        {"address": QUEUE, "type": "aws_sqs_queue", "change": None},
        {**keep(QUEUE), "type": ""},
        {**keep(QUEUE), "type": None},
        {**keep(QUEUE), "mode": "ephemeral"},
        {**keep(QUEUE), "mode": None},
        {**keep(QUEUE), "mode": "data"},
        {**keep(QUEUE), "type": "null_resource"},
        {**keep("data.aws_sqs_queue.jobs")},
        {**keep(QUEUE), "address": "jobs"},
        {**keep(QUEUE), "previous_address": 7},
        {**keep(QUEUE), "action_reason": []},
        change(QUEUE, "update", after={}),
        change(QUEUE, "update", before={}),
        change(QUEUE, "update", before=[], after={}),
        change(QUEUE, "create"),
        change(QUEUE, "create", before={}, after={}),
        change(QUEUE, "delete"),
        change(QUEUE, "delete", before={}, after={}),
        change(QUEUE, "forget", before={}, after={"a": 1}),
        change(QUEUE, "no-op", before={"a": 1}, after={"a": 2}),
        change(QUEUE, "no-op", before={"a": 1}),
        change(QUEUE, "no-op", before={"a": 1}, after={"a": True}),
        keep(QUEUE, importing={}),
        keep(QUEUE, importing={"id": ""}),
        keep(QUEUE, importing={"id": 7}),
        keep(QUEUE, importing={"unknown": True}),
        keep(QUEUE, importing="id"),
        create(QUEUE, importing={"id": "x"}),
        change(QUEUE, "delete", before={}, importing={"id": "x"}),
        change(QUEUE, "forget", before={}, importing={"id": "x"}),
    ],
)
def test_malformed_entry_is_blocked(entry: Any) -> None:
    verdict = judge(plan(entry))
    assert "plan-unreadable" in rules(verdict)


def test_address_that_is_listed_twice_is_blocked() -> None:
    assert ("plan-unreadable", QUEUE) in blocked(judge(plan(keep(QUEUE), update(QUEUE, {}, {"a": 1}))))
    assert judge(plan(keep(QUEUE), keep("aws_sqs_queue.other"))).passed


def test_plan_with_changes_that_is_not_applyable_is_blocked() -> None:
    assert "plan-unreadable" in rules(judge(plan(create(QUEUE), applyable=False)))
    assert "plan-unreadable" in rules(judge(plan(keep(QUEUE, importing={"id": "q"}), applyable=False)))
    assert judge(plan(keep(QUEUE), applyable=False)).passed
    assert judge(plan(create(QUEUE), applyable=True)).passed


EMPTY = {
    "format_version": "1.2",
    "complete": True,
    "errored": False,
    "applyable": False,
    "planned_values": {"root_module": {}},
    "configuration": {"root_module": {}},
}
THERE = {"root_module": {"resources": [{"mode": "managed", "address": QUEUE, "values": {}}]}}


def test_plan_without_any_resource_passes_without_a_list_of_changes() -> None:
    """So written by terraform 1.11 for an empty configuration and state."""
    assert judge(EMPTY).passed


@pytest.mark.parametrize(
    "over",
    [
        {"applyable": True},
        {"applyable": None},
        {"planned_values": {}},
        {"planned_values": THERE},
        {"prior_state": {"values": THERE}},
        {"configuration": THERE},
        {"resource_changes": None},
        {"planned_values": {"root_module": {"child_modules": [THERE["root_module"]]}}},
    ],
)
def test_plan_with_resources_but_no_list_of_changes_is_blocked(over: dict[str, Any]) -> None:
    """A refresh alone lists no changes either, and would write the state."""
    assert not judge({**EMPTY, **over}).passed


def test_resource_of_the_state_without_a_change_is_blocked() -> None:
    other = {"mode": "managed", "address": "aws_db_instance.main", "values": {}}
    state = {"values": {"root_module": {"resources": [other], "child_modules": []}}}
    assert ("plan-truncated", "aws_db_instance.main") in blocked(judge(plan(keep(QUEUE), prior_state=state)))
    moved = update("aws_db_instance.new", {}, {}, previous_address="aws_db_instance.main")
    assert judge(plan(moved, prior_state=state)).passed
    assert judge(plan(keep("aws_db_instance.main"), prior_state=state)).passed
    data = {"values": {"root_module": {"resources": [{**other, "mode": "data"}]}}}
    assert judge(plan(keep(QUEUE), prior_state=data)).passed
    deposed = {"values": {"root_module": {"resources": [{**other, "deposed_key": "a1"}]}}}
    assert judge(plan(keep(QUEUE), prior_state=deposed)).passed


def test_unknown_member_is_reported() -> None:
    verdict = judge(plan(keep(QUEUE), news="of a later version", deferred_changes=[], action_invocations=None))
    assert verdict.passed
    assert [finding.detail for finding in verdict.of(Severity.REPORTED)] == [
        "action_invocations",
        "deferred_changes",
        "news",
    ]


@pytest.mark.parametrize(
    "address", ["module.a.aws_sqs_queue.jobs", 'module.a["x.y"].aws_sqs_queue.jobs[0]', 'aws_sqs_queue.jobs["a\\"b"]']
)
def test_addresses_with_modules_and_indexes_are_read(address: str) -> None:
    entry = {**create(QUEUE), "address": address}
    assert judge(plan(entry)).passed
    assert ("loss-of-data-or-identity", address) in blocked(
        judge(plan({**change(QUEUE, "delete", before={}), "address": address}))
    )


def test_data_source_with_another_action_than_read_is_blocked() -> None:
    address = "data.aws_prefix_list.s3"
    assert judge(plan(change(address, "read", after={}, mode="data"))).passed
    assert judge(plan(change(address, "no-op", mode="data"))).passed
    for verb in ("create", "update", "delete"):
        assert "action-unknown" in rules(judge(plan(change(address, verb, before={}, after={}, mode="data"))))


def test_entry_without_a_mode_is_a_resource() -> None:
    lost = change(QUEUE, "delete", before={})
    del lost["mode"]
    assert ("loss-of-data-or-identity", QUEUE) in blocked(judge(plan(lost)))
    data = change("module.a.data.aws_prefix_list.s3", "read", after={}, mode="data")
    assert judge(plan(data)).findings == ()
    assert "plan-unreadable" in rules(judge(plan({**data, "address": "data.module.aws_prefix_list.s3"})))


def test_deposed_object_has_its_own_finding() -> None:
    left = change(QUEUE, "delete", before={}, deposed="a1b2")
    assert ("loss-of-data-or-identity", f"{QUEUE} (deposed a1b2)") in blocked(judge(plan(keep(QUEUE), left)))
