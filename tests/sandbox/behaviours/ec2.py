"""Security group rules."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import Account


def rules_keep_their_description_whatever_the_peer(aws: Account) -> None:
    ec2, (vpc, _) = aws.client("ec2"), aws.network()
    group, peer = aws.group(vpc), aws.group(vpc)
    prefix_list = ec2.describe_managed_prefix_lists()["PrefixLists"][0]["PrefixListId"]
    _allow(aws, group, UserIdGroupPairs=[{"GroupId": peer, "Description": "from a group"}])
    _allow(aws, group, PrefixListIds=[{"PrefixListId": prefix_list, "Description": "from a prefix list"}])
    _allow(aws, group, IpRanges=[{"CidrIp": "10.0.0.0/8", "Description": "from addresses"}])
    written = {rule.get("Description") for rule in _rules(aws, group) if not rule["IsEgress"]}
    assert written == {"from a group", "from a prefix list", "from addresses"}


def a_description_does_not_tell_rules_apart(aws: Account) -> None:
    vpc, _ = aws.network()
    group, peer = aws.group(vpc), aws.group(vpc)
    _allow(aws, group, UserIdGroupPairs=[{"GroupId": peer, "Description": "one word"}])
    with pytest.raises(ClientError, match=r"InvalidPermission\.Duplicate"):
        _allow(aws, group, UserIdGroupPairs=[{"GroupId": peer, "Description": "another"}])
    permission = _permission(UserIdGroupPairs=[{"GroupId": peer}])
    aws.client("ec2").revoke_security_group_ingress(GroupId=group, IpPermissions=[permission])
    assert all(rule["IsEgress"] for rule in _rules(aws, group))


def modify_changes_the_peer_and_the_description(aws: Account) -> None:
    ec2, (vpc, _) = aws.client("ec2"), aws.network()
    group, peer, other = aws.group(vpc), aws.group(vpc), aws.group(vpc)
    _allow(aws, group, UserIdGroupPairs=[{"GroupId": peer, "Description": "before"}])
    inwards, outwards = sorted(_rules(aws, group), key=lambda rule: rule["IsEgress"])
    tcp = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "ReferencedGroupId": other, "Description": "after"}
    everything = {"IpProtocol": "-1", "CidrIpv4": "0.0.0.0/0", "Description": "everything"}
    for rule, wanted in ((inwards, tcp), (outwards, everything)):
        change = {"SecurityGroupRuleId": rule["SecurityGroupRuleId"], "SecurityGroupRule": wanted}
        ec2.modify_security_group_rules(GroupId=group, SecurityGroupRules=[change])
    inwards, outwards = sorted(_rules(aws, group), key=lambda rule: rule["IsEgress"])
    assert (inwards["ReferencedGroupInfo"]["GroupId"], inwards["Description"]) == (other, "after")
    assert (outwards["FromPort"], outwards["Description"]) == (-1, "everything")


def subnets_show_the_state_of_their_ipv6_block(aws: Account) -> None:
    ec2 = aws.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.77.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    (block,) = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Ipv6CidrBlockAssociationSet"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.77.0.0/24")["Subnet"]["SubnetId"]
    part = block["Ipv6CidrBlock"].replace("/56", "/64")
    ec2.associate_subnet_cidr_block(SubnetId=subnet, Ipv6CidrBlock=part)
    (shown,) = ec2.describe_subnets(SubnetIds=[subnet])["Subnets"][0]["Ipv6CidrBlockAssociationSet"]
    assert (shown["Ipv6CidrBlock"], shown["Ipv6CidrBlockState"]) == (part, {"State": "associated"})


def interfaces_of_an_endpoint_have_its_groups(aws: Account) -> None:
    ec2, (vpc, (subnet, _)) = aws.client("ec2"), aws.network()
    first, second = aws.group(vpc), aws.group(vpc)
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName="com.amazonaws.eu-west-2.sqs",
        VpcEndpointType="Interface",
        SubnetIds=[subnet],
        SecurityGroupIds=[first],
    )["VpcEndpoint"]
    id_ = made["VpcEndpointId"]
    for group, change in ((first, {}), (second, {"AddSecurityGroupIds": [second], "RemoveSecurityGroupIds": [first]})):
        if change:
            ec2.modify_vpc_endpoint(VpcEndpointId=id_, **change)
        wanted = [{"Name": "group-id", "Values": [group]}]
        (interface,) = ec2.describe_network_interfaces(Filters=wanted)["NetworkInterfaces"]
        assert interface["Description"] == f"VPC Endpoint Interface {id_}"


def endpoints_turn_private_dns_off_and_on(aws: Account) -> None:
    ec2, (vpc, subnets) = aws.client("ec2"), aws.network()
    made = ec2.create_vpc_endpoint(
        VpcId=vpc,
        ServiceName="com.amazonaws.eu-west-2.sqs",
        VpcEndpointType="Interface",
        SubnetIds=subnets[:1],
        PrivateDnsEnabled=True,
    )["VpcEndpoint"]["VpcEndpointId"]
    for wanted in (False, True):
        ec2.modify_vpc_endpoint(VpcEndpointId=made, PrivateDnsEnabled=wanted)
        (shown,) = ec2.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"]
        assert shown["PrivateDnsEnabled"] is wanted


def _allow(aws: Account, group: str, **peer: Any) -> None:
    aws.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[_permission(**peer)])


def _permission(**peer: Any) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, **peer}


def _rules(aws: Account, group: str) -> list[dict[str, Any]]:
    filters = [{"Name": "group-id", "Values": [group]}]
    found: list[dict[str, Any]] = aws.client("ec2").describe_security_group_rules(Filters=filters)["SecurityGroupRules"]
    return found


BEHAVIOURS = (
    rules_keep_their_description_whatever_the_peer,
    a_description_does_not_tell_rules_apart,
    modify_changes_the_peer_and_the_description,
    subnets_show_the_state_of_their_ipv6_block,
    interfaces_of_an_endpoint_have_its_groups,
    endpoints_turn_private_dns_off_and_on,
)
