"""A report on the terminal and as Markdown: the same content, nothing that acts, and a length that GitHub takes."""

import re
from typing import Any

import pytest

from guard.verdict import Verdict
from report import html, markdown, text
from report.report import Report, report_of
from terraform.plan.plan import Plan
from tests.guard.plans import TODAY, Json, create, delete, judge, plan, update

QUEUE, DATABASE = "aws_sqs_queue.jobs", "aws_db_instance.main"
MIXED = plan(
    create("aws_ssm_parameter.a", {"name": "/a"}),
    update(DATABASE, {"deletion_protection": True}, {"deletion_protection": False}),
    delete(QUEUE),
    update("aws_lb.main", {"idle_timeout": 60}, {"idle_timeout": 120}),
    resource_drift=[update("aws_vpc.main", {"tags": None}, {"tags": {"a": "b"}})],
)


def report(document: Json, *, verdict: Verdict | None = None, title: str = "dev") -> Report:
    return report_of(Plan.of(document), title=title, verdict=verdict or judge(document), has_changes=True)


def lines(document: Json) -> list[str]:
    return [each for _, each in text.render(report(document), blocked=True)]


def as_markdown(document: Json) -> str:
    return markdown.render(report(document), today=TODAY)


def test_terminal_shows_counts_then_risks_then_changes() -> None:
    shown = lines(MIXED)
    assert shown[0] == "dev: 1 to add, 2 to change, 1 to destroy"
    assert [each.split()[0] for each in shown if re.match(r"  \w", each)] == [
        "blocked",
        "blocked",
        "reported",
        "reported",
        "drifted",
        "delete",
        "update",
        "update",
        "create",
    ]
    assert "             deletion_protection: true -> false" in shown
    assert '             + tags.a: "b"' in shown


def test_drift_that_the_plan_overwrites_has_both_ways_on() -> None:
    document = plan(
        update(QUEUE, {"delay_seconds": 5}, {"delay_seconds": 0}),
        resource_drift=[update(QUEUE, {"delay_seconds": 0}, {"delay_seconds": 5})],
    )
    ways = f"counterpromo capture dev {QUEUE}; or put it back: counterpromo apply dev --put-back {QUEUE}"
    shown = lines(document)
    assert shown[shown.index(f"  drifted  {QUEUE}") + 1].endswith(ways)
    assert f"#### drifted `{QUEUE}`\n\n`take it into the settings: {ways}`\n" in as_markdown(document)


def test_html_has_every_line_of_the_terminal_and_nothing_of_the_plan_acts() -> None:
    page = html.render(report(MIXED))
    for address in (QUEUE, DATABASE, "aws_lb.main", "aws_ssm_parameter.a", "aws_vpc.main"):
        assert f" {address}</summary>" in page.replace("\n", "")
    for said in ("~ deletion_protection: true -&gt; false", "+ tags.a: &quot;b&quot;"):
        assert said in page.splitlines()
    hostile = plan(update("aws_vpc.main", {"tags": {}}, {"tags": {"a": "<script>alert(1)</script>"}}))
    assert "<script" not in html.render(report(hostile))


def test_html_hides_sensitive_values() -> None:
    marks = {"before_sensitive": {"value": True}, "after_sensitive": {"value": True}}
    document = plan(update("aws_ssm_parameter.a", {"value": "old-one"}, {"value": "new-one"}, **marks))
    page = html.render(report(document))
    assert "old-one" not in page
    assert "new-one" not in page


def test_markdown_has_every_line_of_the_terminal() -> None:
    shown = as_markdown(MIXED)
    for address in (QUEUE, DATABASE, "aws_lb.main", "aws_ssm_parameter.a", "aws_vpc.main"):
        assert f"`{address}`" in shown
    for said in ("! deletion_protection: true -> false", "! idle_timeout: 60 -> 120", '+ tags.a: "b"', '+ name: "/a"'):
        assert said in shown.splitlines()
    assert shown.startswith("### `dev`: **blocked** (steady)\n\n1 to add, 2 to change, 1 to destroy.\n")


HOSTILE = [
    'aws_sqs_queue.q["\x1b[2J`|@everyone <img src=x> ![](http://x)\n#### a\n```\n| a | \u202e"]',
    "```\n</details>\n::set-output name=a::b",
]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("place", ["address", "key", "value", "json", "drift", "output"])
def test_hostile_text_cannot_act(hostile: str, place: str) -> None:
    values: Any = {"key": {hostile: "a"}, "json": f'{{"a": [{{"Sid": {hostile!r}}}]}}'}.get(place, {"a": hostile})
    entry = update(QUEUE, {"tags": {}}, {"tags": values})
    if place == "address":
        entry["address"] = f"aws_sqs_queue.{hostile}" if "aws" not in hostile else hostile
    document = plan(entry, output_changes={hostile: {"actions": ["create"]}} if place == "output" else {})
    if place == "drift":
        document = plan(resource_drift=[entry])
    shown, terminal = as_markdown(document), "\n".join(lines(document))
    for each in (shown, terminal):
        assert "\x1b" not in each
        assert "\u202e" not in each
    assert "\n::set-output" not in shown + terminal
    fences = [each for each in shown.splitlines() if each.startswith("```")]
    assert fences == ["```toml", "```"] * (len(fences) and "toml" in fences[0]) + ["```diff", "```"] * shown.count(
        "```diff"
    )
    outside = re.sub(r"`[^`\n]*`", "", re.sub(r"(?ms)^```.*?^```$", "", shown))
    assert outside.count("</details>") == outside.count("<details>")
    assert not re.search(r"@everyone|<img|!\[|set-output", outside)
    assert len(re.findall(r"^#### ", shown, re.MULTILINE)) == len(report(document).sections + report(document).drifted)


def test_long_report_drops_whole_changes_from_the_end_and_links_to_the_whole() -> None:
    document = plan(
        delete(QUEUE), *(create(f"aws_ssm_parameter.p{number}", {"name": "x" * 300}) for number in range(400))
    )
    whole = as_markdown(document)
    short = markdown.fit(whole, limit=65_536, whole="[The whole](https://example.com).")
    assert len(whole) > 65_536 > len(short)
    assert f"#### delete `{QUEUE}`" in short
    assert short.count("```") % 2 == 0
    shown = short.count("\n#### create ")
    assert short.endswith(f"{400 - shown} more changes are not shown here. [The whole](https://example.com).\n")


def test_report_that_fits_is_left_as_it_is() -> None:
    assert markdown.fit("short", limit=10, whole="there") == "short"


def test_terminal_shows_one_screen_of_a_large_plan() -> None:
    document = plan(*(create(f"aws_ssm_parameter.p{number}", {"name": "x"}) for number in range(400)))
    shown = lines(document)
    assert len(shown) < 200
    assert any("more lines" in each for each in shown)
