"""Settings of a new environment, copied from another. In: its file and settings, a name. Out: the text of a file.

The new name replaces the old one everywhere. Network, host and zone are chosen anew. Settings that are marked
`NotCopied` are left open: prices, subscriptions, the choices of an import.
"""

import ipaddress
import re
from collections.abc import Collection, Iterator
from typing import Any, get_args

from errors import CounterPromoError
from modules.settings import Settings
from settings.copying import not_copied
from settings.edit_toml import edited
from settings.types import Cidr
from settings.walk import walk

# A target group's name has at most 32 letters: `counterpromo-NAME-tg-api`.
NAME = re.compile(r"[a-z][a-z0-9]{1,11}")
_IS_CIDR = get_args(Cidr)[1]  # the mark of every setting that holds an address range
_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def copied(text: str, source: Settings, *, name: str, host: str | None, taken: Collection[str]) -> str:
    """Returns the file of environment `name`, with comments and order kept; `taken` are CIDRs of other environments.

    Raises CounterPromoError if no network of that size is free.
    """
    old = re.escape(source.environment)
    text = re.sub(rf"(?<![A-Za-z0-9]){old}(local)?(?![A-Za-z0-9])", rf"{name}\1", text)
    text = re.sub(rf"(?<![A-Za-z0-9]){old.upper()}(?![A-Za-z0-9])", name.upper(), text)
    host = host or f"{name}.{source.dns.host.partition('.')[2]}"
    return edited(text, {**_network(source, taken), **_dns(host), **dict(not_copied(source))})


def _network(source: Settings, taken: Collection[str]) -> dict[str, Any]:
    """Returns the next free network of the same size, and the ranges inside it at the same offset."""
    old = ipaddress.IPv4Network(source.network.cidr)
    new = _free(old, [ipaddress.IPv4Network(each) for each in taken])
    shift = int(new.network_address) - int(old.network_address)
    inside = {
        field.key: _shifted(field.value, shift)
        for field in walk(source, type(source))
        if _IS_CIDR in field.marks and ipaddress.IPv4Network(field.value).subnet_of(old)
    }
    return {**inside, "network.cidr": str(new)}


def _free(old: ipaddress.IPv4Network, taken: Collection[ipaddress.IPv4Network]) -> ipaddress.IPv4Network:
    within = next((each for each in _PRIVATE if old.subnet_of(each)), _PRIVATE[0])
    size = max(old.prefixlen, within.prefixlen)
    for block in _after(old, within, size):
        if not any(block.overlaps(each) for each in taken):
            return block
    raise CounterPromoError(f"no /{size} of {within} is free", cure="copy an environment with a smaller network.cidr")


def _after(old: ipaddress.IPv4Network, within: ipaddress.IPv4Network, size: int) -> Iterator[ipaddress.IPv4Network]:
    """Yields the networks above the old one, then those below."""
    yield from (block for block in within.subnets(new_prefix=size) if block > old)
    yield from (block for block in within.subnets(new_prefix=size) if block < old)


def _shifted(cidr: str, by: int) -> str:
    block = ipaddress.IPv4Network(cidr)
    return f"{block.network_address + by}/{block.prefixlen}"


def _dns(host: str) -> dict[str, Any]:
    """Returns a zone of its own for the host, so that no other zone changes, and a certificate to wait for."""
    return {
        "dns.zone": host,
        "dns.zone_ownership": "managed",
        "dns.host": host,
        "dns.certificate_names": [],
        "dns.wait_for_certificate": True,
    }
