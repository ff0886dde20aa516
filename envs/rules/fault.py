"""What a rule says: where, what stands there, and what must hold; and names that must be keys of something."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from envs.network import NetworkSettings


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


def in_subnets(key: str, names: Iterable[str], network: NetworkSettings) -> Iterator[Fault]:
    """A fault for each name that is no subnet's."""
    yield from unknown(key, names, network.subnets, "[network.subnets]")
