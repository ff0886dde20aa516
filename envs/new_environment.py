"""A new environment's settings, made of another's. In: that one's file and settings, a name. Out: the text of a file.

Whatever carries the old name carries the new one; what no name tells apart is chosen anew: network, host, zone.
What was decided for the other alone is left open: prices, subscriptions, what an import chose.
"""

import ipaddress
import re
from collections.abc import Collection, Iterator
from typing import Any

from errors import CounterPromoError
from modules.settings import Settings
from settings.edit_toml import edited

# Long enough for a word; as long as a target group's name leaves room for: `counterpromo-NAME-tg-api` in 32 letters.
NAME = re.compile(r"[a-z][a-z0-9]{1,11}")
_PRIVATE = tuple(map(ipaddress.IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def copied(text: str, source: Settings, *, name: str, host: str | None, taken: Collection[str]) -> str:
    """The file of environment `name`; `taken` are CIDRs of other environments. Comments and order survive.

    Raises CounterPromoError where no network of that size is free.
    """
    old = re.escape(source.environment)
    text = re.sub(rf"(?<![A-Za-z0-9]){old}(local)?(?![A-Za-z0-9])", rf"{name}\1", text)
    text = re.sub(rf"(?<![A-Za-z0-9]){old.upper()}(?![A-Za-z0-9])", name.upper(), text)
    host = host or f"{name}.{source.dns.host.partition('.')[2]}"
    return edited(text, {**_network(source, taken), **_dns(host), **_left_open(source)})


def _network(source: Settings, taken: Collection[str]) -> dict[str, Any]:
    """The next free network of the same size, its subnets where they were within."""
    old = ipaddress.IPv4Network(source.network.cidr)
    new = _free(old, [ipaddress.IPv4Network(each) for each in taken])
    shift = int(new.network_address) - int(old.network_address)
    subnets = {f"{each.where}.cidr": _shifted(each.cidr, shift) for each in source.network.subnets.values()}
    return {"network.cidr": str(new), **subnets}


def _free(old: ipaddress.IPv4Network, taken: Collection[ipaddress.IPv4Network]) -> ipaddress.IPv4Network:
    within = next((each for each in _PRIVATE if old.subnet_of(each)), _PRIVATE[0])
    size = max(old.prefixlen, within.prefixlen)
    for block in _after(old, within, size):
        if not any(block.overlaps(each) for each in taken):
            return block
    raise CounterPromoError(f"no /{size} of {within} is free", cure="copy an environment with a smaller network.cidr")


def _after(old: ipaddress.IPv4Network, within: ipaddress.IPv4Network, size: int) -> Iterator[ipaddress.IPv4Network]:
    """The networks above the old one, then those below."""
    yield from (block for block in within.subnets(new_prefix=size) if block > old)
    yield from (block for block in within.subnets(new_prefix=size) if block < old)


def _shifted(cidr: str, by: int) -> str:
    block = ipaddress.IPv4Network(cidr)
    return f"{block.network_address + by}/{block.prefixlen}"


def _dns(host: str) -> dict[str, Any]:
    """A zone for the host alone, so that nobody else's is touched, and a certificate that is waited for."""
    return {
        "dns.zone": host,
        "dns.zone_ownership": "managed",
        "dns.host": host,
        "dns.certificate_names": [],
        "dns.wait_for_certificate": True,
    }


def _left_open(source: Settings) -> dict[str, Any]:
    told = source.notifications.subscriptions if source.notifications else {}
    return {
        **{f"stripe.prices.{plan}": "" for plan in source.stripe.prices},
        **{f"notifications.subscriptions.{key}": None for key in told},
        **({"import": None} if source.import_.choose else {}),
    }
