"""Commands of everyday changes: plan, apply, the guard between them, one more environment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli.commands.options import Environment, GuardFormat, ModeOption, PlanFormat, Waivers, Yes
from guard.verdict import Mode

app = typer.Typer()


@app.command()
def plan(
    context: typer.Context,
    environment: Environment,
    json: Annotated[Path | None, typer.Option("--json", help="Write the plan as Terraform's JSON.")] = None,
    save: Annotated[bool, typer.Option("--save", help="Keep the plan beside the state, to be reviewed.")] = False,
    format_: Annotated[PlanFormat | None, typer.Option("--format", help="Show it without any value.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write what --format shows into a file.")] = None,
    mode: ModeOption = None,
    waivers: Waivers = None,
    no_lock: Annotated[
        bool, typer.Option("--no-lock", help="Only read the state, as a role must that may not lock.")
    ] = False,
) -> int:
    """Show what an apply would change. Exit code 0: nothing, 2: something, 3: something the guard refuses."""
    from operations.plan_apply import change

    return change.plan(
        environment,
        workspace=context.obj,
        json_file=json,
        mode=mode,
        waivers_file=waivers,
        save=save,
        format_=format_.value if format_ else None,
        output=output,
        lock=not no_lock,
    )


@app.command()
def apply(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    reviewed: Annotated[
        str | None, typer.Option(metavar="SHA256", help="Apply the plan that `plan --save` kept under it.")
    ] = None,
    mode: ModeOption = None,
    waivers: Waivers = None,
) -> int:
    """Plan, show, ask, and apply exactly that plan; or the one that was reviewed."""
    from operations.plan_apply import change

    return change.apply(
        environment,
        workspace=context.obj,
        yes=yes,
        mode=mode,
        waivers_file=waivers,
        fingerprint=reviewed,
    )


@app.command()
def guard(
    context: typer.Context,
    plan_json: Annotated[
        str, typer.Argument(metavar="PLAN.json", help="What `terraform show -json` wrote; - is stdin.")
    ],
    env: Annotated[str, typer.Option("--env", help="The environment, whose settings it is held against.")],
    mode: Annotated[Mode, typer.Option(help="What the plan is for.")] = Mode.STEADY,
    waivers: Waivers = None,
    manifest: Annotated[
        Path | None, typer.Option(help="What was protected before, as it lies beside the state.")
    ] = None,
    format_: Annotated[GuardFormat, typer.Option("--format", help="How the verdict is written.")] = GuardFormat.TEXT,
) -> int:
    """Judge any plan, offline. Exit code 0: it may be applied, 1: it could not be judged, 3: it is blocked."""
    from operations.plan_apply import judge as guard

    return guard.command(
        plan_json,
        environment=env,
        mode=mode,
        workspace=context.obj,
        waivers_file=waivers,
        manifest_file=manifest,
        format_=format_.value,
    )


@app.command("new-env")
def new_env(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the new environment is called: qa.")],
    source: Annotated[str, typer.Option("--from", help="The environment whose settings are copied.")] = "prod",
    host: Annotated[str | None, typer.Option(help="Where it answers; NAME.DOMAIN if left out.")] = None,
) -> int:
    """Write the settings file of one more environment, apart from all that are there. No account is touched."""
    from operations.new_environment import write

    return write(name, source=source, host=host, workspace=context.obj)
