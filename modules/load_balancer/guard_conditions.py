"""The conditions of a listener rule as sets of values, and a comparison of the requests that two rules match.

A condition that every request meets, such as any host, is left out.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
"""

from __future__ import annotations

import ipaddress
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guard.policies.wildcards import covers, is_pattern

_PATH, _HOST, _SOURCE, _HEADER = "path_pattern", "host_header", "source_ip", "http_header"
_EVERYTHING = ("/*", "*")
# Headers that each request of a browser or of a program has.
_ALWAYS_SENT = frozenset({"host", "user-agent", "accept"})


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """`paths` are patterns, empty where the rule has no condition at all; `others` is kind -> values of the rest."""

    paths: tuple[str, ...]
    others: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, blocks: Any, *, served: Collection[str] = ()) -> Conditions:
        """Returns the conditions of a rule. `served` are the host names that lead to the load balancer."""
        listed: dict[str, set[str]] = {}
        for kind, value in _values(blocks):
            listed.setdefault(kind, set()).add(value)
        paths = tuple(sorted(listed.pop(_PATH, set())))
        others = {kind: frozenset(each) for kind, each in listed.items() if not _is_met(kind, each, served)}
        return cls(paths=paths or (_EVERYTHING[:1] if listed else ()), others=others)

    @property
    def match_everything(self) -> bool:
        """Says whether every request meets the conditions."""
        return not self.others and any(path in _EVERYTHING for path in self.paths)

    def include_others(self, other: Conditions) -> bool:
        """Returns True if each condition beside the path holds for all requests that meet those of `other`."""
        return all(
            kind in other.others and all(any(_covers(kind, one, each) for one in values) for each in other.others[kind])
            for kind, values in self.others.items()
        )

    def differ_in_more_hosts(self, other: Conditions) -> bool:
        """Returns True if all conditions beside the path are those of `other`, but for hosts that come in addition.

        More addresses, headers or methods are no such addition: they may be what protects a path.
        """
        same_kinds = self.others.keys() == other.others.keys()
        alike = all(kind == _HOST or values == other.others.get(kind) for kind, values in self.others.items())
        return same_kinds and alike and self.include_others(other)

    def hide(self, other: Conditions) -> list[str]:
        """Returns the paths of `other` that no request reaches while these conditions are asked first."""
        return [path for path in other.paths if any(covers(one, path) for one in self.paths)]

    def may_meet(self, other: Conditions, *, served: Collection[str] = ()) -> bool:
        """Returns True if one request may meet both."""
        hosts = [each.others.get(_HOST) for each in (self, other)]
        if all(hosts):
            shared = _any_shared(*hosts)
        else:
            limited = next((each for each in hosts if each), None)
            shared = limited is None or not served or _any_shared(limited, served)
        return shared and _any_shared(self.paths, other.paths)


def _any_shared(some: Any, others: Any) -> bool:
    return any(_may_both_match(one.lower(), other.lower()) for one in some for other in others)


def _may_both_match(one: str, other: str) -> bool:
    """Returns True unless no text matches both patterns; two patterns are compared as far as their first wildcard."""
    if not is_pattern(one) or not is_pattern(other):
        return covers(one, other) or covers(other, one)
    first, second = (_before_wildcards(each) for each in (one, other))
    return first.startswith(second) or second.startswith(first)


def _before_wildcards(pattern: str) -> str:
    return pattern[: min(at for mark in "*?" if (at := pattern.find(mark)) >= 0)]


def _covers(kind: str, wide: str, narrow: str) -> bool:
    if kind == _SOURCE:
        return _network_covers(wide, narrow)
    return covers(wide.lower(), narrow.lower()) if kind == _HOST else covers(wide, narrow)


def _network_covers(wide: str, narrow: str) -> bool:
    networks = [_network(each) for each in (wide, narrow)]
    if None in networks or networks[0].version != networks[1].version:  # type: ignore[union-attr]
        return wide == narrow
    return networks[1].subnet_of(networks[0])  # type: ignore[union-attr,arg-type]


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def _is_met(kind: str, values: Collection[str], served: Collection[str]) -> bool:
    """Returns True if every request meets a condition: any address, any host or each host that is served."""
    if kind == _HOST:
        all_served = bool(served) and all(any(covers(one.lower(), name) for one in values) for name in served)
        return all_served or any(not one.strip("*") for one in values)
    if kind == _SOURCE:
        networks = [network for one in values if (network := _network(one)) is not None and network.version == 4]
        return any(each.prefixlen == 0 for each in ipaddress.collapse_addresses(networks))
    header = kind.removeprefix(f"{_HEADER} ")
    return kind.startswith(f"{_HEADER} ") and header in _ALWAYS_SENT and any(not one.strip("*") for one in values)


def _values(blocks: Any) -> Iterator[tuple[str, str]]:
    """Yields kind and value of each condition; a header is a kind of its own."""
    for condition in blocks if isinstance(blocks, list) else []:
        for kind, parts in condition.items() if isinstance(condition, Mapping) else ():
            for part in parts if isinstance(parts, list) else [parts] if parts else []:
                values = part.get("values") if isinstance(part, Mapping) else None
                header = part.get("http_header_name") if isinstance(part, Mapping) else None
                for value in values if isinstance(values, list) else [part]:
                    yield f"{kind} {str(header).lower()}" if header else kind, str(value)
