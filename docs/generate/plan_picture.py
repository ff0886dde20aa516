"""docs/pictures/plan.svg: a plan as the terminal shows it, from the plan of an adopted DEV that terraform made.

`plan_example.json` is what `terraform show -json` printed for six ordinary edits of the settings, without the resources
that do not change. The guard judges it and the report renders it as `counterpromo plan dev` does.
"""

from __future__ import annotations

import datetime
import io
import json
import re
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from guard.expected import Expected
from guard.verdict import Mode
from modules.stages import review
from report import text
from report.report import report_of
from terraform.plan.plan import Plan

EXAMPLE = Path(__file__).with_name("plan_example.json")
WIDTH = 120
_REMOTE_FONTS = re.compile(r"@font-face \{\{.*?\}\}\n", re.DOTALL)  # a picture loads nothing from elsewhere


def plan_picture() -> str:
    """Returns the picture as SVG."""
    document = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    expected = Expected(account="437064342167", region="eu-west-2")
    verdict = review(document, mode=Mode.STEADY, expected=expected, waivers=(), today=datetime.date(2026, 1, 1))
    report = report_of(Plan.of(document), title="dev", verdict=verdict, has_changes=True)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), color_system="truecolor", force_terminal=True)
    for style, line in text.render(report, blocked=True):
        console.print(line, style=style or None, markup=False, highlight=False)
    template = _REMOTE_FONTS.sub("", CONSOLE_SVG_FORMAT)
    return console.export_svg(title="counterpromo plan dev", code_format=template, unique_id="plan") + "\n"
