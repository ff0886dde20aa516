"""Options that several commands have, each spelled once."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from guard.verdict import Mode

Environment = Annotated[str, typer.Argument(metavar="ENV", help="The name of a settings file: dev for envs/dev.toml.")]


class GuardFormat(StrEnum):
    """How a verdict is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"


class PlanFormat(StrEnum):
    """How a plan is shown to people."""

    TEXT = "text"
    MARKDOWN = "markdown"


Yes = Annotated[bool, typer.Option("--yes", help="Answer yes to every question.")]

ModeOption = Annotated[
    Mode | None, typer.Option("--mode", help="Judge it as this; by itself create for an empty state, else steady.")
]
Waivers = Annotated[
    Path | None, typer.Option("--waivers", help="Findings that a person answers for; envs/ENV.waivers.toml by itself.")
]
