"""Formats of a report: each holds every finding, and names of strangers stay text."""

import copy
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from audit.formats import FORMATS
from audit.picture.draw import draw
from audit.picture.mermaid import mermaid
from audit.report import Report
from audit.safety.judge import Safety, State
from guard.formats.text import clean
from tests.reach.cutting import RULE_IN
from tests.reach.sound import Document, at, in_containers, report, without
from tests.safety.judged import of_each_state
from tests.stack import Stack

HOSTILE = '"><script>alert(1)</script> `x` | [a](b) @me #1\x1b[2J'


@pytest.fixture(scope="module")
def broken(prod: Stack) -> Report:
    """A PROD with two findings, and with hostile names of a load balancer and a security group."""
    document: Document = copy.deepcopy(prod.document)
    without(f"{RULE_IN}database_from_worker")(document)
    in_containers("web", lambda one: one.update(image="nginx:1"))(document)
    at(document, "aws_lb.balancer_alb")["name"] = HOSTILE
    at(document, "aws_security_group.groups_database")["name"] = HOSTILE
    return replace(report(document), safety=of_each_state(HOSTILE))


class Tags(HTMLParser):
    """Collects the tags of a page, and the text outside of scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_each_format_holds_every_finding(broken: Report) -> None:
    assert {"web", "worker"} <= {one.service for one in broken.findings}
    for name in ("text", "json", "sarif", "markdown"):
        shown = FORMATS[name](broken)
        for one in broken.findings:
            assert one.rule in shown, name
    page = Tags()
    page.feed(FORMATS["html"](broken))
    told = " ".join(page.text.split())
    for one in broken.findings:
        assert " ".join(clean(one.message).split()) in told


def test_a_hostile_name_makes_no_tag_of_the_page(broken: Report) -> None:
    shown = FORMATS["html"](broken)
    page = Tags()
    page.feed(shown)
    assert page.tags.count("script") == 1
    assert "alert(1)" in page.text
    assert not re.search(r"src=|url\((?!#tip)|@import", shown), "the page loads nothing"
    links = set(re.findall(r'href="(.)([^"]*)', shown))
    assert {start for start, _ in links} <= {"#", "h"}
    assert all(f"h{rest}".startswith("https://docs.aws.amazon.com/") for start, rest in links if start == "h")


def test_the_page_has_each_control_with_its_state(broken: Report) -> None:
    shown = FORMATS["html"](broken)
    assert re.findall(r'data-judged="([^"]+)"', shown) == ["failed", "inherited", "not decided", "accepted", "held"]
    assert shown.count(broken.safety.results[0].control.url) == len(State)
    page = Tags()
    page.feed(shown)
    assert "CIS " + broken.safety.results[0].control.cis in page.text
    assert page.text.count("Accepted: ") == len(State)
    assert "The exception from S3.1 matches no finding." in page.text
    unread = Tags()
    unread.feed(FORMATS["html"](replace(broken, safety=Safety(results=(), unread="iam:ListRoles is denied"))))
    assert "Not judged: iam:ListRoles is denied." in unread.text


def test_a_hostile_name_is_a_code_span_in_markdown_and_no_escape_on_a_terminal(broken: Report) -> None:
    assert "\x1b" not in FORMATS["text"](broken) + FORMATS["markdown"](broken)
    for line in FORMATS["markdown"](broken).partition("```mermaid")[0].splitlines():
        assert "<script" not in re.sub(r"`[^`]*`", "", line)


def test_the_picture_has_each_service_where_its_subnets_are_and_marks_what_is_stopped(broken: Report) -> None:
    text = mermaid(draw(broken))
    inside = text.partition('"private subnets"')[2].partition("end\n")[0]
    assert '"service web<br/>' in inside
    assert '"database counterpromo-prod-postgres<br/>' in text.partition('"endpoints and database"')[2]
    assert "-.-x" in text
    assert "<script" not in text
    assert text.count("subgraph") == text.count(" end\n")


def test_json_and_sarif_are_documents(broken: Report) -> None:
    document = json.loads(FORMATS["json"](broken))
    assert len(document["paths"]) == len(broken.paths)
    (run,) = json.loads(FORMATS["sarif"](broken))["runs"]
    judged = broken.safety.of(State.FAILED, State.INHERITED)
    assert len(run["results"]) == len(broken.findings) + len(judged)
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
