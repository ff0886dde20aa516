"""EC2: security group rules, IPv6 blocks of subnets, network interfaces and private DNS of endpoints."""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.security_groups import SecurityGroupBackend, SecurityGroupRule
from moto.ec2.models.subnets import Subnet
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.responses.vpcs import VPCs

from sandbox.moto_fixes.patch import patch


def rules_keep_their_description_whatever_the_peer() -> None:
    """Shows the description in DescribeSecurityGroupRules also if the peer is a group or a prefix list.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroupRule.html
    Remove when moto has it.
    """
    original = SecurityGroupRule.__init__

    def initialise(rule: SecurityGroupRule, *arguments: Any, **named: Any) -> None:
        original(rule, *arguments, **named)
        prefix_list = named.get("prefix_list_id") or (arguments[7] if len(arguments) > 7 else None)
        rule.prefix_list = prefix_list or {}

    def description(rule: SecurityGroupRule) -> str | None:
        peers = (rule.ip_range, rule.source_group, rule.prefix_list)
        return next((peer["Description"] for peer in peers if peer.get("Description")), None)

    patch(SecurityGroupRule, "__init__", initialise)
    patch(SecurityGroupRule, "description", property(description))


def a_description_does_not_tell_rules_apart() -> None:
    """Treats the same rule with another description as a duplicate, and revokes a rule without its description.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RevokeSecurityGroupIngress.html
    Remove when moto has it.
    """

    def identity(rule: SecurityGroupRule) -> tuple[object, ...]:
        ports = () if rule.ip_protocol == "-1" else (rule.from_port, rule.to_port)
        peer = (rule.cidr_ipv4, rule.cidr_ipv6, rule.source_group.get("GroupId"), rule.prefix_list_id)
        return (rule.ip_protocol, ports, peer)

    def equal(rule: SecurityGroupRule, other: SecurityGroupRule) -> bool:
        return identity(rule) == identity(other)

    patch(SecurityGroupRule, "__eq__", equal)


def modify_changes_the_peer_and_the_description() -> None:
    """Lets ModifySecurityGroupRules set the group, the prefix list or the description, or remove the description.

    A rule for all protocols has no ports, and is changed without them.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
    Remove when moto has it.
    """
    original = SecurityGroupBackend.modify_security_group_rules

    def modify(backend: Any, group_id: str, rules: dict[str, dict[str, Any]]) -> None:
        numbered = {"FromPort": -1, "ToPort": -1}
        original(backend, group_id, {rule_id: numbered | wanted for rule_id, wanted in rules.items()})
        group = backend.get_security_group_by_name_or_id(group_id)
        for rule_id, wanted in rules.items():
            _set_peer(group.get_rule(rule_id), wanted, account_id=backend.account_id)

    patch(SecurityGroupBackend, "modify_security_group_rules", modify)


def _set_peer(rule: Any, wanted: dict[str, Any], *, account_id: str) -> None:
    written = {"Description": wanted["Description"]} if wanted.get("Description") else {}
    cidr = {
        name: wanted[given] for name, given in (("CidrIp", "CidrIpv4"), ("CidrIpv6", "CidrIpv6")) if wanted.get(given)
    }
    group, prefix_list = wanted.get("ReferencedGroupId"), wanted.get("PrefixListId")
    rule.ip_range = {**cidr, **written} if cidr else {}
    rule.source_group = {"GroupId": group, "UserId": account_id, **written} if group else {}
    rule.prefix_list = {"PrefixListId": prefix_list, **written} if prefix_list else {}
    rule.prefix_list_id = prefix_list
    if rule.ip_protocol == "-1":
        rule.from_port = rule.to_port = None


def subnets_show_the_state_of_their_ipv6_block() -> None:
    """Shows the state of a subnet's IPv6 block as a text; without it the provider sees no block.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html
    Remove when moto has it.
    """
    shown: Any = Subnet.ipv6_cidr_block_association_set

    def associations(subnet: Subnet) -> list[dict[str, Any]]:
        return [
            {**one, "ipv6CidrBlockState": {"state": one["ipv6CidrBlockState"]["state"]["State"]}}
            for one in shown.fget(subnet)
        ]

    patch(Subnet, "ipv6_cidr_block_association_set", property(associations))


def interfaces_of_an_endpoint_have_its_groups() -> None:
    """Puts the interfaces of an endpoint into its security groups, and names the endpoint in their description.

    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/requester-managed-eni.html
    Remove when moto has it.
    """
    create, modify = VPCBackend.create_vpc_endpoint, VPCBackend.modify_vpc_endpoint

    def follow(backend: Any, endpoint: Any) -> None:
        groups = [backend.get_security_group_from_id(id_) for id_ in endpoint.security_group_ids or []]
        for id_ in endpoint.network_interface_ids or []:
            interface = backend.enis[id_]
            interface.description = f"VPC Endpoint Interface {endpoint.id}"
            interface._group_set = groups or interface._group_set

    def created(backend: Any, *arguments: Any, **named: Any) -> Any:
        endpoint = create(backend, *arguments, **named)
        follow(backend, endpoint)
        return endpoint

    def modified(backend: Any, vpc_id: str, *arguments: Any, **named: Any) -> None:
        modify(backend, vpc_id, *arguments, **named)
        follow(backend, backend.describe_vpc_endpoints(vpc_end_point_ids=[vpc_id])[0])

    patch(VPCBackend, "create_vpc_endpoint", created)
    patch(VPCBackend, "modify_vpc_endpoint", modified)


def endpoints_turn_private_dns_off_and_on() -> None:
    """Lets ModifyVpcEndpoint change the private DNS names of an endpoint.

    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html
    Remove when moto has it.
    """
    original = VPCs.modify_vpc_endpoint

    def modify_vpc_endpoint(response: VPCs) -> ActionResult:
        result: ActionResult = original(response)
        wanted = response._get_bool_param("PrivateDnsEnabled")
        if wanted is not None:
            id_ = response._get_param("VpcEndpointId")
            (endpoint,) = response.ec2_backend.describe_vpc_endpoints(vpc_end_point_ids=[id_])
            endpoint.private_dns_enabled = wanted
        return result

    patch(VPCs, "modify_vpc_endpoint", modify_vpc_endpoint)


FIXES = (
    rules_keep_their_description_whatever_the_peer,
    a_description_does_not_tell_rules_apart,
    modify_changes_the_peer_and_the_description,
    subnets_show_the_state_of_their_ipv6_block,
    interfaces_of_an_endpoint_have_its_groups,
    endpoints_turn_private_dns_off_and_on,
)
