"""Finds security groups and their rules.

A group is matched by its name in the VPC or by what uses it; a rule by group, direction, protocol, ports and peer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.matching.match_rules import same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live, tags
from modules.network.discovery_routes import ANYWHERE
from modules.network.shape import Layout
from modules.settings import Settings

Item = Mapping[str, Any]
HTTPS = 443
_PEERS = ("cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id")
_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "all": "-1"}


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every group and rule of the region."""
    listings = [
        ("describe_security_groups", "SecurityGroups"),
        ("describe_security_group_rules", "SecurityGroupRules"),
    ]
    groups, rules = aws.each(lambda listing: aws.listing("ec2", *listing), listings)
    names = {group["GroupId"]: group["GroupName"] for group in groups}
    return [*(_group(group) for group in groups), *(_rule(rule, names.get(rule["GroupId"], "")) for rule in rules)]


def rules_of_group(aws: Aws, id_: str) -> list[Found]:
    """Returns the rules of a security group."""
    of_group = [{"Name": "group-id", "Values": [id_]}]
    listed = aws.listing("ec2", "describe_security_group_rules", "SecurityGroupRules", Filters=of_group)
    return [_rule(rule, "") for rule in listed]


def _group(group: Item) -> Found:
    """Returns a group. The default group of a VPC is of another type for Terraform, and belongs to no service.

    https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/default_security_group
    """
    name = group["GroupName"]
    facts = {"vpc_id": group.get("VpcId"), "name": name, "description": group["Description"], "tags": tags(group)}
    type_ = "aws_default_security_group" if name == "default" else "aws_security_group"
    return live(type_, group["GroupId"], facts, name=name)


def _rule(rule: Item, group: str) -> Found:
    egress = bool(rule["IsEgress"])
    facts = {
        "security_group_id": rule["GroupId"],
        "ip_protocol": rule["IpProtocol"],
        "from_port": rule.get("FromPort"),
        "to_port": rule.get("ToPort"),
        "cidr_ipv4": rule.get("CidrIpv4"),
        "cidr_ipv6": rule.get("CidrIpv6"),
        "prefix_list_id": rule.get("PrefixListId"),
        "referenced_security_group_id": rule.get("ReferencedGroupInfo", {}).get("GroupId"),
        "description": rule.get("Description"),
    }
    protocol, ports, peer = _traffic(facts.get)
    name = f"{group} {'to' if egress else 'from'} {peer} {protocol}{' ' + str(ports[0]) if ports else ''}"
    type_ = f"aws_vpc_security_group_{'egress' if egress else 'ingress'}_rule"
    return live(type_, rule["SecurityGroupRuleId"], facts, name=name)


def traffic(get: Callable[[str], Any]) -> tuple[str, tuple[Any, Any] | None]:
    """Returns protocol and ports in one form; a rule for every protocol has no ports."""
    protocol = str(get("ip_protocol")).lower()
    protocol = _PROTOCOLS.get(protocol, protocol)
    return protocol, None if protocol == "-1" else (get("from_port"), get("to_port"))


def _traffic(get: Callable[[str], Any]) -> tuple[str, tuple[Any, Any] | None, str | None]:
    """Returns protocol, ports and peer in one form."""
    return *traffic(get), next((str(peer) for path in _PEERS if (peer := get(path))), None)


def _wanted(declared: Declared, match_state: MatchState) -> Hashable | None:
    return match_state.value(declared, "security_group_id"), *_traffic(lambda path: match_state.value(declared, path))


def _live(found: Found) -> Hashable | None:
    return found.facts["security_group_id"], *_traffic(found.facts.get)


same_traffic = same("group, protocol, ports and peer", wanted=_wanted, key=_live)


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns which groups have open egress, and whether tasks fetch image layers through the prefix list of S3."""
    shared = settings.security_groups
    parts = {"load_balancer": shared.load_balancer, "database": shared.database, "endpoints": shared.endpoints}
    parts |= {key: service.security_group for key, service in settings.services.items()}
    groups = {key: group for key, group in live_resources.keyed("aws_security_group.groups_").items() if key in parts}
    egress = live_resources.of_type("aws_vpc_security_group_egress_rule")
    open_ = {rule.facts["security_group_id"] for rule in egress if _lets_everything_out(rule)}
    changes: Changes = {}
    for key, group in groups.items():
        changes |= differing(parts[key], {"open_egress": group.id in open_})
    tasks = {group.id for key, group in groups.items() if key in settings.services}
    s3 = [one for one in live_resources.of_type("aws_vpc_endpoint") if one.facts["service_name"].endswith(".s3")]
    to_s3 = {("tcp", (HTTPS, HTTPS), one.facts["prefix_list_id"]) for one in s3 if one.facts["prefix_list_id"]}
    if tasks and to_s3:
        fetch = {rule.facts["security_group_id"] for rule in egress if _traffic(rule.facts.get) in to_s3}
        changes |= differing(shared, {"image_layers": bool(fetch & tasks)})
    return changes


def _lets_everything_out(rule: Found) -> bool:
    return _traffic(rule.facts.get) == ("-1", None, ANYWHERE)
