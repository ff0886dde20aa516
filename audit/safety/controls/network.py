"""Controls of the VPC: default group, flow logs, open ports, public addresses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from audit.safety.control import ADDS, Control, must_be
from audit.safety.facts import Facts, Resource

_ANYWHERE = ("0.0.0.0/0", "::/0")
_WEB = (80, 443)
_EGRESS = "aws_vpc_security_group_egress_rule"
_ADMIN = (22, 3389)
_RULES = ("aws_vpc_security_group_ingress_rule", "aws_security_group_rule", "aws_security_group")
# https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
_HIGH_RISK = (20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601)
_HIGH_RISK_WEB = (8080, 8088, 8888, 9200, 9300)


def _default_group(vpc: Resource, facts: Facts) -> str:
    group = facts.beside(vpc, "aws_default_security_group", "vpc_id")
    if group is None:
        return "the rules of its default security group are not managed, and admit all traffic of the group"
    open_ = [kind for kind in ("ingress", "egress") if group.blocks(kind)]
    return f"its default security group has {' and '.join(open_)} rules" if open_ else ""


def _flow_log(vpc: Resource, facts: Facts) -> str:
    return "" if facts.beside(vpc, "aws_flow_log", "vpc_id") else "it has no flow log"


def _open_to_anywhere(resource: Resource) -> Iterator[tuple[int, int]]:
    """Yields the port ranges of a rule or group that the whole internet reaches."""
    if resource.type == "aws_vpc_security_group_ingress_rule":
        if {resource.text("cidr_ipv4"), resource.text("cidr_ipv6")} & {*_ANYWHERE}:
            yield _ports(resource.values)
    elif resource.type == "aws_security_group_rule":
        if resource.get("type") == "ingress" and _from_anywhere(resource.values):
            yield _ports(resource.values)
    else:
        yield from (_ports(block) for block in resource.blocks("ingress") if _from_anywhere(block))


def _from_anywhere(values: Mapping[str, Any]) -> bool:
    listed = [*(values.get("cidr_blocks") or []), *(values.get("ipv6_cidr_blocks") or [])]
    return bool({*map(str, listed)} & {*_ANYWHERE})


def _ports(values: Mapping[str, Any]) -> tuple[int, int]:
    first, last = values.get("from_port"), values.get("to_port")
    protocol = str(values.get("ip_protocol") or values.get("protocol") or "-1")
    if protocol in ("-1", "all") or first is None or last is None:
        return 0, 65535
    return int(first), int(last)


def _open_egress(group: Resource, facts: Facts) -> str:
    """Returns a fault if everything in the group may reach every address on every port."""
    names = {group.text("id"), group.name, group.text("arn"), group.address} - {""}
    rules = [one.values for one in facts.of(_EGRESS) if one.text("security_group_id") in names]
    every = [one for one in (*rules, *group.blocks("egress")) if _ports(one) == (0, 65535) and _to_anywhere(one)]
    return "all traffic may leave it to every address" if every else ""


def _to_anywhere(values: Mapping[str, Any]) -> bool:
    return bool({str(values.get("cidr_ipv4")), str(values.get("cidr_ipv6"))} & {*_ANYWHERE}) or _from_anywhere(values)


def _reaches(ports: tuple[int, ...]) -> Any:
    """Returns the fault of a rule that opens one of these ports to the internet."""

    def fault(resource: Resource, facts: Facts) -> str:
        found = [port for first, last in _open_to_anywhere(resource) for port in ports if first <= port <= last]
        return f"the whole internet reaches port {', '.join(map(str, sorted({*found})))}" if found else ""

    return fault


def _more_than_web(resource: Resource, facts: Facts) -> str:
    for first, last in _open_to_anywhere(resource):
        if not (first == last and first in _WEB):
            return f"the whole internet reaches ports {first} to {last}"
    return ""


def _acl(acl: Resource, facts: Facts) -> str:
    blocks = [*acl.blocks("ingress")] if acl.type != "aws_network_acl_rule" else [acl.values]
    for block in blocks:
        if block.get("egress") is True or str(block.get("action") or block.get("rule_action")) != "allow":
            continue
        if str(block.get("cidr_block")) in _ANYWHERE and str(block.get("protocol")) not in ("-1", "all"):
            first, last = _ports(block)
            found = [port for port in _ADMIN if first <= port <= last]
            if found:
                return f"an entry admits the whole internet to port {', '.join(map(str, found))}"
    return ""


CONTROLS = (
    Control(
        id="EC2.2",
        title="VPC default security groups should not allow inbound or outbound traffic",
        of=("aws_vpc",),
        needs=("aws_default_security_group",),
        fault=_default_group,
        expected="a default security group without rules",
        cure="security_groups.close_default = true",
        changes="its rules are removed; what uses the group loses its traffic",
        cis="5.4",
    ),
    Control(
        id="EC2.6",
        title="VPC flow logging should be enabled in all VPCs",
        of=("aws_vpc",),
        needs=("aws_flow_log",),
        fault=_flow_log,
        expected="a flow log of all traffic",
        cure="a section [network.flow_logs]",
        changes=ADDS,
        cis="3.7",
    ),
    Control(
        id="EC2.15",
        title="Amazon EC2 subnets should not automatically assign public IP addresses",
        of=("aws_subnet",),
        fault=must_be("map_public_ip_on_launch", False, None),
        expected="map_public_ip_on_launch = false",
        cure="network.subnets.KEY.public_ip_on_launch = false",
    ),
    Control(
        id="EC2.18",
        title="Security groups should only allow unrestricted incoming traffic for authorized ports",
        of=_RULES,
        fault=_more_than_web,
        expected="only ports 80 and 443 open to the internet",
        cure="remove the rule, or limit its CIDR",
    ),
    Control(
        id="EC2.19",
        title="Security groups should not allow unrestricted access to ports with high risk",
        of=_RULES,
        fault=_reaches((*_HIGH_RISK, *_HIGH_RISK_WEB)),
        expected="no port of high risk open to the internet",
        cure="remove the rule, or limit its CIDR",
    ),
    Control(
        id="CP.EC2.1",
        title="Security groups let out only the traffic that is needed",
        of=("aws_security_group",),
        fault=_open_egress,
        expected="egress to the peers and ports that are needed",
        cure="security_groups.KEY.open_egress = false",
        changes="the rule is removed; what nothing declares can no longer leave",
        source="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    ),
    Control(
        id="EC2.53",
        title="EC2 security groups should not allow ingress from 0.0.0.0/0 to remote server administration ports",
        of=_RULES,
        fault=_reaches(_ADMIN),
        expected="ports 22 and 3389 closed to the internet",
        cure="remove the rule",
        cis="5.2",
    ),
    Control(
        id="EC2.21",
        title="Network ACLs should not allow ingress from 0.0.0.0/0 to port 22 or port 3389",
        of=("aws_network_acl", "aws_network_acl_rule", "aws_default_network_acl"),
        fault=_acl,
        expected="ports 22 and 3389 closed to the internet",
        cure="remove the entry of the network ACL",
        cis="5.1",
    ),
)
