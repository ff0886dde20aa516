"""Formats a report as one HTML page that loads nothing: picture, findings, estimate, baseline, inventory, every
path.

Names and tags of AWS are text of strangers: jinja2 escapes all of them.
https://jinja.palletsprojects.com/en/stable/api/#autoescaping
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audit.formats import money
from audit.formats.listing import counts, headings
from audit.inventory.items import MEANINGS
from audit.picture.draw import draw
from audit.picture.svg import STYLE, svg
from audit.report import Report
from audit.safety.formats.rows import CLASSES, rows
from audit.safety.formats.text import summary
from audit.safety.judge import State
from cost.estimate import NOT_COUNTED
from guard.formats.text import clean


def render(report: Report) -> str:
    """Returns the report as an HTML document."""
    loader = PackageLoader("audit", "formats")
    pages = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_without_controls,
    )
    picture = Markup(svg(draw(report)))  # every name in it is escaped where it is written
    return pages.get_template("page.html").render(
        report=report,
        picture=picture,
        picture_style=Markup(STYLE),
        amount=money.amount,
        signed=money.signed,
        total=money.total,
        changed=money.changed,
        first_upper=lambda text: text[:1].upper() + text[1:],
        counts=counts,
        headings=headings,
        meanings=MEANINGS,
        not_counted=NOT_COUNTED,
        judged=rows(report.safety),
        failed=len(report.safety.of(State.FAILED)),
        classes=CLASSES,
        summary=summary,
    )


def _without_controls(value: object) -> object:
    """Returns a text without control characters; what this code wrote itself stays."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value
