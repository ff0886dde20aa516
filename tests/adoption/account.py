"""DEV made by hand, changed by a case, and adopted by the commands, through the real terraform."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Ended, Workplace

__all__ = ["ACCOUNT", "CLUSTER", "REGION", "Account", "Case", "handmade"]
CLUSTER = "counterpromo-dev-cluster"


@dataclass(frozen=True, kw_only=True)
class Account:
    """The emulated account, and the commands that run against it."""

    workplace: Workplace

    def client(self, service: str) -> Any:
        return self.workplace.client(service)

    def adopt(self) -> Ended:
        """Imports DEV into the remote state, and writes the report."""
        report = str(self.workplace.folder / "report.json")
        return self.workplace.run("import", "dev", "--yes", "--apply", "--report", report, timeout=900)

    def report(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads((self.workplace.folder / "report.json").read_text(encoding="utf-8"))
        return read

    def pins(self) -> dict[str, dict[str, Any]]:
        """Returns `ADDRESS.ARGUMENT` -> pin."""
        return {f"{pin['address']}.{pin['attribute']}": pin for pin in self._json("dev.pins.json", [])}

    def gaps(self) -> set[str]:
        return set(self._json("dev.gaps.json", {"withheld": []})["withheld"])

    def set_aside(self) -> dict[str, dict[str, Any]]:
        return {one["address"]: one for one in self._json("dev.gaps.json", {}).get("set_aside", ())}

    def settings(self) -> Any:
        return tomlkit.parse((self.workplace.envs / "dev.toml").read_text(encoding="utf-8")).unwrap()

    def _json(self, name: str, otherwise: Any) -> Any:
        path = self.workplace.envs / name
        return json.loads(path.read_text(encoding="utf-8")) if path.exists() else otherwise


Case = Callable[[Account], None]


@contextmanager
def handmade(folder: Path, *cases: Case) -> Iterator[Account]:
    """Yields an account with DEV made by hand and changed by these cases, and an empty state."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        account = Account(workplace=Workplace.make(sandbox, folder))
        account.workplace.make_room_for_states()
        for case in cases:
            case(account)
        yield account
