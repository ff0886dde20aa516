"""The command `audit`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import Environment
from cli.terminal import stdout, step
from errors import ExitCode

app = typer.Typer()


class AuditFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


@app.command()
def audit(
    context: typer.Context,
    environment: Environment,
    format_: Annotated[AuditFormat, typer.Option("--format", help="Format of the report.")] = AuditFormat.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write the report to a file.")] = None,
) -> int:
    """Say what each service cannot do: start, reach what it uses, be reached. Nothing is changed, no account is read.

    Exit code 0: no findings, 3: findings.
    """
    from audit.formats import FORMATS
    from operations.audit import AuditRequest
    from operations.audit import audit as make_report
    from operations.progress import Progress

    request = AuditRequest(environment=environment, workspace=context.obj)
    report = make_report(request, progress=Progress(step=step))
    text = FORMATS[format_.value](report)
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        stdout().file.write(text)
    return ExitCode.DONE if report.passed else ExitCode.REFUSED
