"""The command `audit`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import Environment
from cli.terminal import stdout, step
from errors import CounterPromoError, ExitCode

app = typer.Typer()


class AuditFormat(StrEnum):
    """The formats of a report."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    SARIF = "sarif"
    HTML = "html"


@app.command()
def audit(
    context: typer.Context,
    environment: Environment,
    plan: Annotated[Path | None, typer.Option(help="Audit a plan: a file that plan --json wrote.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Audit the live account.")] = False,
    format_: Annotated[AuditFormat, typer.Option("--format", help="Format of the report.")] = AuditFormat.TEXT,
    output: Annotated[Path | None, typer.Option(help="Write the report to a file.")] = None,
) -> int:
    """Say what each service cannot do: start, reach what it uses, be reached. Nothing is changed.

    Without --plan and --live, the settings are audited and no account is read. Exit code 0: no findings, 3: findings.
    """
    from audit.formats import FORMATS
    from machine import masking
    from operations.audit import AuditRequest
    from operations.audit import audit as make_report
    from operations.plan_apply.guard_plan import read_plan
    from operations.progress import Progress

    if plan and live:
        raise CounterPromoError("--plan and --live exclude each other", cure="give one of them")
    text = read_plan(plan) if plan else None
    request = AuditRequest(environment=environment, workspace=context.obj, plan=text, live=live)
    report = make_report(request, progress=Progress(step=step))
    shown = FORMATS[format_.value](report)
    if output:
        masking.write(output, shown)
    else:
        stdout().file.write(shown)
    return ExitCode.DONE if report.passed else ExitCode.REFUSED
