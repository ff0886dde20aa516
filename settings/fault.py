"""A fault in a settings file: its key, the value there and the rule it breaks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a settings file: dotted key, the value there, the rule it breaks."""

    key: str
    value: object
    rule: str


def unknown(key: str, names: Iterable[str], known: Iterable[str], of: str) -> Iterator[Fault]:
    """A fault for each name that is no key of what it should be one of."""
    known = sorted(known)
    for name in names:
        if name not in known:
            yield Fault(key, name, f"must be a key of {of}: {', '.join(known) or 'there are none'}")
