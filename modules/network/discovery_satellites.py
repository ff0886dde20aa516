"""Finds what stands in or at our VPC besides its subnets and routes: ACLs, DHCP options, peerings, attachments.

What AWS makes with each VPC, as AWS makes it, counts as none: the default network ACL that admits all, and the region's
default DHCP options. https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live, tags
from modules.network.candidate_vpcs import likely_vpcs
from modules.satellites import Read, read_parts
from modules.settings import Settings

Item = Mapping[str, Any]
_GONE = ("deleted", "deleting", "expired", "failed", "rejected", "disassociated")
# Numbers of the rules of a default network ACL: 100 admits all IPv4, 101 all IPv6, 32767 and 32768 are the last.
_DEFAULT_RULES = (100, 101, 32767, 32768)
_DEFAULT_DHCP = ("domain-name", "domain-name-servers")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the parts of the VPCs that may be ours."""
    ids = likely_vpcs(aws, settings)
    vpcs = [vpc for vpc in aws.listing("ec2", "describe_vpcs", "Vpcs") if vpc["VpcId"] in ids]
    if not vpcs:
        return []
    owners = [live("aws_vpc", vpc["VpcId"], {"tags": tags(vpc)}) for vpc in vpcs]
    listed = (
        ("describe_vpc_peering_connections", "VpcPeeringConnections"),
        ("describe_egress_only_internet_gateways", "EgressOnlyInternetGateways"),
        ("describe_dhcp_options", "DhcpOptions"),
    )
    peerings, gateways, options = aws.each(lambda one: aws.listing_if_served("ec2", *one), listed)
    return [
        *(cidr for vpc in vpcs for cidr in _cidrs(vpc)),
        *_dhcp(vpcs, options),
        *(found for one in peerings for found in _peering(one, sorted(ids), aws.account_id)),
        *(_egress_only(one) for one in gateways if _attached_to(one) in ids),
        *read_parts(aws, owners, _READS),
    ]


def _cidrs(vpc: Item) -> Iterator[Found]:
    """Yields the further CIDRs of a VPC; `aws_vpc` holds the first one, and a block of IPv6 that Amazon gave."""
    facts = {"vpc_id": vpc["VpcId"]}
    for one in vpc.get("CidrBlockAssociationSet", []):
        if one["CidrBlock"] != vpc.get("CidrBlock") and one["CidrBlockState"]["State"] not in _GONE:
            name = f"{one['CidrBlock']} of {vpc['VpcId']}"
            yield live("aws_vpc_ipv4_cidr_block_association", one["AssociationId"], facts, name=name)
    for one in vpc.get("Ipv6CidrBlockAssociationSet", []):
        own = one.get("Ipv6Pool", "Amazon") != "Amazon"
        if own and one["Ipv6CidrBlockState"]["State"] not in _GONE:
            name = f"{one['Ipv6CidrBlock']} of {vpc['VpcId']}"
            yield live("aws_vpc_ipv6_cidr_block_association", one["AssociationId"], facts, name=name)


def _dhcp(vpcs: Sequence[Item], options: Sequence[Item]) -> Iterator[Found]:
    """Yields the DHCP options of the VPCs that have others than the region's default."""
    by_id = {one["DhcpOptionsId"]: one for one in options}
    for vpc in vpcs:
        set_ = by_id.get(vpc.get("DhcpOptionsId", ""))
        if set_ and not _is_default(set_):
            facts = {"vpc_id": vpc["VpcId"], "tags": tags(set_)}
            yield live("aws_vpc_dhcp_options", set_["DhcpOptionsId"], facts)
            yield live("aws_vpc_dhcp_options_association", vpc["VpcId"], facts, name=f"DHCP options of {vpc['VpcId']}")


def _is_default(options: Item) -> bool:
    """Returns True for the options that AWS makes: a domain name of EC2, Amazon's DNS, and nothing else.

    https://docs.aws.amazon.com/vpc/latest/userguide/DHCPOptionSetConcepts.html
    """
    given = {one["Key"]: [value["Value"] for value in one["Values"]] for one in options.get("DhcpConfigurations", [])}
    name = next(iter(given.get("domain-name", [])), "compute.internal")
    return (
        given.get("domain-name-servers") == ["AmazonProvidedDNS"]
        and set(given) <= set(_DEFAULT_DHCP)
        and name.endswith(("compute.internal", "ec2.internal"))
    )


def _peering(peering: Item, ours: Sequence[str], account: str) -> Iterator[Found]:
    """Yields a peering connection: the requester's side, or the accepter's if another account asked."""
    if peering["Status"]["Code"] in _GONE:
        return
    asking, asked = peering["RequesterVpcInfo"], peering["AccepterVpcInfo"]
    ends = [side["VpcId"] for side in (asking, asked) if side.get("VpcId") in ours]
    type_ = "aws_vpc_peering_connection" + ("" if asking.get("OwnerId") == account else "_accepter")
    if ends:
        yield live(type_, peering["VpcPeeringConnectionId"], {"vpc_id": ends[0], "tags": tags(peering)})


def _egress_only(gateway: Item) -> Found:
    facts = {"vpc_id": _attached_to(gateway), "tags": tags(gateway)}
    return live("aws_egress_only_internet_gateway", gateway["EgressOnlyInternetGatewayId"], facts)


def _attached_to(gateway: Item) -> str | None:
    attachments = gateway.get("Attachments") or gateway.get("VpcAttachments") or []
    return next((one["VpcId"] for one in attachments), None)


def _acls(owner: Found, acls: Sequence[Item]) -> Iterator[Found]:
    for acl in acls:
        facts = {"vpc_id": owner.id, "tags": tags(acl)}
        if not acl.get("IsDefault"):
            yield live("aws_network_acl", acl["NetworkAclId"], facts)
        elif any(not _is_usual(entry) for entry in acl["Entries"]):
            yield live("aws_default_network_acl", acl["NetworkAclId"], facts, name=f"default ACL of {owner.name}")


def _is_usual(entry: Item) -> bool:
    """Returns True for a rule that AWS makes: all traffic is admitted, and the last rule denies the rest."""
    last = entry["RuleNumber"] >= _DEFAULT_RULES[2]
    usual = entry["RuleNumber"] in _DEFAULT_RULES and entry["Protocol"] == "-1"
    return bool(usual and entry["RuleAction"] == ("deny" if last else "allow"))


def _listed(type_: str, key: str) -> Any:
    """Returns a function that makes a live part of each item whose id is at `key`."""

    def finds(owner: Found, items: Sequence[Item]) -> Iterator[Found]:
        for one in items:
            state = str(one.get("State") or one.get("Status") or "").lower()
            if state not in _GONE:
                name = str(one.get("Name") or tags(one).get("Name") or one[key])
                yield live(type_, one[key], {"vpc_id": owner.id, "tags": tags(one)}, name=name)

    return finds


def _filtered(operation: str, listed: str, finds: Any, *, by: str = "vpc-id", service: str = "ec2") -> Read:
    def asks(owner: Found) -> dict[str, Any]:
        return {"Filters": [{"Name": by, "Values": [owner.id]}]}

    return Read(service=service, operation=operation, listed=listed, asks=asks, finds=finds)


_READS = (
    _filtered("describe_network_acls", "NetworkAcls", _acls),
    _filtered(
        "describe_vpn_gateways", "VpnGateways", _listed("aws_vpn_gateway", "VpnGatewayId"), by="attachment.vpc-id"
    ),
    _filtered(
        "describe_transit_gateway_vpc_attachments",
        "TransitGatewayVpcAttachments",
        _listed("aws_ec2_transit_gateway_vpc_attachment", "TransitGatewayAttachmentId"),
    ),
    _filtered(
        "list_resolver_rule_associations",
        "ResolverRuleAssociations",
        _listed("aws_route53_resolver_rule_association", "Id"),
        by="VPCId",
        service="route53resolver",
    ),
)
