"""Waivers: what a file may not say, what may not be waived, and that what is waived stays to be seen."""

import datetime
import json
import tomllib

import pytest

from guard.formats import FORMATS
from guard.rules import RULES
from guard.verdict import Severity, waiver_for
from guard.waivers import WaiverFaults, parse
from tests.guard.plans import TODAY, Json, blocked, change, delete, judge, keep, plan, rules, update

QUEUE = "aws_sqs_queue.jobs"
LOSS = "loss-of-data-or-identity"
SOUND = {"address": QUEUE, "action": LOSS, "reason": "moved to jobs_v2", "who": "Ana", "expires": TODAY}


def text(*waivers: Json) -> str:
    return "\n".join(
        "[[waiver]]\n"
        + "\n".join(
            f"{key} = {value.isoformat() if isinstance(value, datetime.date) else json.dumps(value)}"
            for key, value in waiver.items()
        )
        for waiver in waivers
    )


def faults(written: str) -> tuple[str, ...]:
    with pytest.raises(WaiverFaults) as found:
        parse(written, today=TODAY)
    return found.value.faults


@pytest.mark.parametrize(
    ("over", "fault"),
    [
        ({"address": ""}, "waiver 1: address: must be a string that is not empty"),
        ({"reason": " "}, "waiver 1: reason: must be a string that is not empty"),
        ({"who": 7}, "waiver 1: who: must be a string that is not empty"),
        ({"action": ""}, "waiver 1: action: must be a string that is not empty"),
        ({"action": "delete"}, "waiver 1: action: 'delete' is not the id of a rule"),
        ({"action": "identity"}, "waiver 1: action: identity cannot be waived"),
        ({"expires": "2026-12-01"}, "waiver 1: expires: must be a date without quotes, such as 2026-11-23"),
        ({"expires": datetime.datetime(2026, 12, 1)}, "waiver 1: expires: must be a date"),
        ({"expires": TODAY + datetime.timedelta(days=91)}, "waiver 1: expires: must be within 90 days"),
        ({"everything": True}, "waiver 1: everything: is not a known key"),
    ],
)
def test_waiver_with_a_fault_is_refused(over: Json, fault: str) -> None:
    (found,) = faults(text(SOUND | over))
    assert found.startswith(fault)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("[[waiver", "not TOML"),
        ("[waiver]", "waiver: must be a list of tables"),
        ("waiver = [7]", "waiver 1: must be a table"),
        ("waivers = []", "waivers: is not a known key"),
        (text(SOUND, SOUND), f"{QUEUE} {LOSS}: there are two waivers for this address and rule"),
    ],
)
def test_waiver_file_with_a_fault_is_refused(written: str, fault: str) -> None:
    assert faults(written)[0].startswith(fault)


def test_waiver_file_reports_all_faults() -> None:
    with pytest.raises(WaiverFaults, match="who: must be a string that is not empty\nwaiver 1: expires"):
        parse(text(SOUND | {"who": "", "expires": 7}), today=TODAY)
    (longest,) = parse(text(SOUND | {"expires": TODAY + datetime.timedelta(days=90)}), today=TODAY)
    assert longest.expires == datetime.date(2027, 2, 21)
    assert len(faults(text({}, SOUND | {"who": "", "reason": ""}, SOUND | {"x": "y"}))) == 5 + 2 + 1
    assert parse("", today=TODAY) == ()


def test_waived_finding_does_not_block_and_is_shown() -> None:
    (waiver,) = parse(text(SOUND), today=TODAY)
    document = plan(delete(QUEUE))
    assert not judge(document).passed
    verdict = judge(document, waivers=(waiver,))
    assert verdict.passed
    (finding,) = verdict.findings
    assert finding.severity is Severity.WAIVED
    assert "Ana until 2026-11-23: moved to jobs_v2" in str(finding)
    for format_ in FORMATS.values():
        shown = format_(verdict, "dev", TODAY)
        assert QUEUE in shown
        assert "moved to jobs_v2" in shown


def test_waiver_applies_only_to_its_address_and_rule() -> None:
    waivers = parse(text(SOUND), today=TODAY)
    document = plan(delete(QUEUE), delete("aws_sqs_queue.other"))
    assert blocked(judge(document, waivers=waivers)) == {(LOSS, "aws_sqs_queue.other")}
    crossed = plan(delete(QUEUE), resource_drift=[change(QUEUE, "delete", before={})])
    assert blocked(judge(crossed, waivers=waivers)) == {("drift-crossed", QUEUE)}


def test_expired_waiver_is_a_finding_and_has_no_effect() -> None:
    waivers = parse(text(SOUND), today=TODAY)
    tomorrow = TODAY + datetime.timedelta(days=1)
    verdict = judge(plan(delete(QUEUE)), waivers=waivers, today=tomorrow)
    assert blocked(verdict) == {(LOSS, QUEUE), ("waiver-expired", QUEUE)}
    assert blocked(judge(plan(keep(QUEUE)), waivers=waivers, today=tomorrow)) == {("waiver-expired", QUEUE)}


def test_unused_waiver_is_reported() -> None:
    verdict = judge(plan(keep(QUEUE)), waivers=parse(text(SOUND), today=TODAY))
    assert verdict.passed
    assert [(one.rule, one.address, one.detail) for one in verdict.of(Severity.REPORTED)] == [
        ("waiver-unused", QUEUE, f"{LOSS}, Ana until 2026-11-23: moved to jobs_v2")
    ]
    told_only = SOUND | {"action": "drift"}
    drifted = plan(keep(QUEUE), resource_drift=[change(QUEUE, "delete", before={})])
    assert rules(judge(drifted, waivers=parse(text(told_only), today=TODAY)), Severity.REPORTED) == {
        "drift",
        "waiver-unused",
    }


def test_finding_that_is_not_waivable_has_no_waiver() -> None:
    verdict = judge(plan(delete(QUEUE), format_version="2.0"))
    offered = {finding.rule for finding in verdict.findings if finding.waivable}
    assert offered == {LOSS}
    assert {rule for rule in RULES if not RULES[rule].waivable} >= {"identity", "plan-format", "action-unknown"}


def test_suggested_waiver_works_with_reason_and_name() -> None:
    name = 'aws_sqs_queue.jobs["a\\"b"]'
    entry = {**update(QUEUE, {"kms_master_key_id": "a"}, {}), "address": name}
    (finding,) = judge(plan(entry)).findings
    line = waiver_for(finding, today=TODAY)
    assert tomllib.loads(line)["waiver"][0]["address"] == name
    assert [fault.split(": ")[1] for fault in faults(line)] == ["reason", "who"]
    filled = line.replace('reason = ""', 'reason = "r"').replace('who = ""', 'who = "w"')
    waivers = parse(filled, today=TODAY)
    assert waivers[0].expires == TODAY + datetime.timedelta(days=14)
    assert judge(plan(entry), waivers=waivers).passed
