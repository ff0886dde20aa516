"""Live values of the network: VPC, subnets, route tables, endpoints, security groups, flow log."""

from __future__ import annotations

import json
from typing import Any

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT, REGION
from tests.coverage.account import NAME, ROLE, Shown
from tests.coverage.live.reads import answer, item, tags

_POLICY = json.dumps(
    {
        "Version": "2008-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:Get*", "Resource": "*"}],
    }
)


def first(account: Shown) -> list[Amendment]:
    """Returns an IPv6 network with every switch the other way."""
    return [
        *_vpc(account),
        *_subnets(account),
        *_tables(account),
        *_endpoints(account),
        *_groups(account),
        *_log(account),
    ]


def second(account: Shown) -> list[Amendment]:
    """Returns what excludes the first: a pool of IPAM, a subnet without IPv4 switches, flow logs into a bucket."""
    log, endpoint = {"FlowLogId": _flow_log(account)}, {"VpcEndpointId": account.endpoints["logs"]}
    pooled = {
        **_cidr("2a05:d01c:aa:5600::/56"),
        "NetworkBorderGroup": REGION,
        "Ipv6Pool": "ipam-pool-0a1b2c3d4e5f60718",
    }
    native = {"SubnetId": account.subnets[f"{NAME}-private-b"]}
    return [
        item("ec2.DescribeSubnets", "Subnets", native, Ipv6Native=True),
        item("ec2.DescribeVpcs", "Vpcs", {"VpcId": account.vpc}, Ipv6CidrBlockAssociationSet=[pooled]),
        item(
            "ec2.DescribeFlowLogs",
            "FlowLogs",
            log,
            LogDestinationType="s3",
            Tags=tags(Name=f"{NAME}-flow-logs"),
            LogDestination=f"arn:aws:s3:::{NAME}-flow-logs/vpc/",
            LogGroupName=None,
            DeliverLogsPermissionArn=None,
            DestinationOptions={
                "FileFormat": "parquet",
                "HiveCompatiblePartitions": True,
                "PerHourPartition": True,
            },
        ),
        item("ec2.DescribeVpcEndpoints", "VpcEndpoints", endpoint, ServiceRegion="eu-west-1"),
    ]


def _vpc(account: Shown) -> list[Amendment]:
    given = {**_cidr("2a05:d01c:aa:5600::/56"), "NetworkBorderGroup": REGION, "Ipv6Pool": "Amazon"}
    vpc = {"VpcId": account.vpc}
    switches = {"enableDnsSupport": False, "enableDnsHostnames": False, "enableNetworkAddressUsageMetrics": True}
    return [
        item(
            "ec2.DescribeVpcs",
            "Vpcs",
            vpc,
            InstanceTenancy="dedicated",
            Ipv6CidrBlockAssociationSet=[given],
            Tags=tags(Name=f"{NAME}-vpc", owner="platform"),
        ),
        *(
            answer(
                "ec2.DescribeVpcAttribute", {**vpc, "Attribute": name}, **{name[0].upper() + name[1:]: {"Value": on}}
            )
            for name, on in switches.items()
        ),
    ]


def _subnets(account: Shown) -> list[Amendment]:
    options = {
        "HostnameType": "resource-name",
        "EnableResourceNameDnsARecord": True,
        "EnableResourceNameDnsAAAARecord": True,
    }
    chosen = {"SubnetId": account.subnets[f"{NAME}-private-a"]}
    return [
        item(
            "ec2.DescribeSubnets",
            "Subnets",
            chosen,
            MapPublicIpOnLaunch=True,
            AssignIpv6AddressOnCreation=True,
            EnableDns64=True,
            EnableLniAtDeviceIndex=1,
            PrivateDnsNameOptionsOnLaunch=options,
            Ipv6CidrBlockAssociationSet=[_cidr("2a05:d01c:aa:5601::/64")],
            Tags=tags(Name=f"{NAME}-private-a", owner="platform"),
        )
    ]


def _cidr(block: str) -> dict[str, object]:
    return {
        "AssociationId": "vpc-cidr-assoc-0a1b2c3d4e5f60718",
        "Ipv6CidrBlock": block,
        "Ipv6CidrBlockState": {"State": "associated"},
    }


def _tables(account: Shown) -> list[Amendment]:
    ec2 = account.client("ec2")
    own = [{"Name": "vpc-id", "Values": [account.vpc]}]
    gateway = ec2.describe_internet_gateways(Filters=[{"Name": "attachment.vpc-id", "Values": [account.vpc]}])[
        "InternetGateways"
    ][0]["InternetGatewayId"]
    found = [one["RouteTableId"] for one in ec2.describe_route_tables(Filters=own)["RouteTables"]]
    learnt: dict[str, Any] = {"PropagatingVgws": [{"GatewayId": "vgw-0a1b2c3d4e5f60718"}]}
    call = ("ec2.DescribeRouteTables", "RouteTables")
    tagged = tags(Name=f"{NAME}-rtb-public", owner="platform")
    return [
        *(item(*call, {"RouteTableId": one}, **learnt, Tags=tagged) for one in found),
        item(
            "ec2.DescribeInternetGateways",
            "InternetGateways",
            {"InternetGatewayId": gateway},
            Tags=tags(Name=f"{NAME}-igw", owner="platform"),
        ),
    ]


def _endpoints(account: Shown) -> list[Amendment]:
    call = ("ec2.DescribeVpcEndpoints", "VpcEndpoints")
    interface, gateway = account.endpoints["ecr.api"], account.endpoints["s3"]
    return [
        item(
            *call,
            {"VpcEndpointId": interface},
            PrivateDnsEnabled=False,
            IpAddressType="dualstack",
            DnsOptions={"DnsRecordIpType": "dualstack", "PrivateDnsOnlyForInboundResolverEndpoint": True},
            PolicyDocument=_POLICY,
            SubnetIds=[account.subnets[f"{NAME}-private-a"]],
            Groups=[{"GroupId": account.groups[f"{NAME}-rds-sg"], "GroupName": f"{NAME}-rds-sg"}],
            Tags=tags(Name="another name", owner="platform"),
        ),
        item(*call, {"VpcEndpointId": gateway}, PolicyDocument=_POLICY),
    ]


def _groups(account: Shown) -> list[Amendment]:
    group = account.groups[f"{NAME}-rds-sg"]
    rules = account.client("ec2").describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])
    return [
        item(
            "ec2.DescribeSecurityGroups",
            "SecurityGroups",
            {"GroupId": group},
            Description="as the console wrote it",
            Tags=tags(owner="platform"),
        ),
        *(
            item(
                "ec2.DescribeSecurityGroupRules",
                "SecurityGroupRules",
                {"SecurityGroupRuleId": one["SecurityGroupRuleId"]},
                Description="words of a person",
                Tags=tags(owner="platform"),
            )
            for one in rules["SecurityGroupRules"]
        ),
    ]


def _flow_log(account: Shown) -> str:
    return str(account.client("ec2").describe_flow_logs()["FlowLogs"][0]["FlowLogId"])


def _log(account: Shown) -> list[Amendment]:
    return [
        item(
            "ec2.DescribeFlowLogs",
            "FlowLogs",
            {"FlowLogId": _flow_log(account)},
            TrafficType="REJECT",
            MaxAggregationInterval=60,
            LogFormat="${srcaddr} ${dstaddr}",
            DeliverLogsPermissionArn=ROLE,
            DeliverCrossAccountRole=f"arn:aws:iam::{ACCOUNT}:role/across",
            Tags=tags(Name="another name"),
        )
    ]
