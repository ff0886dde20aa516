"""`move-state`: an environment's state from S3 into HCP Terraform, or back. What it describes is not touched.

Stages: identity -> both states are read -> refused unless one holds it and the other nothing -> copies on this disk
-> ask -> into the new place -> read back and compared -> the old place is left empty, if nobody wrote there meanwhile
-> the setting. Killed anywhere, a re-run goes on: what has arrived already is recognised by its content.
`terraform init -migrate-state` does not do it: out of HCP Terraform it cannot, and it compares nothing.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from aws import identity
from cli.terminal import check_answerable, confirm, say
from envs.load import load
from errors import CounterPromoError, Refused
from modules.settings import Settings
from operations.workspace import Workspace
from settings.edit_toml import edited
from terraform.private_files import write_private
from terraform.runner import Terraform
from terraform.state import locations
from terraform.state.locations import Place, holds_something, told

DONE = 0
State = Mapping[str, Any]


def move(environment: str, *, to: Place, workspace: Workspace, yes: bool) -> int:
    """Exit code 0 once the state is there and the setting says so.

    Raises Refused where both places hold something, and where the old one changed while this ran.
    """
    check_answerable(yes=yes)
    settings = load(environment, workspace.envs)
    identity.identify(settings.aws)
    with locations.opened(settings, locations.other(to)) as source, locations.opened(settings, to) as target:
        before, there = locations.pulled(source), locations.pulled(target)
        arrived = holds_something(there)
        _check(settings, to=to, before=before, there=there)
        if holds_something(before):
            _tell(settings, to=to, before=before)
            _keep(workspace.private_dir(environment), place=locations.other(to), state=before)
            confirm(f"move the state of {environment} there?", yes=yes)
            if not arrived:
                _put(target, _following(before, there))
            _compare(before, locations.pulled(target), where=told(settings, to))
            _leave(source, before, where=told(settings, locations.other(to)))
    _set(environment, to, envs=workspace.envs)
    say(
        f"{environment}: its state is in {told(settings, to)}; next: counterpromo plan {environment}",
        style="bold green",
    )
    return DONE


def _check(settings: Settings, *, to: Place, before: State, there: State) -> None:
    old, new = told(settings, locations.other(to)), told(settings, to)
    if not holds_something(before) and not holds_something(there):
        raise CounterPromoError(
            f"there is no state of {settings.environment} to move: neither {old} nor {new} holds anything",
            cure=f"counterpromo import {settings.environment} --apply",
        )
    if holds_something(before) and holds_something(there) and content(before) != content(there):
        raise Refused(
            f"{old} and {new} both hold a state of {settings.environment}, and not the same:"
            f" {_size(before)} and {_size(there)}",
            cure="find out which one is right (terraform state pull); the other is to be emptied by hand",
        )


def content(state: State) -> str:
    """What a state says, without what each place counts for itself: serial, lineage, terraform's version."""
    return json.dumps({key: state.get(key) for key in ("resources", "outputs")}, sort_keys=True)


def _tell(settings: Settings, *, to: Place, before: State) -> None:
    say(f"{settings.environment}: {_size(before)}, serial {before['serial']}", style="bold")
    say(f"  from {told(settings, locations.other(to))}")
    say(f"  to   {told(settings, to)}")


def _size(state: State) -> str:
    return f"{sum(len(resource['instances']) for resource in state['resources'])} resources"


def _keep(folder: Path, *, place: Place, state: State) -> None:
    copy = folder / f"{place}-{state['lineage']}-{state['serial']}.tfstate"
    write_private(copy, json.dumps(state, indent=2))
    say(f"  a copy of it is kept in {copy}")


def _following(state: State, there: State) -> dict[str, Any]:
    """The state as the next version of what the new place has had: S3 holds it to lineage and serial."""
    serial = max(int(state["serial"]), int(there.get("serial") or 0)) + 1
    return {**state, "serial": serial, "lineage": there.get("lineage") or state["lineage"]}


def _put(terraform: Terraform, state: State) -> None:
    with tempfile.TemporaryDirectory(prefix="counterpromo-state-") as folder:
        file = Path(folder) / "state"
        write_private(file, json.dumps(state))
        terraform.push(file)


def _compare(before: State, there: State, *, where: str) -> None:
    if content(before) != content(there):
        raise CounterPromoError(
            f"what {where} gave back is not what was put there; the state is where it was", cure="run it again"
        )


def _leave(source: Terraform, before: State, *, where: str) -> None:
    """Empty, so that nobody plans against what is not kept any more; its earlier versions stay."""
    now = locations.pulled(source)
    if (now.get("lineage"), now.get("serial"), content(now)) != (before["lineage"], before["serial"], content(before)):
        raise Refused(
            f"{where} changed while its state was moved: somebody applied to it, serial {now.get('serial')}",
            cure="see to it that nobody applies, empty the new place, and run it again",
        )
    _put(source, {**before, "serial": int(before["serial"]) + 1, "resources": [], "outputs": {}})


def _set(environment: str, place: Place, *, envs: Path) -> None:
    path = envs / f"{environment}.toml"
    before = path.read_text(encoding="utf-8")
    after = edited(before, {"state.backend": place})
    if after != before:
        path.write_text(after, encoding="utf-8")
        say(f"{environment}: wrote state.backend = {place} into {path}")
