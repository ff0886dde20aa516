"""Parts that somebody added to a resource of the code are reported with the ways on, and block no plan."""

from __future__ import annotations

import datetime
from dataclasses import replace

from guard.verdict import Severity
from report import markdown
from report.report import report_of
from terraform.plan.plan import Plan
from tests.guard.plans import EXPECTED, judge, keep, plan, rules

LISTENER = "aws_lb_listener.balancer_https"
RULE = (
    "aws_lb_listener_rule rule 50 /old/*: arn:aws:elasticloadbalancing:eu-west-2:437064342167:listener-rule/app/a/b/c"
)


def test_added_part_is_reported_with_the_ways_on_and_opens_the_drift_issue() -> None:
    document = plan(keep(LISTENER, {"arn": "arn:listener"}))
    verdict = judge(document, expected=replace(EXPECTED, added={LISTENER: (RULE,)}))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"added-by-hand"}
    report = report_of(Plan.of(document), title="dev", verdict=verdict, has_changes=False)
    text = markdown.render(report, today=datetime.date(2026, 11, 26))
    assert markdown.DRIFTED in text.splitlines()
    assert f"#### added to `{LISTENER}` (`{RULE}`)" in text
    for way_on in ("counterpromo import dev --apply", "counterpromo strays dev --keep", "delete it in AWS"):
        assert way_on in text


def test_nothing_is_said_where_nothing_was_added() -> None:
    assert not judge(plan(keep(LISTENER, {"arn": "arn:listener"}))).findings
