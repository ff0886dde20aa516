"""The progress of a step that may take longer than a second: a callback that a program may show; silent by default."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

News = Callable[[str], None]


class Step(Protocol):
    """Opens a step. The context manager yields a function that takes short news of the step while it runs."""

    def __call__(self, doing: str) -> AbstractContextManager[News]: ...


@contextmanager
def silent(doing: str) -> Iterator[News]:
    """Shows nothing of a step."""
    yield lambda news: None
