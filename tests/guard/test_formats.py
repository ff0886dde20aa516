"""The four ways a verdict is read, and that none of them lets an address written by somebody else do anything."""

import hashlib
import json
from typing import Any

import pytest

from guard.formats import FORMATS
from guard.rules import RULES
from guard.verdict import Mode
from guard.waivers import Waiver
from tests.guard.plans import TODAY, create, delete, judge, keep, plan, update

WAIVER: Any = {
    "address": "aws_sqs_queue.jobs",
    "action": "loss-of-data-or-identity",
    "reason": "empty",
    "who": "Ana",
    "expires": TODAY,
}
WAIVER_LINES = """[[waiver]]
address = "aws_sqs_queue.jobs"
action = "loss-of-data-or-identity"
reason = ""
who = ""
expires = 2026-12-07"""
QUEUE, DB = "aws_sqs_queue.jobs", "aws_db_instance.main"
MIXED = plan(
    delete(QUEUE),
    update(DB, {"deletion_protection": True}, {"deletion_protection": False}),
    create("aws_ssm_parameter.a"),
    keep("aws_vpc.main"),
    resource_drift=[update("aws_vpc.main", {"tags": None}, {"tags": {"a": "b"}})],
)


def shown(format_: str, document: Any = MIXED) -> str:
    return FORMATS[format_](judge(document), "dev", TODAY)


def test_text_format_has_a_line_for_each_finding_with_help_and_waivers() -> None:
    assert shown("text").splitlines() == [
        "dev: blocked in mode steady: 1 to add, 1 to change, 1 to destroy (2 blocked, 0 waived, 1 reported)",
        "  blocked  aws_db_instance.main: the deletion protection is turned off (deletion_protection: true -> false) "
        "[deletion-protection-off]",
        "           remove the change from the settings, or waive it",
        "  blocked  aws_sqs_queue.jobs: the plan removes this resource, and with it data, or a name or address that "
        "other systems use (delete) [loss-of-data-or-identity]",
        "           remove the change from the settings, or waive it",
        "  reported aws_vpc.main: somebody changed this resource outside of Terraform (tags) [drift]",
        "",
        "to accept a finding, add its waiver to the file of waivers, with a reason and your name:",
        "",
        "[[waiver]]",
        'address = "aws_db_instance.main"',
        'action = "deletion-protection-off"',
        'reason = ""',
        'who = ""',
        "expires = 2026-12-07",
        "",
        "[[waiver]]",
        'address = "aws_sqs_queue.jobs"',
        'action = "loss-of-data-or-identity"',
        'reason = ""',
        'who = ""',
        "expires = 2026-12-07",
    ]
    assert shown("text", plan(keep(QUEUE))) == (
        "dev: passed in mode steady: 0 to add, 0 to change, 0 to destroy (0 blocked, 0 waived, 0 reported)\n"
    )


def test_markdown_format_has_a_table_and_the_changed_addresses() -> None:
    lines = shown("markdown").splitlines()
    assert lines[:3] == ["### `dev`: **blocked** (steady)", "", "1 to add, 1 to change, 1 to destroy."]
    assert lines[3:6] == ["", "| | address | finding | rule |", "|---|---|---|---|"]
    assert lines[6] == (
        "| blocked | `aws_db_instance.main` | the deletion protection is turned off "
        "`deletion_protection: true -> false` | `deletion-protection-off` |"
    )
    assert lines[9:17] == [
        "",
        "<details><summary>3 addresses</summary>",
        "",
        "* update `aws_db_instance.main`",
        "* delete `aws_sqs_queue.jobs`",
        "* create `aws_ssm_parameter.a`",
        "",
        "</details>",
    ]
    assert lines[17:21] == ["", "<details><summary>Waivers for these findings</summary>", "", "```toml"]
    database = WAIVER_LINES.replace(QUEUE, DB).replace("loss-of-data-or-identity", "deletion-protection-off")
    assert lines[21:] == [*f"{database}\n\n{WAIVER_LINES}".splitlines(), "```", "</details>"]
    passed = shown("markdown", plan(keep(QUEUE)))
    assert passed == "### `dev`: passed (steady)\n\n0 to add, 0 to change, 0 to destroy.\n"


def test_markdown_of_a_long_plan_fits_into_a_comment() -> None:
    many = shown("markdown", plan(*(delete(f"aws_sqs_queue.q{number}") for number in range(300))))
    assert many.count("| blocked |") == 200
    assert many.count("and 100 more") == 2
    assert len(many) < 65536


def test_json_format_has_every_finding_with_its_waiver() -> None:
    document = json.loads(shown("json"))
    assert (document["title"], document["mode"], document["passed"]) == ("dev", "steady", False)
    assert document["counts"] == {"import": 0, "add": 1, "change": 1, "destroy": 1, "forget": 0}
    assert document["changed"][0] == {"address": DB, "action": "update"}
    first = document["findings"][0]
    assert {key: first[key] for key in ("severity", "rule", "address", "action", "detail")} == {
        "severity": "blocked",
        "rule": "deletion-protection-off",
        "address": DB,
        "action": "update",
        "detail": "deletion_protection: true -> false",
    }
    assert first["waiver"].startswith("[[waiver]]")
    assert "waiver" not in document["findings"][-1]


def test_json_format_equals_the_expected_document() -> None:
    waived = judge(plan(delete(QUEUE)), waivers=(Waiver(**WAIVER),))
    text = FORMATS["json"](waived, "dev", TODAY)
    assert text.startswith('{\n  "title": "dev"')
    assert text.endswith("}\n")
    assert json.loads(text)["findings"] == [
        {
            "severity": "waived",
            "rule": "loss-of-data-or-identity",
            "address": QUEUE,
            "action": "delete",
            "says": "the plan removes this resource, and with it data, or a name or address that other systems use",
            "detail": "delete",
            "help": "remove the change from the settings, or waive it",
            "waived_by": "Ana until 2026-11-23: empty",
        }
    ]


def test_sarif_format_equals_the_expected_document() -> None:
    waived = judge(plan(delete(QUEUE)), waivers=(Waiver(**WAIVER),))
    text = FORMATS["sarif"](waived, "dev", TODAY)
    assert text.startswith('{\n  "$schema"')
    assert text.endswith("}\n")
    (run,) = json.loads(text)["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["tool"]["driver"]["informationUri"] == "https://developer.hashicorp.com/terraform/internals/json-format"
    says = "the plan removes this resource, and with it data, or a name or address that other systems use"
    lowered = "waived by Ana until 2026-11-23: empty"
    assert run["results"] == [
        {
            "ruleId": "loss-of-data-or-identity",
            "ruleIndex": 0,
            "level": "warning",
            "message": {"text": f"{QUEUE}: {says} (delete) [loss-of-data-or-identity]; {lowered}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "envs/dev.toml"},
                        "region": {"startLine": 1},
                    },
                    "logicalLocations": [{"fullyQualifiedName": QUEUE, "kind": "resource"}],
                }
            ],
            "partialFingerprints": {
                "finding/v1": hashlib.sha256(f"loss-of-data-or-identity\0{QUEUE}\0delete".encode()).hexdigest()
            },
            "suppressions": [{"kind": "external", "justification": "Ana until 2026-11-23: empty"}],
        }
    ]
    blocking = json.loads(FORMATS["sarif"](judge(plan(delete(QUEUE))), "dev", TODAY))["runs"][0]["results"][0]
    assert blocking["message"]["text"].endswith("[loss-of-data-or-identity]\n\n" + WAIVER_LINES)


def test_sarif_format_is_valid_against_its_schema() -> None:
    """The members that SARIF 2.1.0 requires, and the references between them."""
    document = json.loads(shown("sarif"))
    assert document["version"] == "2.1.0"
    assert document["$schema"].endswith("sarif-2.1.0.json")
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "counterpromo-guard"
    ids = [rule["id"] for rule in driver["rules"]]
    assert ids == ["deletion-protection-off", "drift", "loss-of-data-or-identity"]
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] == rule["fullDescription"]["text"] == RULES[rule["id"]].says
        assert rule["help"]["text"] == RULES[rule["id"]].help
    assert [result["level"] for result in run["results"]] == ["error", "error", "note"]
    for result in run["results"]:
        assert ids[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "envs/dev.toml"
        assert location["physicalLocation"]["region"]["startLine"] >= 1
        assert location["logicalLocations"][0]["fullyQualifiedName"] in (QUEUE, DB, "aws_vpc.main")
        assert "suppressions" not in result
    prints = {result["partialFingerprints"]["finding/v1"] for result in run["results"]}
    assert len(prints) == 3
    assert "[[waiver]]" in run["results"][0]["message"]["text"]
    assert "[[waiver]]" not in run["results"][2]["message"]["text"]


HOSTILE = 'aws_sqs_queue.q["\x1b[2J`|@everyone\n| a | b\u202e"]'


@pytest.mark.parametrize("format_", FORMATS)
def test_formats_remove_control_characters_and_mentions_from_addresses(format_: str) -> None:
    document = plan({**delete(QUEUE), "address": HOSTILE})
    text = shown(format_, document)
    assert "\x1b" not in text
    assert "\u202e" not in text
    if format_ == "markdown":
        row = next(line for line in text.splitlines() if "@everyone" in line)
        assert row.count("`") == 6
        assert row.count("|") == 5


def test_every_rule_has_a_text_and_a_help() -> None:
    for id_, rule in RULES.items():
        assert id_ == id_.lower()
        assert rule.says
        assert rule.help
        assert not rule.says.endswith(".")


def test_formats_show_the_mode() -> None:
    for mode in Mode:
        assert f"in mode {mode.value}:" in FORMATS["text"](judge(MIXED, mode=mode), "dev", TODAY)
