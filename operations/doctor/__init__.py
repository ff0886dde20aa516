"""`doctor`: a row for everything the other commands lean on, with its cure where it is not well; reads only.

In: perhaps an environment's name. Out: rows, and exit code 1 if one of them fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from cli.terminal import say
from operations.doctor import cloud, machine
from operations.doctor.rows import Health, Row
from operations.workspace import Workspace


def examine(environment: str | None, *, workspace: Workspace) -> int:
    """Print every row as it comes; 1 if one fails."""
    failed = False
    for row in _rows(environment, workspace=workspace):
        say(f"{row.health.name.lower():4}  {row.subject:11} {row.detail}", style=row.health.value)
        if row.cure:
            say(f"      {'':11} try: {row.cure}")
        failed = failed or row.health is Health.FAIL
    return int(failed)


def _rows(environment: str | None, *, workspace: Workspace) -> Iterator[Row]:
    yield from machine.rows()
    yield from cloud.rows(environment, envs=workspace.envs)
