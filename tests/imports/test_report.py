"""The report: exactly the keys that were promised, and a stage that did not run is null."""

import json
from pathlib import Path

from imports.files import report
from modules.stages import match
from terraform.plan.counts import Counts
from tests.imports.small_dev import CODE, LIVE, code, live, without


def test_report_has_the_documented_form(tmp_path: Path) -> None:
    twins = [live("aws_sqs_queue", url, name="twin", arn=url) for url in ("a", "b")]
    outcome = match([*CODE, code("aws_sqs_queue.twin", name="twin")], [*without(LIVE, "dev-uploads"), *twins])
    report.write(
        report.build(
            env="dev",
            account="123456789012",
            region="eu-west-2",
            outcome=outcome,
            plan=Counts(import_=3, add=0, change=0, destroy=0),
            api_calls=63,
            seconds={"discover": 1.23456, "plan": 5.0},
        ),
        tmp_path / "report.json",
    )
    written = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert list(written) == [
        "env",
        "account",
        "region",
        "matched",
        "missing",
        "ambiguous",
        "strays",
        "captured",
        "pinned",
        "plan",
        "api_calls",
        "seconds",
    ]
    assert set(written["matched"][0]) == {"address", "type", "id", "rule"}
    assert {"address": "aws_s3_bucket.uploads", "type": "aws_s3_bucket"} in written["missing"]
    (ambiguous,) = written["ambiguous"]
    assert ambiguous["address"] == "aws_sqs_queue.twin"
    assert [candidate["id"] for candidate in ambiguous["candidates"]] == ["a", "b"]
    assert written["plan"] == {"import": 3, "add": 0, "change": 0, "destroy": 0}
    assert written["seconds"] == {"discover": 1.235, "synth": None, "plan": 5.0, "apply": None}


def test_report_without_a_plan_has_null() -> None:
    built = report.build(env="dev", account="1", region="r", outcome=match([], []), plan=None, api_calls=0, seconds={})
    assert built["plan"] is None
