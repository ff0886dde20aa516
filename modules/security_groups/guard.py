"""Guards security groups: nothing is opened to the internet except what the settings leave open.

https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guard.address_ranges import is_public, is_wide
from guard.arguments import DESCRIPTION, REPLACES, TERRAFORM_ONLY, Harmless
from guard.expected import Expected
from guard.owned_elsewhere import Key, all_within, blocks, key, owning
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import as_list, empty

_REPORTED = Severity.REPORTED

_INGRESS, _EGRESS = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"
_OLD = "aws_security_group_rule"
_GROUPS = ("aws_security_group", "aws_default_security_group")
_RANGES = ("cidr_ipv4", "cidr_ipv6", "cidr_blocks", "ipv6_cidr_blocks", "cidr_block", "ipv6_cidr_block")

# The peers of a rule: as a group shows its rules, and as a rule of its own declares them.
_PEERS = (
    "prefix_list_id",
    "prefix_list_ids",
    "referenced_security_group_id",
    "security_groups",
    "self",
    "source_security_group_id",
)
_SHOWN_PEERS = ("cidr_blocks", "ipv6_cidr_blocks", "prefix_list_ids", "security_groups")
_DECLARED_PEERS = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
SECURITY_GROUP_HARMLESS: Harmless = {
    REPLACES: (
        "description",
        "name",
        "name_prefix",
        "vpc_id",
    ),
    TERRAFORM_ONLY: ("revoke_rules_on_delete",),
}
DEFAULT_SECURITY_GROUP_HARMLESS: Harmless = {
    REPLACES: ("vpc_id",),
    TERRAFORM_ONLY: ("revoke_rules_on_delete",),
}
VPC_SECURITY_GROUP_EGRESS_RULE_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
}
VPC_SECURITY_GROUP_INGRESS_RULE_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
}


@dataclass(frozen=True, kw_only=True)
class _Admission:
    """The traffic that a rule admits. `ports` is None for every port; `peers` are groups and prefix lists."""

    inward: bool
    ranges: tuple[Any, ...]
    peers: frozenset[str]
    ports: frozenset[int] | None

    @classmethod
    def of(cls, rule: Mapping[str, Any], *, inward: bool) -> _Admission:
        ranges = [each for name in _RANGES for each in as_list(rule.get(name))]
        first, last = rule.get("from_port"), rule.get("to_port")
        protocol = str(rule.get("ip_protocol", rule.get("protocol", "")))
        whole = protocol in ("-1", "all") or not isinstance(first, int) or not isinstance(last, int) or last - first > 9
        ports = None if whole else frozenset(range(first or 0, (last or 0) + 1))
        peers = frozenset(str(each) for name in _PEERS for each in as_list(rule.get(name)) if each is not False)
        return cls(inward=inward, ranges=tuple(ranges), peers=peers, ports=ports)

    def covers(self, other: _Admission) -> bool:
        """Returns True if this rule admitted everything that the other one admits, range by range, peer by peer."""
        return other.peers <= self.peers and self.covers_ranges(other)

    def covers_ranges(self, other: _Admission) -> bool:
        """Returns True if this rule admitted every range that the other one admits."""
        wider = self.ports is None or (other.ports is not None and other.ports <= self.ports)
        return self.inward == other.inward and wider and set(map(str, other.ranges)) <= set(map(str, self.ranges))


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks rules that are resources of their own, inline rules of groups, and network ACLs."""
    for change in plan.managed:
        if (
            change.verb == "delete"
            and change.type in (_INGRESS, _EGRESS, _OLD)
            and _between_groups_that_stay(change, plan)
        ):
            yield _removed(change)
        if change.verb not in MAKING:
            continue
        if change.type in (_INGRESS, _EGRESS, _OLD):
            yield from _rule(change, plan=plan, expected=expected, mode=mode)
        elif change.type in _GROUPS:
            yield from _inline(change)
        elif any(map(is_wide, _let_in(change))):
            yield _found(change, "a network acl")


def _rule(change: Change, *, plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    if any(change.at(name).unknown for name in (*_RANGES, "ip_protocol", "from_port", "to_port")):
        yield _found(change, "known after apply")
        return
    inward = change.type == _INGRESS or change.after.get("type") == "ingress"
    admission = _Admission.of(change.after, inward=inward)
    live = _Admission.of(change.before, inward=inward)
    new_peer = any(change.at(name).unknown for name in _PEERS)
    moved = change.verb != "create" and change.at("security_group_id").before != change.after.get("security_group_id")
    if change.verb != "create" and live.covers(admission) and not (moved or new_peer):
        return
    if any("/" in peer and not peer.startswith("arn:") for peer in admission.peers):
        yield _found(change, "a group of another account")
    elif any(is_wide(each) for each in admission.ranges):
        allowed = _is_allowed(change, admission, plan=plan, expected=expected)
        if not (allowed and inward):
            severity = _REPORTED if allowed else Severity.BLOCKED
            yield _found(change, "from the world" if inward else "to the world", severity=severity)
    elif any(is_public(each) for each in admission.ranges) or change.after.get("prefix_list_id"):
        yield _found(change, "a range outside of private networks", severity=_REPORTED)
    elif change.verb != "create":
        yield _found(change, "admits what it did not admit", severity=_REPORTED)
    elif mode is Mode.STEADY and inward and (admission.peers or admission.ranges) and _is_for_all_ports(change):
        peers = "a private range" if admission.ranges else "a group that exists"
        yield _found(change, f"all ports from {peers}", severity=_REPORTED)


def _is_for_all_ports(rule: Change) -> bool:
    protocol = rule.after.get("ip_protocol", rule.after.get("protocol"))
    return str(protocol) in ("-1", "all") or (rule.after.get("from_port"), rule.after.get("to_port")) == (0, 65535)


def _between_groups_that_stay(rule: Change, plan: Plan) -> bool:
    """Returns True if a rule admits another group, and the plan deletes neither. To close a range is no finding."""
    peer = rule.before.get("referenced_security_group_id")
    deleted = {group.before.get("id") for group in plan.of_type(*_GROUPS) if group.verb == "delete"}
    return bool(peer) and not {peer, rule.before.get("security_group_id")} & deleted


def _removed(change: Change) -> Finding:
    return finding_on("traffic-removed", change, severity=_REPORTED)


def _is_allowed(change: Change, admission: _Admission, *, plan: Plan, expected: Expected) -> bool:
    """Returns True if the settings leave this open: by the name of the group, or by address if the group is unknown."""
    openings, names = expected.openings, _group_names(change, plan)
    if any(str(each) != "0.0.0.0/0" for each in admission.ranges):
        return False
    if not names:
        if change.address not in openings.addresses:
            return False
        allowed = frozenset[int]().union(*openings.ingress.values())
    else:
        allowed = frozenset(port for name in names for port in openings.ingress.get(name, ()))
    if admission.inward:
        return admission.ports is not None and admission.ports <= allowed
    return not names or names <= openings.egress


def _group_names(change: Change, plan: Plan) -> set[str]:
    """Returns the names of the groups of a rule: by id, or by reference in the configuration if there is no id yet."""
    id_ = change.after.get("security_group_id")
    addresses = references(plan.written, change.address, "security_group_id")
    groups = plan.of_type(*_GROUPS)
    by_id = [one for one in groups if id_ and id_ in (one.after.get("id"), one.before.get("id"))]
    standing_in = by_id or ([one for one in groups if one.address in addresses] if not id_ else [])
    return {str(one.after.get("name", one.address)) for one in standing_in}


def _inline(change: Change) -> Iterator[Finding]:
    """Checks the inline rules of a group. They are unknown at creation where rules are resources of their own."""
    for name in ("ingress", "egress"):
        sides = change.at(name)
        if sides.unknown and change.verb != "create":
            yield _found(change, f"{name}: known after apply")
            continue
        live = [_Admission.of(rule, inward=name == "ingress") for rule in _rules(sides.before)]
        for rule in _rules(sides.after):
            admission = _Admission.of(rule, inward=name == "ingress")
            wide = any(is_wide(each) for each in admission.ranges)
            if wide and not any(one.covers_ranges(admission) for one in live):
                yield _found(change, name)


def _rules(value: Any) -> list[Mapping[str, Any]]:
    return [rule for rule in as_list(value) if isinstance(rule, Mapping)]


def _let_in(change: Change) -> list[Any]:
    """Returns the ranges that a network ACL rule admits, or a new ACL with inline rules."""
    rules: list[Mapping[str, Any]] = []
    if change.type == "aws_network_acl_rule":
        rules = [change.after]
    elif change.type == "aws_network_acl" and change.verb == "create":
        rules = _rules(change.after.get("ingress"))
    allowed = [rule for rule in rules if "allow" in (rule.get("rule_action"), rule.get("action"))]
    return [rule.get("cidr_block") or rule.get("ipv6_cidr_block") for rule in allowed]


def _found(change: Change, detail: str, *, severity: Severity = Severity.BLOCKED) -> Finding:
    return finding_on("group-opened", change, detail, severity=severity)


def ingress_rules(shown: Any, group: Change, plan: Plan) -> bool:
    """Returns True if rules of this code explain every inbound rule that the group shows."""
    return all_within(_shown_peers(shown, group), _declared_peers(_INGRESS, group, plan))


def egress_rules(shown: Any, group: Change, plan: Plan) -> bool:
    """Returns True if rules of this code explain every outbound rule that the group shows."""
    return all_within(_shown_peers(shown, group), _declared_peers(_EGRESS, group, plan))


def _shown_peers(value: Any, group: Change) -> Iterator[Key]:
    """Yields a key for each peer: AWS shows all rules with the same ports as one entry."""
    for rule in blocks(value):
        peers = [peer for name in _SHOWN_PEERS for peer in _peers(rule, name)]
        peers += [group.after.get("id")] if rule.get("self") else []
        ports = _ports(rule.get("protocol"), rule.get("from_port"), rule.get("to_port"))
        yield from (key(*ports, peer) for peer in peers or [None])


def _declared_peers(type_: str, group: Change, plan: Plan) -> set[Key]:
    return {
        key(*_ports(*(rule.before.get(name) for name in ("ip_protocol", "from_port", "to_port"))), rule.before[peer])
        for rule in owning(plan, type_)
        if rule.before.get("security_group_id") == group.after.get("id")
        for peer in _DECLARED_PEERS
        if not empty(rule.before.get(peer))
    }


def _ports(protocol: Any, first: Any, last: Any) -> tuple[Any, ...]:
    """Returns protocol and ports; a rule for every protocol has ports 0 in one place and none in another."""
    return ("-1", "", "") if str(protocol) in ("-1", "all") else (protocol, first, last)


def _peers(rule: Mapping[str, Any], name: str) -> list[Any]:
    value = rule.get(name)
    return value if isinstance(value, list) else []
