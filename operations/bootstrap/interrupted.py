"""Remembers what an apply of the account creates, until it has ended.

A killed apply may leave a resource in AWS that its state does not know. The next run finds it by its name: without this
list it would take the resource for one that somebody else made, and would leave its missing parts uncreated.
"""

from __future__ import annotations

import json
from pathlib import Path

from terraform.plan.plan import Plan

NAME = "creating.json"


def remember(plan: Plan, *, folder: Path) -> None:
    """Adds the addresses that the plan creates to the list in a folder."""
    created = {change.address for change in plan.managed if change.creates}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / NAME).write_text(json.dumps(sorted(created | read(folder))), encoding="utf-8")


def read(folder: Path) -> frozenset[str]:
    """Returns the addresses that an interrupted apply was to create; none if no apply was interrupted."""
    try:
        return frozenset(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError):  # a list that was cut off says nothing
        return frozenset()


def forget(folder: Path) -> None:
    """Removes the list once the apply has ended."""
    (folder / NAME).unlink(missing_ok=True)
