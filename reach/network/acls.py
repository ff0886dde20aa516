"""Network ACLs: the entry with the lowest number that matches decides; what no entry matches is denied.

A network ACL keeps no state: the answer of a connection needs an entry of its own, to the client's ephemeral ports.
https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network

from reach.model.network import Acl, AclRule
from reach.ranges import network, pieces, speaks


def permits(acl: Acl, *, egress: bool, ports: tuple[int, int], cidr: str, protocol: str = "tcp") -> bool | None:
    """Returns whether the ACL allows all the ports, for each address of the CIDR.

    None means that it does for a part of the addresses.
    """
    wanted = network(cidr)
    if wanted is None:
        return None
    rules = sorted(
        (rule for rule in acl.rules if rule.egress is egress and speaks(rule.protocol, protocol)),
        key=lambda rule: rule.number,
    )
    cuts = [parsed for rule in rules if (parsed := network(rule.cidr))]
    verdicts = {_ports_pass(rules, piece, ports) for piece in pieces(wanted, cuts)}
    return None if len(verdicts) > 1 else verdicts.pop()


def _ports_pass(rules: Sequence[AclRule], piece: IPv4Network, ports: tuple[int, int]) -> bool:
    """Returns True if each port of the range is allowed. Only the ports at which a rule begins or ends can differ."""
    edges = {ports[0]}
    for rule in rules:
        edges |= {edge for edge in (rule.ports[0], rule.ports[1] + 1) if ports[0] <= edge <= ports[1]}
    return all(_first(rules, piece, port) for port in edges)


def _first(rules: Sequence[AclRule], piece: IPv4Network, port: int) -> bool:
    for rule in rules:
        held = network(rule.cidr)
        every_port = rule.protocol.lower() in ("-1", "all")
        if held and piece.subnet_of(held) and (every_port or rule.ports[0] <= port <= rule.ports[1]):
            return rule.allow
    return False
