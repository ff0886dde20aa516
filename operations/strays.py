"""`strays`: what is in or around an environment and in no code, why it was noticed, and, if asked, code for it.

Stages: identity -> discovery, while the synth runs -> match -> the list; with --config then: terraform's own
configuration for them -> cleaned -> proven by a plan -> one file. In AWS and in the settings nothing is touched.
"""

from __future__ import annotations

from pathlib import Path

from aws import identity
from cli.show import matches
from cli.show import plan as summary
from cli.terminal import check_answerable, confirm, say
from envs.load import load
from errors import CounterPromoError
from imports.strays_to_write import LeftOut
from operations.adopt import adopt, draft
from operations.adopt.record import Record
from operations.workspace import Workspace

DONE = 0


def show(environment: str, *, workspace: Workspace, config: Path | None, yes: bool) -> int:
    """Exit code 0, strays or none. Raises Refused where matching is not sure, for then a stray may be none."""
    if config:
        _check(config, yes=yes)
    record = Record(settings=load(environment, workspace.envs))
    who = identity.identify(record.settings.aws)
    with draft.drafted(workspace, environment) as tried:
        adopt.find(record, who=who, tried=tried)
    if record.outcome.ambiguous:
        matches.show(record.outcome, title=environment)
    matches.refuse_unless_sure(record.outcome)
    _list(record)
    if config and record.outcome.strays:
        _write(record, config=config, yes=yes)
    return DONE


def _check(config: Path, *, yes: bool) -> None:
    """What would stop us in the end, stops us at once."""
    if config.exists():
        check_answerable(yes=yes)
    if not config.absolute().parent.is_dir():
        raise CounterPromoError(f"{config}: there is no such folder", cure=f"mkdir -p {config.parent}")


def _list(record: Record) -> None:
    strays, environment = record.outcome.strays, record.settings.environment
    say(f"{environment}: {len(strays) or 'no'} strays{': in or around it, in no code, left alone' if strays else ''}")
    for stray in strays:
        say(f"  {stray.type} {stray.name}: {stray.why}", style="yellow")
        if stray.id != stray.name:
            say(f"    {stray.id}", style="dim")


def _write(record: Record, *, config: Path, yes: bool) -> None:
    """The file is whole or untouched, and holds only what was proven to import with nothing to change."""
    from imports.write_hcl import as_hcl, as_json
    from modules.stages import sort, write_strays

    assert record.inventory is not None
    outcome, environment = record.outcome, record.settings.environment
    taken = {(match.type, match.id) for match in outcome.matched}
    wanted, unwanted = sort(outcome.strays, record.inventory.found, taken=taken)
    render, suffix = (as_json, ".tf.json") if config.suffix == ".json" else (as_hcl, ".tf")
    ready, unproven = write_strays(wanted, aws=record.settings.aws, render=render, suffix=suffix)
    told = [line for one in (*unwanted, *unproven) for line in _told(one)]
    notes = [
        f"Strays of {environment}: written by terraform, cleaned by `counterpromo strays {environment} --config`.",
        f"Ready: {len(ready)}. Each was planned, and imports with 0 to add, 0 to change, 0 to destroy.",
        "Import blocks stand in a root module only, and may go once they are applied.",
        *told,
    ]
    if config.exists():
        confirm(f"overwrite {config}?", yes=yes)
    beside = config.with_name(f"{config.name}.new")
    beside.write_text(render(ready, notes=notes), encoding="utf-8")
    beside.replace(config)
    for line in told:
        say(f"  {line}", style="yellow")
    counts = f"{len(ready)} ready, {len(unwanted) + len(unproven)} left out"
    say(f"{environment}: wrote {config}: {counts}", style="bold green")


def _told(one: LeftOut) -> list[str]:
    """A line, and one for each attribute that would change."""
    return [
        f"left out: {one.stray.type} {one.stray.name}: {one.reason}",
        *(f"  {line}" for line in summary.told(one.differing)),
    ]
