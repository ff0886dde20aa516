"""Rules of security groups and network ACLs, from AWS's words to the blocks of Terraform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Any]


def group_blocks(group: Item) -> dict[str, list[dict[str, Any]]]:
    """Returns the rules of a security group as `ingress` and `egress` blocks."""
    return {
        "ingress": [_permission(one) for one in group.get("IpPermissions", [])],
        "egress": [_permission(one) for one in group.get("IpPermissionsEgress", [])],
    }


def acl_blocks(acl: Item) -> dict[str, list[dict[str, Any]]]:
    """Returns the entries of a network ACL as `ingress` and `egress` blocks; those for IPv6 are left out."""
    entries = [one for one in acl.get("Entries", []) if one.get("CidrBlock")]
    return {
        "ingress": [_entry(one) for one in entries if not one.get("Egress")],
        "egress": [_entry(one) for one in entries if one.get("Egress")],
    }


def _permission(permission: Item) -> dict[str, Any]:
    return {
        "protocol": permission.get("IpProtocol", "-1"),
        "from_port": permission.get("FromPort"),
        "to_port": permission.get("ToPort"),
        "cidr_blocks": [one["CidrIp"] for one in permission.get("IpRanges", [])],
        "ipv6_cidr_blocks": [one["CidrIpv6"] for one in permission.get("Ipv6Ranges", [])],
        "security_groups": [one["GroupId"] for one in permission.get("UserIdGroupPairs", []) if "GroupId" in one],
        "prefix_list_ids": [one["PrefixListId"] for one in permission.get("PrefixListIds", [])],
    }


def _entry(entry: Item) -> dict[str, Any]:
    ports = entry.get("PortRange", {})
    return {
        "rule_no": entry["RuleNumber"],
        "action": entry["RuleAction"],
        "protocol": str(entry["Protocol"]),
        "from_port": ports.get("From", 0),
        "to_port": ports.get("To", 65535),
        "cidr_block": entry["CidrBlock"],
    }
