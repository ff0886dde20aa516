"""Rows of the VPC and what divides it, and of what discovery finds there and this code does not declare."""

from __future__ import annotations

from typing import Any

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import both, by, inside
from imports.matching.users import used_by
from imports.resource_type import Attributes, GeneratedConfig, ImportedType, attribute, joined, own_id
from modules.network import discovery, discovery_instances, discovery_nat, discovery_routes, guard, satellites, users
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Service, every_name

IAM_EC2 = IamResource(kind="ec2:any", arns=(REGIONAL + "{name}",), names=every_name)  # AWS makes up the ids
_IN_THE_VPC = inside("vpc_id", "aws_vpc", "in the vpc")


def _route_id(route: Attributes) -> str:
    """Returns `rtb-ID_DESTINATION`."""
    names = ("destination_cidr_block", "destination_ipv6_cidr_block", "destination_prefix_list_id")
    return f"{route.get('route_table_id')}_{next((route[name] for name in names if route.get(name)), '')}"


def _came_with_the_vpc(facts: Attributes) -> str:
    return "it came with its vpc, and Terraform would take everything in it for its own"


def _ignoring_user_data(arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Ignores user data: it may hold a secret, so it is not written."""
    return arguments, ("user_data", "user_data_replace_on_change") if arguments.get("user_data") else ()


VPC = ResourceType(
    name="aws_vpc",
    imported=ImportedType(
        import_id=own_id,
        # Another VPC may have the same name: ours is the one with the load balancer, whatever its name.
        match=(
            both(by("tags.Name"), discovery.holds_the_load_balancer),
            discovery.holds_the_load_balancer,
            by("tags.Name"),
            discovery.has_the_cidr,
        ),
        left_to_aws={"enable_network_address_usage_metrics": (False,), "ipv6_cidr_block": ()},
    ),
    guarded=GuardedType(deletion=Deletion.DISRUPTIVE, watched=guard.VPC, harmless=guard.VPC_HARMLESS),
    iam=(IAM_EC2,),
    users=users.of_vpc,
)
SUBNET = ResourceType(
    name="aws_subnet",
    imported=ImportedType(
        import_id=own_id,
        match=(by("vpc_id", "tags.Name"), by("vpc_id", "cidr_block"), discovery.by_zone_and_route),
        stray=_IN_THE_VPC,
        stray_by_name=False,
        generated=GeneratedConfig(drops=frozenset({"availability_zone_id", "enable_lni_at_device_index"})),
        left_to_aws={"private_dns_hostname_type_on_launch": ("ip-name",)},
    ),
    guarded=GuardedType(deletion=Deletion.DISRUPTIVE, watched=guard.SUBNET, harmless=guard.SUBNET_HARMLESS),
    iam=(IAM_EC2,),
    users=users.of_subnet,
)
INTERNET_GATEWAY = ResourceType(
    name="aws_internet_gateway",
    imported=ImportedType(
        import_id=own_id,
        match=(by("vpc_id"),),
        stray=inside("vpc_id", "aws_vpc", "on the vpc"),
        stray_by_name=False,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE, watched=guard.INTERNET_GATEWAY, harmless=guard.INTERNET_GATEWAY_HARMLESS
    ),
    iam=(IAM_EC2,),
)
ROUTE_TABLE = ResourceType(
    name="aws_route_table",
    imported=ImportedType(
        import_id=own_id,
        match=(
            by("vpc_id", "tags.Name"),
            discovery_routes.serves_its_subnets,
            used_by(("aws_vpc_endpoint", "route_table_ids")),
        ),
        stray=_IN_THE_VPC,
        stray_by_name=False,
        generated=GeneratedConfig(drops=frozenset({"route"})),
        left_to_aws={"propagating_vgws": ()},
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        owned_elsewhere={"route": guard.routes},
        harmless=guard.ROUTE_TABLE_HARMLESS,
        judged=("route",),
        watched=guard.ROUTE_TABLE,
    ),
    iam=(IAM_EC2,),
    users=users.of_route_table,
)
DEFAULT_ROUTE_TABLE = ResourceType(
    name="aws_default_route_table",
    imported=ImportedType(
        import_id=attribute("vpc_id"),
        match=(by("default_route_table_id", label="main table of the vpc"),),
        stray=inside("vpc_id", "aws_vpc", "the main table of the vpc"),
        stray_by_name=False,
        not_written=_came_with_the_vpc,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        owned_elsewhere={"route": guard.routes},
        harmless=guard.DEFAULT_ROUTE_TABLE_HARMLESS,
        judged=("route",),
        watched=guard.DEFAULT_ROUTE_TABLE,
    ),
    iam=(IAM_EC2,),
)
ROUTE_TABLE_ASSOCIATION = ResourceType(
    name="aws_route_table_association",
    imported=ImportedType(
        import_id=joined("subnet_id", "route_table_id"),
        match=(by("subnet_id", "route_table_id"),),
        stray=inside("subnet_id", "aws_subnet", "on a subnet of the environment"),
        stray_by_name=False,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        watched=guard.ROUTE_TABLE_ASSOCIATION,
        harmless=guard.ROUTE_TABLE_ASSOCIATION_HARMLESS,
    ),
    iam=(IAM_EC2,),
)
ROUTE = ResourceType(
    name="aws_route",
    imported=ImportedType(
        import_id=_route_id, match=(discovery_routes.by_destination,), stray=discovery_routes.in_a_route_table
    ),
    guarded=GuardedType(deletion=Deletion.DISRUPTIVE, harmless=guard.ROUTE_HARMLESS, judged=guard.ROUTE_ARGUMENTS),
    iam=(IAM_EC2,),
)
INSTANCE = ResourceType(
    name="aws_instance",
    imported=ImportedType(
        import_id=own_id,
        stray=inside("vpc_id", "aws_vpc", "in the vpc: perhaps a temporary dbtest"),
        generated=GeneratedConfig(
            drops=frozenset(
                {
                    "cpu_core_count",
                    "cpu_threads_per_core",
                    "ipv6_address_count",
                    "user_data",
                    "user_data_base64",
                }
            ),
            corrects=_ignoring_user_data,
        ),
    ),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.INSTANCE),
    iam=(IAM_EC2,),
)
NAT_GATEWAY = ResourceType(
    name="aws_nat_gateway",
    imported=ImportedType(
        import_id=own_id,
        stray=inside("vpc_id", "aws_vpc", "in the vpc, where the reference does without"),
        generated=GeneratedConfig(drops=frozenset({"secondary_private_ip_address_count"})),
    ),
    guarded=GuardedType(deletion=Deletion.DISRUPTIVE),
    iam=(IAM_EC2,),
    users=users.of_nat_gateway,
)
ELASTIC_IP = ResourceType(
    name="aws_eip",
    imported=ImportedType(
        import_id=own_id, stray=inside("vpc_id", "aws_vpc", "the address of a NAT gateway in the vpc")
    ),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.EIP),
    iam=(IAM_EC2,),
)
SERVICE = Service(
    areas=(
        Area(name="network", find=discovery.find, types=(VPC, SUBNET, INTERNET_GATEWAY)),
        Area(
            name="routes",
            find=discovery_routes.find,
            types=(ROUTE_TABLE, DEFAULT_ROUTE_TABLE, ROUTE_TABLE_ASSOCIATION, ROUTE),
        ),
        satellites.area((IAM_EC2,)),
        Area(name="instances", find=discovery_instances.find, types=(INSTANCE,)),
        Area(name="nat", find=discovery_nat.find, types=(NAT_GATEWAY, ELASTIC_IP)),
    ),
    checks=(guard.check,),
    satellites=satellites.SATELLITES,
)
