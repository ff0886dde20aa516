"""Rows of what stands in or at our VPC besides its subnets and routes. All of them are strays."""

from __future__ import annotations

from imports.resource_type import Attributes, attribute, own_id
from modules.network import discovery_satellites
from modules.resource_type import Area, IamResource, ResourceType, Satellites
from modules.satellites import part

VPC = "aws_vpc"
_WHY = {
    "aws_network_acl": "in the vpc",
    "aws_vpc_dhcp_options": "of the vpc",
    "aws_vpc_dhcp_options_association": "of the vpc",
    "aws_vpc_ipv4_cidr_block_association": "a further CIDR of the vpc",
    "aws_vpc_ipv6_cidr_block_association": "a CIDR of the vpc",
    "aws_vpc_peering_connection": "joins the vpc with another",
    "aws_vpc_peering_connection_accepter": "joins the vpc with another",
    "aws_egress_only_internet_gateway": "on the vpc",
    "aws_vpn_gateway": "on the vpc",
    "aws_ec2_transit_gateway_vpc_attachment": "joins the vpc with a transit gateway",
    "aws_route53_resolver_rule_association": "decides on DNS in the vpc",
}
_IMPORT_IDS = {"aws_vpc_dhcp_options_association": attribute("vpc_id")}


def _came_with_the_vpc(facts: Attributes) -> str:
    return "it came with its vpc, and Terraform would remove every rule that the code does not know"


def area(iam: tuple[IamResource, ...]) -> Area:
    """Returns the part of discovery that finds these types."""
    default = part(
        "aws_default_network_acl",
        of=VPC,
        at="vpc_id",
        why="the default network ACL of the vpc, with rules of its own",
        iam=iam,
        not_written=_came_with_the_vpc,
    )
    return Area(name="around the vpc", find=discovery_satellites.find, types=(default, *_rows(iam)))


def _rows(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    return tuple(
        part(name, of=VPC, at="vpc_id", why=why, iam=iam, import_id=_IMPORT_IDS.get(name, own_id))
        for name, why in _WHY.items()
    )


_USER = "it is a resource of another service that uses the vpc"
_ARGUMENT = "an argument of {} holds it, and it is adopted with that"
_NO_IMPORT = "Terraform cannot import it; {} shows it"
SATELLITES = (
    Satellites(
        of=VPC,
        arguments=("vpc_id",),
        read=(
            "aws_subnet",
            "aws_internet_gateway",
            "aws_route_table",
            "aws_default_route_table",
            "aws_security_group",
            "aws_default_security_group",
            "aws_vpc_endpoint",
            "aws_flow_log",
            "aws_nat_gateway",
            "aws_instance",
            "aws_default_network_acl",
            *_WHY,
        ),
        left_out={
            "aws_internet_gateway_attachment": _ARGUMENT.format("aws_internet_gateway"),
            "aws_main_route_table_association": _NO_IMPORT.format("aws_default_route_table"),
            "aws_vpn_gateway_attachment": _NO_IMPORT.format("aws_vpn_gateway"),
            "aws_vpc_peering_connection_options": "it is a part of the peering connection",
            "aws_route53_vpc_association_authorization": "it permits a VPC of another account; a public zone has none",
            "aws_route53_zone_association": "`vpc` of a private zone holds it",
            "aws_vpc_security_group_vpc_association": "it shares a group with another VPC; import makes no call for it",
            "aws_vpc_route_server_vpc_association": "a route server is a resource of its own",
            "aws_route53_resolver_firewall_rule_group_association": "import makes no call of Route 53 DNS Firewall",
            **dict.fromkeys(
                (
                    "aws_ec2_carrier_gateway",
                    "aws_ec2_local_gateway_route_table_vpc_association",
                    "aws_emr_studio",
                    "aws_msk_vpc_connection",
                    "aws_networkfirewall_firewall",
                    "aws_opensearchserverless_vpc_endpoint",
                    "aws_sagemaker_domain",
                    "aws_vpclattice_resource_gateway",
                    "aws_workspacesweb_network_settings",
                ),
                _USER,
            ),
        },
    ),
    Satellites(
        of="aws_subnet",
        arguments=("subnet_id",),
        read=("aws_nat_gateway", "aws_instance", "aws_route_table_association"),
        left_out={
            "aws_network_acl_association": _ARGUMENT.format("aws_network_acl"),
            "aws_network_interface": "AWS services make and remove interfaces; an instance's is a part of the instance",
            "aws_vpc_endpoint_subnet_association": _ARGUMENT.format("aws_vpc_endpoint"),
            "aws_ec2_subnet_cidr_reservation": "it takes no address; import makes no call for it",
            "aws_ec2_instance_connect_endpoint": "import makes no call for it",
            **dict.fromkeys(
                (
                    "aws_ec2_client_vpn_network_association",
                    "aws_ec2_transit_gateway_multicast_domain_association",
                    "aws_efs_mount_target",
                    "aws_s3outposts_endpoint",
                    "aws_vpc_route_server_endpoint",
                ),
                "it is a resource of another service that uses the subnet",
            ),
        },
    ),
    Satellites(
        of="aws_route_table",
        arguments=("route_table_id",),
        read=("aws_route", "aws_route_table_association"),
        left_out={
            "aws_main_route_table_association": _NO_IMPORT.format("aws_default_route_table"),
            "aws_vpc_endpoint_route_table_association": _ARGUMENT.format("aws_vpc_endpoint"),
            "aws_vpn_gateway_route_propagation": _ARGUMENT.format("aws_route_table"),
            "aws_vpc_route_server_propagation": "a route server is a resource of its own",
        },
    ),
    Satellites(
        of="aws_internet_gateway",
        arguments=("internet_gateway_id",),
        left_out={"aws_internet_gateway_attachment": _ARGUMENT.format("aws_internet_gateway")},
    ),
)
