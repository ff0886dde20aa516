"""Shows the report of a plan on the terminal, or returns it as text, Markdown or HTML."""

from __future__ import annotations

import datetime

from cli.terminal import say
from operations.events import PlanJudged, PlanMade
from report import html, markdown, text
from report.report import Report, report_of

SUMMARY_LIMIT = 1_000_000  # GitHub takes 1 MiB a step: https://docs.github.com/en/actions/reference/limits
WHOLE = "The whole: `counterpromo plan ENV --json FILE`."


def print_plan(event: PlanMade) -> None:
    """Prints a plan that no guard has judged."""
    report = report_of(event.summary, title=event.title, verdict=None, has_changes=True)
    for style, line in text.render(report, blocked=False):
        say(line, style=style)


def print_judged(event: PlanJudged) -> None:
    """Prints a judged plan. The refusal of a blocked plan holds the findings that block."""
    for style, line in text.render(_report(event), blocked=False):
        say(line, style=style)


def as_text(event: PlanJudged) -> str:
    """Returns the lines of the terminal as one text."""
    return "".join(f"{line}\n" for _, line in text.render(_report(event), blocked=True))


def as_markdown(event: PlanJudged) -> str:
    """Returns the report as Markdown, of a length that the summary of a run takes."""
    rendered = markdown.render(_report(event), today=datetime.date.today())
    return markdown.fit(rendered, limit=SUMMARY_LIMIT, whole=WHOLE)


def as_html(event: PlanJudged) -> str:
    """Returns the report as one HTML page."""
    return html.render(_report(event))


def _report(event: PlanJudged) -> Report:
    return report_of(event.summary, title=event.stack, verdict=event.verdict, has_changes=event.has_changes)
