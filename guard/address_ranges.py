"""Classifies CIDR address ranges: a wide part of the internet, public, or private."""

from __future__ import annotations

import ipaddress
from typing import Any

# 0.0.0.0/1 and 128.0.0.0/1 together are the internet, so 0.0.0.0/0 is not the only wide range. One organisation has a
# /16 at most; an internet provider gets a /32 of IPv6.
_IPV4_PREFIX = 16
_IPV6_PREFIX = 32


def is_wide(range_: Any) -> bool:
    """Returns True if a CIDR range is a large part of the internet, or cannot be parsed. None and "" are no range."""
    network = _network(range_)
    if network is None:
        return not (range_ is None or range_ == "")
    if _is_private(network):
        return False
    return network.prefixlen < (_IPV4_PREFIX if network.version == 4 else _IPV6_PREFIX)


def is_public(range_: Any) -> bool:
    """Returns True if a CIDR range of any size lies outside of the private networks."""
    network = _network(range_)
    return network is not None and not _is_private(network)


# RFC 1918, RFC 6598 and RFC 4193. Python's own `is_private` also counts reserved ranges.
_PRIVATE = tuple(
    ipaddress.ip_network(cidr) for cidr in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_PRIVATE_V6 = ipaddress.IPv6Network("fc00::/7")


def _is_private(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
    if isinstance(network, ipaddress.IPv6Network):
        return network.subnet_of(_PRIVATE_V6)
    return any(network.subnet_of(private) for private in _PRIVATE if isinstance(private, ipaddress.IPv4Network))


def _network(range_: Any) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    if not isinstance(range_, str):
        return None
    try:
        return ipaddress.ip_network(range_, strict=False)
    except ValueError:
        return None
