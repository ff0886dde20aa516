"""Security groups: a connection is allowed if one rule of one group of the interface allows it.

https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reach.model.network import GroupRule, Network
from reach.ranges import covered, network, speaks


@dataclass(frozen=True, kw_only=True)
class Peer:
    """The other end of a connection: its addresses, its groups, and the prefix list that holds it, if one does."""

    cidr: str
    groups: tuple[str, ...] = ()
    prefix_list: str = ""


def permits(
    groups: Iterable[str], *, egress: bool, port: int, peer: Peer, within: Network, protocol: str = "tcp"
) -> bool | None:
    """Returns whether the groups allow the connection; None if they allow it for a part of the peer's addresses.

    A group, or a prefix list, that the network does not hold makes it None, unless another rule allows the connection.
    """
    ids = tuple(groups)
    rules = [rule for rule in _rules(ids, within) if _applies(rule, egress=egress, port=port, protocol=protocol)]
    if any(rule.group in peer.groups for rule in rules if rule.group):
        return True
    if peer.prefix_list and any(rule.prefix_list == peer.prefix_list for rule in rules):
        return True
    wanted = network(peer.cidr)
    ranges = [parsed for rule in rules if rule.cidr and (parsed := network(rule.cidr))]
    verdict = covered(wanted, ranges) if wanted else None
    known_lists = {"", *(one.prefix_list for one in within.endpoints)}
    other_list = any(rule.prefix_list not in known_lists for rule in rules)
    if verdict is False and (other_list or any(id_ not in within.groups for id_ in ids)):
        return None
    return verdict


def _rules(groups: Iterable[str], within: Network) -> Iterator[GroupRule]:
    for id_ in groups:
        if id_ in within.groups:
            yield from within.groups[id_].rules


def _applies(rule: GroupRule, *, egress: bool, port: int, protocol: str) -> bool:
    if rule.egress is not egress or not speaks(rule.protocol, protocol):
        return False
    return rule.protocol in ("-1", "all") or rule.ports[0] <= port <= rule.ports[1]
