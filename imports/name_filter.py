"""What a name says about belonging. In: project and environment. Out: a test for names in or around the environment.

Discovery reads the details of what is near, never of every resource of the account; strays are looked for there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Protocol

Near = Callable[[str], bool]


class Named(Protocol):
    """Settings that say which project and environment they are of."""

    @property
    def project(self) -> str: ...

    @property
    def environment(self) -> str: ...


def near(settings: Named, *, names: Collection[str] = ()) -> Near:
    """Whether a name is one of `names`, or carries the environment's prefix: `counterpromo-dev-jobs`,
    `/counterpromo/dev/db/host`, `/ecs/counterpromo-dev`, and the developers' own `counterpromo-devlocal-jobs`.
    """
    prefix = prefixed(settings.project, settings.environment)
    known = frozenset(names)
    return lambda name: name in known or prefix(name)


def prefixed(project: str, environment: str) -> Near:
    """Whether a name holds `PROJECT-ENVIRONMENT` or `PROJECT/ENVIRONMENT` as whole words."""
    words = rf"{re.escape(project)}[-_/.]{re.escape(environment)}(local)?"
    pattern = re.compile(rf"(?<![a-z0-9]){words}(?![a-z0-9])", re.IGNORECASE)
    return lambda name: pattern.search(name) is not None


def no_names(name: str) -> bool:
    """Nothing is near: for stacks that stand alone in their account."""
    return False
