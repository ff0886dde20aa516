"""Row of `aws_vpc_endpoint`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import both, by, inside
from imports.resource_type import ImportedType, own_id
from modules.dns.resources import IAM_ZONE
from modules.endpoints import discovery, guard
from modules.network.resources import IAM_EC2
from modules.resource_type import Area, ResourceType, Service

_of_its_service = by("vpc_id", "service_name", "vpc_endpoint_type", label="vpc and service")

ENDPOINT = ResourceType(
    name="aws_vpc_endpoint",
    imported=ImportedType(
        import_id=own_id,
        # A name is not enough: an endpoint of another service or kind could only be replaced.
        match=(_of_its_service, both(by("vpc_id", "tags.Name"), _of_its_service)),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        stray_by_name=False,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        watched=guard.VPC_ENDPOINT,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.ENDPOINT, computed=True, full=True),
    ),
    iam=(IAM_EC2, IAM_ZONE),
)
SERVICE = Service(
    areas=(Area(name="endpoints", find=discovery.find, types=(ENDPOINT,)),),
    shape=discovery.shape,
)
