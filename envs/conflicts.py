"""Checks that the environments do not take names or networks from each other. In: all settings. Out: faults by file.

AWS itself would refuse some conflicts in the middle of an apply, and would let one environment take over the rest.
"""

import ipaddress
from collections.abc import Collection, Iterator, Mapping
from itertools import permutations

from modules.settings import Settings
from settings.fault import Fault
from settings.unique_names import UniqueName, unique_names


def between(environments: Mapping[str, Settings], *, adopted: Collection[str] = ()) -> Iterator[tuple[str, Fault]]:
    """Yields every fault between two environments, with the environment that must change.

    That is either of them: no file says which came first. An adopted environment was there before one that is not.
    """
    for (name, settings), (other, its) in permutations(sorted(environments.items()), 2):
        if other not in adopted or name in adopted:
            yield from ((other, fault) for fault in (*_networks(name, settings, its), *_names(name, settings, its)))


def _networks(name: str, settings: Settings, other: Settings) -> Iterator[Fault]:
    """Yields networks of one account and region that overlap: they can never be joined, nor told apart in logs."""
    first, second = (ipaddress.IPv4Network(each.network.cidr) for each in (settings, other))
    if settings.aws == other.aws and first.overlaps(second):
        yield Fault("network.cidr", other.network.cidr, f"must not overlap {first} of {name}")


def _names(name: str, settings: Settings, other: Settings) -> Iterator[Fault]:
    """Yields names that both files claim and AWS gives once; the types of the settings say which names these are."""
    taken = {_identity(each, settings): each for each in unique_names(settings)}
    for each in unique_names(other):
        if same := taken.get(_identity(each, other)):
            yield Fault(each.key, each.name, f"must be another {each.kind} than {name}'s {same.key}")


def _identity(name: UniqueName, settings: Settings) -> tuple[str, ...]:
    """Returns the name with its kind and the part of AWS in which it is unique."""
    scopes = {
        "everywhere": (),
        "account": (settings.aws.account_id,),
        "region": (settings.aws.account_id, settings.aws.region),
    }
    return (name.kind, *scopes[name.scope], name.name)
