"""Commands for everyday changes: plan, apply, guard and new-env."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.options import Environment, GuardFormat, ModeOption, PlanFormat, Waivers, Yes
from cli.terminal import check_answerable, confirm, say, stdout, step
from errors import ExitCode
from guard.verdict import Mode
from operations.synth import begin_starting_node_where_needed

if TYPE_CHECKING:
    from operations.events import Event

app = typer.Typer()


@app.command()
def plan(
    context: typer.Context,
    environment: Environment,
    json: Annotated[Path | None, typer.Option("--json", help="Write the plan as Terraform's JSON to a file.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Save the plan beside the state, for a review.")] = False,
    format_: Annotated[PlanFormat | None, typer.Option("--format", help="Format of the plan.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write what --format shows to a file.")] = None,
    mode: ModeOption = None,
    waivers: Waivers = None,
    no_lock: Annotated[
        bool, typer.Option("--no-lock", help="Read the state without a lock, for a role that may not lock.")
    ] = False,
    added: Annotated[
        bool,
        typer.Option(
            "--added", help="Report what somebody added: rules of listeners and groups, policies of roles, records."
        ),
    ] = False,
) -> int:
    """Show what an apply would change. Exit code 0: no changes, 2: changes, 3: the guard refuses the plan."""
    begin_starting_node_where_needed(context.obj, stack=environment)
    from cli.show.events import print_event
    from operations.plan_apply.plan import PlanRequest
    from operations.plan_apply.plan import plan as make_plan
    from operations.progress import Progress

    def report(event: Event) -> None:
        if not (format_ or output) or not _wrote(event, format_ or PlanFormat.TEXT, output):
            print_event(event)

    request = PlanRequest(
        environment=environment,
        workspace=context.obj,
        mode=mode,
        waivers_file=waivers,
        json_file=json,
        save=save,
        lock=not no_lock,
        added=added,
    )
    made = make_plan(request, progress=Progress(step=step, report=report))
    if made.saved:
        say(f"saved: counterpromo apply {environment} --reviewed {made.saved}")
    return ExitCode.CHANGES if made.has_changes else ExitCode.DONE


@app.command()
def apply(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    reviewed: Annotated[
        str, typer.Option(metavar="SHA256", help="Apply the plan that `plan --save` saved under this hash.")
    ] = "",
    put_back: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="Overwrite what somebody changed at this address. Repeatable."),
    ] = None,
    mode: ModeOption = None,
    waivers: Waivers = None,
) -> int:
    """Plan, show the plan, ask, and apply exactly that plan; or apply a plan that was saved and reviewed."""
    check_answerable(yes=yes)
    begin_starting_node_where_needed(context.obj, stack=environment)
    from cli.show.events import on_terminal
    from operations.plan_apply.apply import ApplyRequest, carry_out, prepare

    request = ApplyRequest(
        environment=environment,
        workspace=context.obj,
        mode=mode,
        waivers_file=waivers,
        reviewed=reviewed,
        put_back=tuple(put_back or ()),
    )
    with prepare(request, progress=on_terminal()) as prepared:
        if prepared.has_changes:
            confirm(f"apply this to {environment}?", yes=yes)
        carry_out(prepared)
    if prepared.has_changes:
        say(f"{environment}: applied ({prepared.summary.counts})", style="bold green")
    return ExitCode.DONE


@app.command()
def guard(
    context: typer.Context,
    plan_json: Annotated[
        str, typer.Argument(metavar="PLAN.json", help="Output of `terraform show -json`; - reads stdin.")
    ],
    env: Annotated[str, typer.Option("--env", help="Environment whose settings the plan is compared with.")],
    mode: Annotated[Mode, typer.Option(help="Purpose of the plan.")] = Mode.STEADY,
    waivers: Waivers = None,
    manifest: Annotated[
        Path | None, typer.Option(help="List of protected addresses that the last apply wrote beside the state.")
    ] = None,
    format_: Annotated[GuardFormat, typer.Option("--format", help="Format of the verdict.")] = GuardFormat.TEXT,
) -> int:
    """Judge a plan offline. Exit code 0: it may be applied, 1: it could not be judged, 3: it is blocked."""
    import datetime

    from guard.formats import FORMATS
    from operations.plan_apply.guard_plan import READ_BYTES, GuardRequest, judge_plan, read_plan

    request = GuardRequest(
        plan=sys.stdin.buffer.read(READ_BYTES) if plan_json == "-" else read_plan(Path(plan_json)),
        environment=env,
        workspace=context.obj,
        mode=mode,
        waivers_file=waivers,
        manifest_file=manifest,
    )
    verdict = judge_plan(request)
    stdout().file.write(FORMATS[format_.value](verdict, env, datetime.date.today()))
    return ExitCode.DONE if verdict.passed else ExitCode.REFUSED


@app.command("new-env")
def new_env(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the new environment, for example qa.")],
    source: Annotated[str, typer.Option("--from", help="Environment whose settings are copied.")] = "prod",
    host: Annotated[str | None, typer.Option(help="Host name of the new environment. Default: NAME.DOMAIN.")] = None,
) -> int:
    """Write the settings file of a new environment. No AWS account is read or changed."""
    from operations.new_environment import NewEnvironmentRequest, create

    made = create(NewEnvironmentRequest(name=name, source=source, host=host, workspace=context.obj))
    say(f"{made.path}: written, a copy of {source}", style="bold green")
    say(f"  network {made.settings.network.cidr}, host {made.settings.dns.host} in a zone of its own")
    for reminder in made.decisions:
        say(f"  still open: {reminder.open}\n    try: {reminder.cure}")
    say(f"review and commit it, then: counterpromo plan {name}")
    return ExitCode.DONE


def _wrote(event: Event, format_: PlanFormat, output: Path | None) -> bool:
    """Writes the report of a judged plan to a file or to stdout. Returns False if the event is no judged plan."""
    from cli.show.plan import as_html, as_markdown, as_text
    from machine import masking
    from operations.events import PlanJudged

    if not isinstance(event, PlanJudged):
        return False
    formats = {PlanFormat.TEXT: as_text, PlanFormat.MARKDOWN: as_markdown, PlanFormat.HTML: as_html}
    text = formats[format_](event)
    if output:
        masking.write(output, text)
    else:
        stdout().file.write(text)
    return True
