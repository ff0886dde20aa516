"""One environment in two accounts: adopted in the first, and made anew in the second from the captured settings.

The commands are those of docs/runbooks/recreate-elsewhere.md. Out: the two accounts as Terraform reads them.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from envs.load import load
from sandbox.server import Sandbox
from settings.copying import not_copied
from settings.edit_toml import edited
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.recreate.compare import Side

ELSEWHERE, NAME = "210987654321", "qa"
Fill = Callable[[Sandbox], object]  # makes a DEV in an empty account


@dataclass(frozen=True, kw_only=True)
class Recreated:
    """The files that both accounts left in `folder`."""

    folder: Path

    @cached_property
    def first(self) -> Side:
        return _side(self.folder / "first" / "envs" / "dev.toml", self.folder / "first.json")

    @cached_property
    def second(self) -> Side:
        return _side(self.folder / "second" / "envs" / f"{NAME}.toml", self.folder / "second.json")

    @property
    def pinned(self) -> frozenset[tuple[str, str]]:
        """Address and argument of each pin."""
        return frozenset((pin["address"], pin["attribute"]) for pin in self._beside("dev.pins.json", []))

    @property
    def gaps(self) -> frozenset[str]:
        """The addresses that the first account lacks, or that were set aside."""
        return frozenset(self._beside("dev.gaps.json", {"withheld": []})["withheld"])

    def _beside(self, name: str, otherwise: Any) -> Any:
        path = self.folder / "first" / "envs" / name
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else otherwise


def recreate(fill: Fill, folder: Path) -> Recreated:
    """Adopts what `fill` makes, copies the captured settings, and applies them to an empty account."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        fill(sandbox)
        first = Workplace.make(sandbox, folder / "first")
        first.make_room_for_states()
        _ended(first, "import", "dev", "--yes", "--apply")
        _ended(first, "plan", "dev", "--json", str(folder / "first.json"))
        _ended(first, "new-env", NAME, "--from", "dev")
        _decide_as_before(first.envs)
    envs = folder / "second" / "envs"
    envs.mkdir(parents=True)
    for name in ("account.toml", f"{NAME}.toml"):
        text = (first.envs / name).read_text(encoding="utf-8")
        (envs / name).write_text(text.replace(ACCOUNT, ELSEWHERE), encoding="utf-8")
    with Sandbox.start(account_id=ELSEWHERE, region=REGION) as sandbox:
        second = Workplace(sandbox=sandbox, folder=folder / "second")
        second.make_room_for_states(NAME)
        _accept_what_the_guard_refuses(second)
        _ended(second, "apply", NAME, "--yes")
        _ended(second, "plan", NAME, "--json", str(folder / "second.json"))
    return Recreated(folder=folder)


def _ended(workplace: Workplace, *command: str) -> None:
    ended = workplace.run(*command, timeout=1800)
    assert ended.returncode == 0, f"{' '.join(command)}\n{ended.stdout}\n{ended.stderr}"


def _accept_what_the_guard_refuses(workplace: Workplace) -> None:
    """Writes the waivers that a refused plan asks for: the first account has a database without encryption, say."""
    planned = workplace.run("plan", NAME, timeout=1800)
    assert planned.returncode in (2, 3), planned.stdout + planned.stderr
    waivers = "".join(re.findall(r"^ *\[\[waiver\]\]\n(?: *\w+ = .*\n)+", planned.stderr, re.MULTILINE))
    signed = waivers.replace('reason = ""', 'reason = "as in the first account"').replace('who = ""', 'who = "a test"')
    (workplace.envs / f"{NAME}.waivers.toml").write_text(signed, encoding="utf-8")


def _decide_as_before(envs: Path) -> None:
    """Writes the decisions that a copy leaves open, such as prices, as the first environment has them."""
    written = tomllib.loads((envs / "dev.toml").read_text(encoding="utf-8"))
    decided = {key: _at(written, key) for key, _ in not_copied(load("dev", envs)) if not key.startswith("import")}
    path = envs / f"{NAME}.toml"
    path.write_text(edited(path.read_text(encoding="utf-8"), decided), encoding="utf-8")


def _at(table: Any, key: str) -> Any:
    for part in key.split("."):
        table = table[part]
    return table


def _side(settings: Path, plan: Path) -> Side:
    """Returns the account as a plan read it: every attribute refreshed from what AWS answers."""
    read = json.loads(plan.read_text(encoding="utf-8"))["prior_state"]["values"]["root_module"]["resources"]
    live = {one["address"]: one["values"] for one in read if one["mode"] == "managed"}
    return Side(settings=tomllib.loads(settings.read_text(encoding="utf-8")), live=live)
