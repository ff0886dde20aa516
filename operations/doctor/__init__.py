"""`doctor`: checks the tools, the variables, the settings and the AWS account that the other commands need. Reads only.

In: the name of an environment, or none for all. Out: a row for each check, with a cure where the check fails.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from operations.doctor import cloud, machine, surroundings
from operations.doctor.rows import Row
from operations.workspace import Workspace
from terraform.progress import Step, silent


def examine(environment: str | None, *, workspace: Workspace, step: Step = silent) -> Iterator[Row]:
    """Yields each row as soon as its check is done."""
    yield from machine.rows(step=step)
    yield from surroundings.rows(os.environ)
    yield from cloud.rows(environment, envs=workspace.envs)
