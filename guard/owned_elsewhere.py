"""What a resource shows of others: rules in a group, routes in a table, policies in a role, parts of a bucket.

Made by their own resources after it, they differ from the state until the next apply, and nobody changed them. One that
no resource of this code answers for is somebody's doing, and nothing but this shows it.
https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/vpc_security_group_ingress_rule
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_Key = tuple[str, ...]
_RULES = {"ingress": "aws_vpc_security_group_ingress_rule", "egress": "aws_vpc_security_group_egress_rule"}
_PEERS = ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups")
_DESTINATIONS = ("cidr_block", "ipv6_cidr_block", "destination_prefix_list_id")
# Attribute of the resource -> the type that owns it, and by which of its attributes it names the resource.
_PARTS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "aws_s3_bucket": {
        "lifecycle_rule": ("aws_s3_bucket_lifecycle_configuration", "bucket"),
        "policy": ("aws_s3_bucket_policy", "bucket"),
        "server_side_encryption_configuration": ("aws_s3_bucket_server_side_encryption_configuration", "bucket"),
        "versioning": ("aws_s3_bucket_versioning", "bucket"),
    },
    "aws_sns_topic": {"policy": ("aws_sns_topic_policy", "arn")},
    "aws_sqs_queue": {"policy": ("aws_sqs_queue_policy", "queue_url")},
}


def answered_for(drift: Change, attribute: str, plan: Plan) -> bool:
    """Whether all that came into the attribute is a resource of this code, which would show a drift of its own."""
    shown = drift.after.get(attribute)
    if drift.type == "aws_security_group" and attribute in _RULES:
        return _within(_admitted(shown, drift), _rules(_RULES[attribute], drift, plan))
    if drift.type in ("aws_route_table", "aws_default_route_table") and attribute == "route":
        return _within(_destinations(shown), _routes(drift, plan))
    if drift.type == "aws_iam_role" and attribute == "inline_policy":
        return _within(_named(shown, "name"), _of_role("aws_iam_role_policy", "name", drift, plan))
    if drift.type == "aws_iam_role" and attribute == "managed_policy_arns":
        return _within(_each(shown), _of_role("aws_iam_role_policy_attachment", "policy_arn", drift, plan))
    if drift.type == "aws_lb_target_group" and attribute == "load_balancer_arns":
        return _within(_each(shown), {_key(one.after.get("arn")) for one in _at_rest(plan, "aws_lb", "aws_alb")})
    type_, names = _PARTS.get(drift.type, {}).get(attribute, ("", ""))
    ids = [drift.after[name] for name in ("id", "arn", "bucket", "url") if not empty(drift.after.get(name))]
    return any(one.after.get(names) in ids for one in _at_rest(plan, type_))


def _at_rest(plan: Plan, *types: str) -> Iterator[Change]:
    """Those that are there as the code has them: what is yet to be made or altered vouches for nothing."""
    return (one for one in plan.of_type(*types) if one.verb == "no-op")


def _key(*parts: Any) -> _Key:
    """As text: a plan may hold anything anywhere."""
    return tuple(map(str, parts))


def _within(shown: Iterator[_Key], ours: set[_Key]) -> bool:
    return all(key in ours for key in shown)


def _admitted(value: Any, group: Change) -> Iterator[_Key]:
    """One key a peer: AWS tells rules of the same ports in one entry."""
    for rule in _listed(value):
        peers = [peer for name in _PEERS for peer in _strings(rule, name)]
        peers += [group.after.get("id")] if rule.get("self") else []
        ports = _ports(rule.get("protocol"), rule.get("from_port"), rule.get("to_port"))
        yield from (_key(*ports, peer) for peer in peers or [None])


def _rules(type_: str, group: Change, plan: Plan) -> set[_Key]:
    peers = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
    return {
        _key(*_ports(*(one.after.get(name) for name in ("ip_protocol", "from_port", "to_port"))), one.after[peer])
        for one in _at_rest(plan, type_)
        if one.after.get("security_group_id") == group.after.get("id")
        for peer in peers
        if not empty(one.after.get(peer))
    }


def _ports(protocol: Any, first: Any, last: Any) -> tuple[Any, ...]:
    """Where every protocol is meant, ports are told as 0 or not at all."""
    return ("-1", "", "") if str(protocol) in ("-1", "all") else (protocol, first, last)


def _destinations(value: Any) -> Iterator[_Key]:
    for route in _listed(value):
        yield _key(next((route[name] for name in _DESTINATIONS if not empty(route.get(name))), None))


def _routes(table: Change, plan: Plan) -> set[_Key]:
    names = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
    return {
        _key(one.after[name])
        for one in _at_rest(plan, "aws_route")
        if one.after.get("route_table_id") == table.after.get("id")
        for name in names
        if not empty(one.after.get(name))
    }


def _of_role(type_: str, name: str, role: Change, plan: Plan) -> set[_Key]:
    policies = (one for one in _at_rest(plan, type_) if one.after.get("role") == role.after.get("name"))
    return {_key(one.after.get(name)) for one in policies}


def _named(value: Any, name: str) -> Iterator[_Key]:
    return (_key(entry.get(name)) for entry in _listed(value))


def _each(value: Any) -> Iterator[_Key]:
    return (_key(each) for each in (value if isinstance(value, list) else [value]))


def _listed(value: Any) -> list[Mapping[str, Any]]:
    """Entries that are no objects count as one that nothing answers for."""
    return [each if isinstance(each, Mapping) else {} for each in (value if isinstance(value, list) else [value])]


def _strings(rule: Mapping[str, Any], name: str) -> list[Any]:
    value = rule.get(name)
    return value if isinstance(value, list) else []
