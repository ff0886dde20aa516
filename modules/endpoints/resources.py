"""Row of `aws_vpc_endpoint`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import both, by, inside
from imports.resource_type import ImportedType, attribute, own_id
from modules.dns.resources import IAM_ZONE
from modules.endpoints import discovery, guard
from modules.network.resources import IAM_EC2
from modules.resource_type import Area, ResourceType, Satellites, Service
from modules.satellites import part

_of_its_service = by("vpc_id", "service_name", "vpc_endpoint_type", label="vpc and service")

ENDPOINT = ResourceType(
    name="aws_vpc_endpoint",
    imported=ImportedType(
        import_id=own_id,
        # A name is not enough: an endpoint of another service or kind could only be replaced.
        match=(_of_its_service, both(by("vpc_id", "tags.Name"), _of_its_service)),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        stray_by_name=False,
        left_to_aws={
            "ip_address_type": ("ipv4",),
            "dns_options": ({"dns_record_ip_type": "ipv4"}, {"dns_record_ip_type": "service-defined"}),
        },
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        watched=guard.VPC_ENDPOINT,
        changes_by_itself=dict.fromkeys(guard.CHANGED_BY_AWS, ()),
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.ENDPOINT, computed=True, full=True),
        harmless=guard.VPC_ENDPOINT_HARMLESS,
    ),
    iam=(IAM_EC2, IAM_ZONE),
)
_ARGUMENT = "an argument of aws_vpc_endpoint holds it, and it is adopted with that"
_OFFERED = "it is on the side of the account that offers the endpoint service"
SATELLITES = (
    Satellites(
        of="aws_vpc_endpoint",
        arguments=("vpc_endpoint_id",),
        read=("aws_vpc_endpoint_policy",),
        left_out={
            "aws_vpc_endpoint_connection_accepter": _OFFERED,
            "aws_vpc_endpoint_connection_notification": "import makes no call for it; it changes no traffic",
            "aws_vpc_endpoint_private_dns": _ARGUMENT,
            "aws_vpc_endpoint_route_table_association": _ARGUMENT,
            "aws_vpc_endpoint_security_group_association": _ARGUMENT,
            "aws_vpc_endpoint_subnet_association": _ARGUMENT,
        },
    ),
)
POLICY = part(
    "aws_vpc_endpoint_policy",
    of="aws_vpc_endpoint",
    at="vpc_endpoint_id",
    why="on an endpoint of the vpc",
    iam=(IAM_EC2,),
    import_id=attribute("vpc_endpoint_id"),
    unless_set="policy",
)
SERVICE = Service(
    areas=(Area(name="endpoints", find=discovery.find, types=(ENDPOINT, POLICY)),),
    shape=discovery.shape,
    satellites=SATELLITES,
)
