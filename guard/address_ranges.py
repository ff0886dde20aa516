"""How much of the internet an address range covers."""

from __future__ import annotations

import ipaddress
from typing import Any

# Half the internet twice is all of it, so a range need not be 0.0.0.0/0 to be the world. A /16 is as much as one
# organisation has; a /32 of IPv6 is what a provider is given.
_IPV4_PREFIX = 16
_IPV6_PREFIX = 32


def is_wide(range_: Any) -> bool:
    """Whether a range is a piece of the world; what cannot be read is. Absent is no range."""
    network = _network(range_)
    if network is None:
        return not (range_ is None or range_ == "")
    if _inside(network):
        return False
    return network.prefixlen < (_IPV4_PREFIX if network.version == 4 else _IPV6_PREFIX)


def is_public(range_: Any) -> bool:
    """Whether a range lies outside of private networks, however small it is."""
    network = _network(range_)
    return network is not None and not _inside(network)


# Of RFC 1918, RFC 6598, and RFC 4193; Python's own `is_private` counts what is reserved as well.
_PRIVATE = tuple(
    ipaddress.ip_network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")
)
_PRIVATE_V6 = ipaddress.IPv6Network("fc00::/7")


def _inside(network: ipaddress.IPv4Network | ipaddress.IPv6Network) -> bool:
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
