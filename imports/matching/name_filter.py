"""Tests whether the name of a live resource belongs to an environment.

Discovery reads details only of resources whose names pass, and only these can be strays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Protocol

Near = Callable[[str], bool]


class Named(Protocol):
    """Settings with the name of a project and an environment."""

    @property
    def project(self) -> str: ...

    @property
    def environment(self) -> str: ...


def near(settings: Named, *, names: Collection[str] = ()) -> Near:
    """Returns a test that accepts the given names, and names with the environment's prefix.

    Such as `counterpromo-dev-jobs`, `/counterpromo/dev/db/host`, `/ecs/counterpromo-dev`, and the developers' own
    `counterpromo-devlocal-jobs`.
    """
    prefix = prefixed(settings.project, settings.environment)
    known = frozenset(names)
    return lambda name: name in known or prefix(name)


def prefixed(project: str, environment: str) -> Near:
    """Returns a test that accepts names with `PROJECT-ENVIRONMENT` or `PROJECT/ENVIRONMENT` as whole words."""
    words = rf"{re.escape(project)}[-_/.]{re.escape(environment)}(local)?"
    pattern = re.compile(rf"(?<![a-z0-9]){words}(?![a-z0-9])", re.IGNORECASE)
    return lambda name: pattern.search(name) is not None


def mentions(settings: Named) -> Near:
    """Returns a test that accepts names in which the environment is a word, or follows the project without a break.

    Such as `dev/db`, `Counterpromo_DEV_Stripe` and `counterpromodevDatabase3B81`, but not `prod/db` or `developers`.
    """
    environment = settings.environment.lower()
    joined = re.sub(r"[^a-z0-9]", "", f"{settings.project}{environment}".lower())

    def mentioned(name: str) -> bool:
        words = re.findall(r"[a-z0-9]+", name.lower())
        return environment in words or any(joined in word for word in words)

    return mentioned


def no_names(name: str) -> bool:
    """Accepts no name: for a stack without other resources of its kind in the account."""
    return False
