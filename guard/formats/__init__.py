"""A verdict as a person, a pull request, a program or a code scanner reads it. No value of any resource is in it."""

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
