"""Formats of a report: text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audit.formats import as_json, markdown, text
from audit.report import Report

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text.render,
    "markdown": markdown.render,
    "json": as_json.render,
}
