"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from guard.verdict import Mode

Environment = Annotated[
    str, typer.Argument(metavar="ENV", help="Name of an environment: dev for the settings file envs/dev.toml.")
]


class GuardFormat(StrEnum):
    """The formats of a verdict."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"


class PlanFormat(StrEnum):
    """The formats of a plan. None shows a sensitive value."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


Yes = Annotated[bool, typer.Option("--yes", help="Answer every question with yes.")]

ModeOption = Annotated[
    Mode | None,
    typer.Option("--mode", help="Mode of the guard. Default: create for a first build, otherwise steady."),
]
Waivers = Annotated[
    Path | None,
    typer.Option("--waivers", help="File of waivers for findings. Default: envs/ENV.waivers.toml, if it exists."),
]
