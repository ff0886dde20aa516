"""Commands that find and adopt live resources, and those for the pins and gaps of an adopted environment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.commands.options import Environment, Yes
from cli.terminal import check_answerable, confirm, say, step
from errors import ExitCode
from operations.synth import begin_starting_node

if TYPE_CHECKING:
    from imports.files.pins_file import SetAside
    from operations.adopt.import_environment import PreparedImport

app = typer.Typer()


@app.command()
def doctor(
    context: typer.Context,
    environment: Annotated[str | None, typer.Argument(metavar="[ENV]", help="Check this environment only.")] = None,
) -> int:
    """Check the tools, the settings and the AWS account, with a cure for each check that fails."""
    from operations.doctor import examine
    from operations.doctor.rows import Health

    styles = {Health.OK: "green", Health.WARN: "yellow", Health.FAIL: "red"}
    ended = ExitCode.DONE
    for row in examine(environment, workspace=context.obj, step=step):
        say(f"{row.health.value:4}  {row.subject:11} {row.detail}", style=styles[row.health])
        if row.cure:
            say(f"      {'':11} try: {row.cure}")
        if row.health is Health.FAIL:
            ended = ExitCode.BROKEN
    return ended


@app.command()
def bootstrap(context: typer.Context, yes: Yes = False) -> int:
    """Create or adopt what exists once per account: state bucket, lock table, identity provider, workflow roles."""
    from cli.show.events import on_terminal
    from cli.show.imports import print_import
    from envs.load import ACCOUNT
    from operations.bootstrap.bootstrap import carry_out, prepare

    check_answerable(yes=yes)
    with prepare(context.obj, progress=on_terminal()) as prepared:
        print_import(prepared)
        if prepared.has_changes:
            writing = f", and write {', '.join(prepared.diffs)}" if prepared.diffs else ""
            confirm(f"create and adopt this{writing}?", yes=yes)
        carry_out(prepared)
    if prepared.state_is_local:
        say(f"{ACCOUNT}: its state has moved into the bucket")
    say(f"{ACCOUNT}: {'done' if prepared.has_changes else 'no changes'}", style="bold green")
    return _ended(prepared.set_aside, environment=ACCOUNT)


@app.command("import")
def import_(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    apply: Annotated[bool, typer.Option("--apply", help="Import the resources into the remote state, too.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a report of the import as JSON to a file.")] = None,
) -> int:
    """Find the live resources of an environment, match them with the code, and prove that importing changes nothing."""
    check_answerable(yes=yes)
    begin_starting_node()
    from cli.show.events import on_terminal
    from cli.show.imports import print_import
    from operations.adopt.import_environment import ImportRequest, carry_out, prepare

    request = ImportRequest(environment=environment, workspace=context.obj, apply=apply, report_file=report)
    with prepare(request, progress=on_terminal()) as prepared:
        if prepared.adopted:
            carry_out(prepared)
            _print_adopted(prepared, environment=environment)
            return ExitCode.DONE
        print_import(prepared)
        if apply or prepared.diffs:
            into = " and import everything into the remote state" if apply else ""
            confirm(f"write {', '.join(prepared.diffs) or 'nothing'}{into}?", yes=yes)
        carry_out(prepared)
    if apply:
        say(f"{environment}: adopted, and the next plan is empty: no changes", style="bold green")
    return _ended(prepared.set_aside, environment=environment)


@app.command()
def pins(
    context: typer.Context,
    environment: Environment,
    yes: Yes = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove the pins whose value the code has by now.")] = False,
) -> int:
    """List the pins and gaps of an environment: arguments that keep their live value, resources that do not exist."""
    from cli.show.pins import print_pins_and_gaps
    from operations.pins import read_pins, remove_pins

    found = read_pins(environment, workspace=context.obj, step=step)
    print_pins_and_gaps(found, environment=environment)
    if prune and found.idle:
        confirm(f"remove the {len(found.idle)} pins whose value the code has by now?", yes=yes)
        say(f"{environment}: wrote {remove_pins(environment, found.idle, workspace=context.obj)}")
    return ExitCode.DONE


@app.command()
def unpin(
    context: typer.Context,
    environment: Environment,
    targets: Annotated[
        list[str],
        typer.Argument(metavar="ADDRESS[.ATTRIBUTE]...", help="Pins to release, as `counterpromo pins` lists them."),
    ],
    yes: Yes = False,
) -> int:
    """Release pins. The next plan sets these arguments to the values of the code."""
    from cli.show.pins import print_pin
    from operations.pins import pins_to_release, remove_pins

    released = pins_to_release(environment, targets, workspace=context.obj)
    for pin in released:
        print_pin(pin)
    confirm(f"release {len(released)} pins?", yes=yes)
    remove_pins(environment, released, workspace=context.obj)
    say(f"{environment}: released; to see the changes: counterpromo plan {environment}")
    return ExitCode.DONE


@app.command()
def fill(
    context: typer.Context,
    environment: Environment,
    addresses: Annotated[
        list[str], typer.Argument(metavar="ADDRESS...", help="Gaps to remove, as `counterpromo pins` lists them.")
    ],
    yes: Yes = False,
) -> int:
    """Remove gaps. The next plan creates these resources."""
    from operations.pins import check_gaps, fill_gaps

    check_gaps(environment, addresses, workspace=context.obj, step=step)
    confirm(f"let the next plan create {', '.join(addresses)}?", yes=yes)
    fill_gaps(environment, addresses, workspace=context.obj)
    say(f"{environment}: to see what is created: counterpromo plan {environment}")
    return ExitCode.DONE


@app.command()
def strays(
    context: typer.Context,
    environment: Environment,
    config: Annotated[
        Path | None, typer.Option(help="Write Terraform for the strays to a file, FILE.tf or FILE.tf.json.")
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Write them to ENV.strays.json: `plan --added` no longer reports them.")
    ] = False,
    yes: Yes = False,
) -> int:
    """List live resources in or around an environment that are not in the code. None of them is changed."""
    from cli.show.events import on_terminal
    from operations.strays import check_folder, find_strays, generate, keep_strays, write_config

    if config:
        if config.exists():
            check_answerable(yes=yes)
        check_folder(config)
    found = find_strays(environment, workspace=context.obj, progress=on_terminal())
    number = len(found.strays)
    say(f"{environment}: {number or 'no'} strays{': live, not in the code, left alone' if number else ''}")
    for stray in found.strays:
        say(f"  {stray.type} {stray.name}: {stray.why}", style="yellow")
        if stray.id != stray.name:
            say(f"    {stray.id}", style="dim")
    if keep:
        say(f"{environment}: wrote {keep_strays(found, workspace=context.obj)}", style="bold green")
    if config and found.strays:
        generated = generate(found, config=config, step=step)
        if config.exists():
            confirm(f"overwrite {config}?", yes=yes)
        write_config(generated, config=config)
        for line in generated.left_out:
            say(f"  {line}", style="yellow")
        counts = f"{generated.ready_count} ready, {generated.left_out_count} left out"
        say(f"{environment}: wrote {config}: {counts}", style="bold green")
    return ExitCode.DONE


@app.command()
def capture(
    context: typer.Context,
    environment: Environment,
    addresses: Annotated[
        list[str], typer.Argument(metavar="ADDRESS...", help="Resources that somebody changed, as `plan` lists them.")
    ],
    yes: Yes = False,
) -> int:
    """Take what somebody changed in AWS into the settings file. AWS and the state are only read."""
    from cli.show.events import on_terminal
    from operations.capture import CaptureRequest, carry_out, prepare

    check_answerable(yes=yes)
    request = CaptureRequest(environment=environment, addresses=tuple(addresses), workspace=context.obj)
    prepared = prepare(request, progress=on_terminal())
    for line in prepared.diff.splitlines():
        say(line)
    for left in prepared.left:
        say(
            f"  {left} differs, and no setting says it; to put it back: "
            f"counterpromo apply {environment} --put-back ADDRESS",
            style="yellow",
        )
    confirm(f"write {', '.join(prepared.keys)} to {prepared.path.name}?", yes=yes)
    carry_out(prepared)
    say(f"{environment}: wrote {prepared.path}; to see what is left: counterpromo plan {environment}")
    return ExitCode.DONE


def _ended(set_aside: Sequence[SetAside], *, environment: str) -> int:
    """Returns the exit code of an adoption, and says how much is not adopted."""
    if not set_aside:
        return ExitCode.DONE
    say(f"{environment}: {len(set_aside)} resources are not adopted, see {environment}.gaps.json")
    return ExitCode.INCOMPLETE


def _print_adopted(prepared: PreparedImport, *, environment: str) -> None:
    say(f"{environment}: all {prepared.adopted} resources are in the remote state already", style="bold green")
    if prepared.next_plan_is_empty:
        say(f"{environment}: no changes", style="bold green")
    else:
        say(f"{environment}: nothing to import; to go on: counterpromo plan {environment}")
