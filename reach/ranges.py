"""Comparison of address ranges and port ranges with rules, in three values: True, False, and None for in part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, collapse_addresses, ip_network

EVERYWHERE = IPv4Network("0.0.0.0/0")
# Addresses that no host of the internet has: https://www.iana.org/assignments/iana-ipv4-special-registry/
_NOT_PUBLIC = tuple(
    IPv4Network(cidr)
    for cidr in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16")
)
_NUMBERS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": "-1"}


def network(cidr: str) -> IPv4Network | None:
    """Returns the IPv4 range of a CIDR; None for IPv6, and for a text that is no CIDR."""
    try:
        parsed = ip_network(cidr, strict=False)
    except ValueError:
        return None
    return parsed if isinstance(parsed, IPv4Network) else None


def covered(wanted: IPv4Network, by: Iterable[IPv4Network]) -> bool | None:
    """Returns True if the ranges hold every address of `wanted`, False if they hold none, None if they hold some.

    Of all addresses only the public ones count.
    """
    merged = list(collapse_addresses(by))
    if wanted == EVERYWHERE and wanted not in merged:
        merged = [one for one in merged if not _is_private(one)]
    if any(wanted.subnet_of(one) for one in merged):
        return True
    return None if any(wanted.overlaps(one) for one in merged) else False


def pieces(wanted: IPv4Network, rules: Iterable[IPv4Network]) -> list[IPv4Network]:
    """Returns `wanted` cut so that each rule holds each piece whole or not at all.

    Of all addresses only the public ones count.
    """
    parts = [wanted]
    for rule in (*rules, *(_NOT_PUBLIC if wanted == EVERYWHERE else ())):
        parts = [piece for part in parts for piece in _cut(part, rule)]
    return [part for part in parts if not _is_private(part)] if wanted == EVERYWHERE else parts


def _cut(part: IPv4Network, rule: IPv4Network) -> Sequence[IPv4Network]:
    if rule.subnet_of(part) and rule != part:
        return [rule, *part.address_exclude(rule)]
    return [part]


def _is_private(part: IPv4Network) -> bool:
    return any(part.subnet_of(one) for one in _NOT_PUBLIC)


def speaks(protocol: str, wanted: str) -> bool:
    """Returns True if a rule's protocol, a name or a number, includes `wanted` (`tcp`)."""
    named = _NUMBERS.get(protocol.lower(), protocol.lower())
    return named in ("-1", wanted)
