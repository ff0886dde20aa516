"""Formats a report as one HTML page that loads nothing: picture, findings and every path with its hops.

Names and tags of AWS are text of strangers: jinja2 escapes all of them.
https://jinja.palletsprojects.com/en/stable/api/#autoescaping
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from audit.picture.drawing import draw
from audit.picture.svg import svg
from audit.report import Report


def render(report: Report) -> str:
    """Returns the report as an HTML document."""
    loader = PackageLoader("audit", "formats")
    pages = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    picture = Markup(svg(draw(report)))  # every name in it is escaped where it is written
    return pages.get_template("page.html").render(report=report, picture=picture)
