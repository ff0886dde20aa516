"""Finds the marks that git leaves in a file where a merge stopped.

https://git-scm.com/docs/git-merge#_how_conflicts_are_presented
"""

from __future__ import annotations

import re
from pathlib import Path

from errors import CounterPromoError

_MARK = re.compile(rb"^<{7}(?: |$)", re.MULTILINE)


def line_of(content: bytes) -> int | None:
    """Returns the number of the first line with such a mark, counted from 1; None without one."""
    found = _MARK.search(content)
    return content.count(b"\n", 0, found.start()) + 1 if found else None


def refuse(path: Path) -> None:
    """Raises CounterPromoError if the file holds such a mark."""
    if line := line_of(path.read_bytes()):
        raise CounterPromoError(
            f"{path} has a merge conflict at line {line}",
            cure=f"resolve the conflict in {path}, and run the same command again",
        )
