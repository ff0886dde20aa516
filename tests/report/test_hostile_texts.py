"""Names and texts of strangers, in every place where people or machines read them: none of them acts there."""

import copy
import json
import re
import tomllib
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import audit.formats
import guard.formats
from audit.picture.draw import draw
from audit.picture.mermaid import mermaid
from audit.report import Report
from cli.terminal import printable, say
from guard.verdict import Severity, waiver_for
from report import html, markdown, text
from report.report import report_of
from terraform.plan.plan import Plan
from tests.guard.plans import TODAY, Json, delete, judge, plan, update
from tests.reach.cutting import RULE_IN
from tests.reach.sound import at, report, without
from tests.stack import Stack

HOSTILE = (
    "\x1b]0;title\x07\x1b[2J\x9b31m",  # terminal
    "a\n::set-output name=token::b",  # runner of GitHub
    "a\n  ::add-mask::b",
    "##[add-path]/tmp",
    "\u202egnp.exe \u2066",  # direction of text
    '"><script>alert(1)</script><img src=x onerror=alert(1)>',  # HTML
    "`|@everyone ![x](http://x) </details>\n#### heading\n```\n| a |",  # Markdown
    '"]\nreason = "yes"\n[[waiver]]\n',  # TOML
    "${jndi:ldap://x} {{7*7}} %{if} javascript:alert(1)",  # templates
    '"] --> b["\nclick a "javascript:alert(1)"\nend',  # Mermaid
)
ACTS_ON_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
PARTS_OF_A_PAGE = {"html", "meta", "title", "style", "h1", "p", "details", "summary", "pre"}
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


class Tags(HTMLParser):
    """Collects the tags and the event handlers of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.handlers: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def of_a_plan(hostile: str) -> Json:
    """A plan with the text as an address, a key, a value, a member of JSON and a name of drift."""
    values = {"tags": {hostile: hostile}, "name": hostile, "policy": json.dumps({"Sid": hostile})}
    return plan(
        update("aws_sqs_queue.jobs", {"tags": {}, "message_retention_seconds": 9}, values),
        delete(f'aws_sqs_queue.q["{hostile}"]', values),
        resource_drift=[update("aws_vpc.main", {"tags": None}, {"tags": {hostile: "a"}})],
    )


@pytest.fixture(scope="module")
def audited(prod: Stack) -> dict[str, Report]:
    """A report with a finding for each hostile text, which is the name of a load balancer and of a group."""
    return {each: _audited(prod, each) for each in (*HOSTILE, "harmless")}


def _audited(prod: Stack, name: str) -> Report:
    document = copy.deepcopy(prod.document)
    without(f"{RULE_IN}database_from_worker")(document)
    at(document, "aws_lb.balancer_alb")["name"] = name
    at(document, "aws_security_group.groups_database")["name"] = name
    return report(document)


@given(hostile=TEXTS)
@example(hostile="\n::stop-commands::x")
def test_text_on_the_terminal_cannot_move_the_cursor_or_command_the_runner(hostile: str) -> None:
    shown = printable(hostile)
    assert not ACTS_ON_A_TERMINAL.search(shown)
    assert not COMMAND.search(shown)
    assert len(shown.split("\n")) == len(hostile.split("\n"))


def test_every_result_goes_through_that_text(capsys: pytest.CaptureFixture[str]) -> None:
    for hostile in HOSTILE:
        say(f"stray {hostile}")
    shown = capsys.readouterr().out
    assert "stray" in shown
    assert not ACTS_ON_A_TERMINAL.search(shown)
    assert not COMMAND.search(shown)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(hostile=TEXTS)
def test_verdict_and_report_of_a_plan_hold_hostile_text_as_text(hostile: str) -> None:
    document = of_a_plan(hostile)
    verdict = judge(document)
    made = report_of(Plan.of(document), title=hostile, verdict=verdict, has_changes=True)
    formats = {name: render(verdict, hostile, TODAY) for name, render in guard.formats.FORMATS.items()}
    on_terminal = [formats["text"], *(line for _, line in text.render(made, blocked=True))]
    in_comments = [formats["markdown"], markdown.render(made, today=TODAY)]
    for each in (*on_terminal, *in_comments):
        assert not ACTS_ON_A_TERMINAL.search(each)
        assert not COMMAND.search(printable(each))
    for each in in_comments:
        outside = re.sub(r"`[^`\n]*`", "", re.sub(r"(?ms)^```.*?^```$", "", each))
        assert outside.count("<details>") == outside.count("</details>")
        assert not re.search(r"@everyone|<script|<img|!\[|\]\(http|javascript:", outside)
    page = html.render(made)
    assert not ACTS_ON_A_TERMINAL.search(page)
    assert not Tags(page).handlers
    assert set(Tags(page).tags) <= PARTS_OF_A_PAGE
    assert json.loads(formats["json"])
    assert json.loads(formats["sarif"])["runs"]


@given(hostile=TEXTS)
def test_waiver_to_copy_is_one_waiver_of_its_address(hostile: str) -> None:
    document = plan(delete(f'aws_sqs_queue.q["{hostile}"]', {"name": "q"}))
    for finding in judge(document).of(Severity.BLOCKED):
        (waiver,) = tomllib.loads(waiver_for(finding, today=TODAY))["waiver"]
        assert waiver["address"] == finding.address
        assert waiver["reason"] == waiver["who"] == ""


@pytest.mark.parametrize("hostile", HOSTILE)
def test_audit_holds_hostile_text_as_text(audited: dict[str, Report], hostile: str) -> None:
    harmless, shown = (
        {name: render(audited[each]) for name, render in audit.formats.FORMATS.items()}
        for each in ("harmless", hostile)
    )
    page = Tags(shown["html"])
    assert set(page.tags) == set(Tags(harmless["html"]).tags)
    assert page.tags.count("script") == Tags(harmless["html"]).tags.count("script")
    assert page.handlers == []
    for name in ("text", "markdown", "html"):
        assert not ACTS_ON_A_TERMINAL.search(shown[name])
        assert not COMMAND.search(printable(shown[name]))
    before_the_picture = shown["markdown"].partition("```mermaid")[0]
    assert not re.search(r"<script|<img|!\[|@everyone", re.sub(r"`[^`\n]*`", "", before_the_picture))
    assert json.loads(shown["json"])
    assert json.loads(shown["sarif"])["runs"]
    pictures = [mermaid(draw(audited[each])) for each in ("harmless", hostile)]
    assert len({len(picture.splitlines()) for picture in pictures}) == 1
    assert not re.search(r"<script|^\s*click ", pictures[1], re.MULTILINE)
