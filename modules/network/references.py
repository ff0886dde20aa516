"""Faults for names that are no subnet."""

from collections.abc import Iterable, Iterator

from modules.network.settings import NetworkSettings
from settings.fault import Fault, unknown


def in_subnets(key: str, names: Iterable[str], network: NetworkSettings) -> Iterator[Fault]:
    """A fault for each name that is no subnet's."""
    yield from unknown(key, names, network.subnets, "[network.subnets]")
