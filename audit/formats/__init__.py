"""Formats of a report: text, Markdown, JSON, SARIF and one HTML page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audit.formats import as_json, markdown, page, sarif, text
from audit.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "json": as_json.render,
    "sarif": sarif.render,
    "html": page.render,
}
