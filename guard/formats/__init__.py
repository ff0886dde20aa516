"""Formats of a verdict: text, Markdown, JSON and SARIF. None of them contains a value of a resource."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from guard.formats import as_json, markdown, sarif, text
from guard.verdict import Verdict

Render = Callable[[Verdict, str, datetime.date], str]
FORMATS: Mapping[str, Render] = {
    "text": text.render,
    "markdown": markdown.render,
    "json": as_json.render,
    "sarif": sarif.render,
}
