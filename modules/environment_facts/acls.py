"""Network ACLs of the model. A subnet without an ACL of its own has the default one, which allows all traffic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modules.environment_facts.things import Things, number, texts
from reach.model.network import EVERY_PORT, Acl, AclRule
from terraform.plan.values import blocks

_TYPES = ("aws_network_acl", "aws_default_network_acl")


def acls(things: Things) -> Iterator[Acl]:
    """Yields every network ACL with its entries, those of blocks and those that are resources of their own."""
    for type_ in _TYPES:
        for acl in things.of(type_):
            id_ = things.text(acl, "id")
            rules = [
                *(_rule(block, egress=False) for block in blocks(things.get(acl, "ingress", []))),
                *(_rule(block, egress=True) for block in blocks(things.get(acl, "egress", []))),
                *_rules_of(things, id_),
            ]
            yield Acl(id=id_, name=things.name(acl), rules=tuple(dict.fromkeys(rule for rule in rules if rule.cidr)))


def acl_of_subnets(things: Things) -> dict[str, str]:
    """Returns subnet -> network ACL, for subnets whose ACL is among the resources."""
    found = {}
    for type_ in _TYPES:
        for acl in things.of(type_):
            for subnet in texts(things.get(acl, "subnet_ids", [])):
                found[subnet] = things.text(acl, "id")
    for one in things.of("aws_network_acl_association"):
        found[things.text(one, "subnet_id")] = things.text(one, "network_acl_id")
    return found


def _rules_of(things: Things, acl: str) -> Iterator[AclRule]:
    names = ("rule_number", "protocol", "from_port", "to_port", "cidr_block", "rule_action")
    for rule in things.of("aws_network_acl_rule"):
        if things.get(rule, "network_acl_id") == acl:
            values = {name: things.get(rule, name) for name in names}
            yield _rule(values, egress=bool(things.get(rule, "egress", False)))


def _rule(values: Mapping[str, Any], *, egress: bool) -> AclRule:
    """Returns an entry. A block says `rule_no` and `action`, a resource `rule_number` and `rule_action`."""
    protocol = str(values.get("protocol") or "-1")
    ports = (number(values.get("from_port")), number(values.get("to_port")))
    return AclRule(
        number=number(values.get("rule_no") or values.get("rule_number")),
        egress=egress,
        allow=str(values.get("action") or values.get("rule_action")).lower() == "allow",
        protocol=protocol,
        ports=EVERY_PORT if protocol in ("-1", "all") else ports,
        cidr=str(values.get("cidr_block") or ""),
    )
