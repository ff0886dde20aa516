"""Security groups of the model: rules that are resources of their own, and rules in blocks of a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modules.environment_facts.things import Thing, Things, number, texts
from reach.model.network import EVERY_PORT, Group, GroupRule
from terraform.plan.values import blocks

_ONE_PEER = {"aws_vpc_security_group_ingress_rule": False, "aws_vpc_security_group_egress_rule": True}
_NAMES = ("ip_protocol", "from_port", "to_port", "cidr_ipv4", "referenced_security_group_id", "prefix_list_id")
_MANY = ("protocol", "from_port", "to_port", "cidr_blocks", "source_security_group_id", "prefix_list_ids", "self")


def groups(things: Things) -> Iterator[Group]:
    """Yields every security group with all its rules."""
    written = _written(things)
    for group in things.of("aws_security_group"):
        id_ = things.text(group, "id")
        inline = [
            *(rule for block in blocks(things.get(group, "ingress", [])) for rule in _many(block, id_, egress=False)),
            *(rule for block in blocks(things.get(group, "egress", [])) for rule in _many(block, id_, egress=True)),
        ]
        rules = tuple(dict.fromkeys([*inline, *written.get(id_, [])]))
        vpc = things.text(group, "vpc_id")
        yield Group(id=id_, name=str(things.get(group, "name", things.name(group))), vpc=vpc, rules=rules)


def _written(things: Things) -> dict[str, list[GroupRule]]:
    """Returns group -> rules that are resources of their own."""
    found: dict[str, list[GroupRule]] = {}
    for type_, egress in _ONE_PEER.items():
        for rule in things.of(type_):
            values = {name: things.get(rule, name) for name in _NAMES}
            found.setdefault(things.text(rule, "security_group_id"), []).append(_one(values, egress=egress))
    for rule in things.of("aws_security_group_rule"):
        id_ = things.text(rule, "security_group_id")
        found.setdefault(id_, []).extend(_old(things, rule, id_))
    return found


def _one(values: Mapping[str, Any], *, egress: bool) -> GroupRule:
    return GroupRule(
        egress=egress,
        protocol=str(values.get("ip_protocol") or "-1"),
        ports=_ports(values),
        cidr=str(values.get("cidr_ipv4") or ""),
        group=str(values.get("referenced_security_group_id") or "").rpartition("/")[2],
        prefix_list=str(values.get("prefix_list_id") or ""),
    )


def _old(things: Things, rule: Thing, group: str) -> Iterator[GroupRule]:
    """Yields the rules of an `aws_security_group_rule`, which may have several peers."""
    values = {name: things.get(rule, name) for name in _MANY}
    source = values.pop("source_security_group_id")
    yield from _many(
        {**values, "security_groups": [source] if source else []}, group, egress=things.get(rule, "type") == "egress"
    )


def _many(values: Mapping[str, Any], group: str, *, egress: bool) -> Iterator[GroupRule]:
    """Yields one rule for each peer of a block."""
    protocol, ports = str(values.get("protocol") or "-1"), _ports(values)
    for cidr in texts(values.get("cidr_blocks")):
        yield GroupRule(egress=egress, protocol=protocol, ports=ports, cidr=cidr)
    for peer in (*texts(values.get("security_groups")), *([group] if values.get("self") else [])):
        yield GroupRule(egress=egress, protocol=protocol, ports=ports, group=peer.rpartition("/")[2])
    for prefix_list in texts(values.get("prefix_list_ids")):
        yield GroupRule(egress=egress, protocol=protocol, ports=ports, prefix_list=prefix_list)


def _ports(values: Mapping[str, Any]) -> tuple[int, int]:
    """Returns the ports of a rule; a rule without ports, or from -1, is for every port."""
    first, last = values.get("from_port"), values.get("to_port")
    if first is None or last is None or number(first) < 0:
        return EVERY_PORT
    return number(first), number(last)
