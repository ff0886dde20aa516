"""`doctor`: checks the tools, the variables, the settings and the AWS account that the other commands need. Reads only.

In: the name of an environment, or none for all. Out: a row for each check, with a cure where the check fails.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from envs.load import ACCOUNT, environments, load_stack
from errors import CounterPromoError
from operations.doctor import cloud, machine, surroundings
from operations.doctor.rows import Row
from operations.workspace import Workspace
from settings.provider_version import PROVIDER_VERSION
from terraform.progress import Step, silent


def examine(environment: str | None, *, workspace: Workspace, step: Step = silent) -> Iterator[Row]:
    """Yields each row as soon as its check is done."""
    yield from machine.rows(_provider_versions(environment, workspace), step=step)
    yield from surroundings.rows(os.environ)
    yield from cloud.rows(environment, envs=workspace.envs)


def _provider_versions(environment: str | None, workspace: Workspace) -> tuple[str, ...]:
    """Returns each version of the provider that the settings name; a file with faults has its own row elsewhere."""
    names = [ACCOUNT, *([environment] if environment else environments(workspace.envs))]
    try:
        named = [load_stack(name, workspace.envs).provider.version for name in names]
    except CounterPromoError:
        return (PROVIDER_VERSION,)
    return tuple(dict.fromkeys(named))
