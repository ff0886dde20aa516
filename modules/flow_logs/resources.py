"""Row of `aws_flow_log`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by, inside
from imports.resource_type import ImportedType, own_id
from modules.flow_logs import discovery, guard
from modules.identity.resources import IAM_ROLE
from modules.network.resources import IAM_EC2
from modules.resource_type import Area, IamResource, Names, ResourceType, Service
from modules.settings import Settings


def _role(settings: Settings) -> Names:
    return (settings.network.flow_logs.role,) if settings.network.flow_logs else ()


FLOW_LOG = ResourceType(
    name="aws_flow_log",
    imported=ImportedType(
        import_id=own_id,
        match=(
            by("vpc_id", "log_destination", label="vpc and destination"),
            by("vpc_id", "tags.Name", label="vpc and name"),
            by("vpc_id", label="the vpc's only flow log"),
        ),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        left_to_aws={"log_format": (guard.DEFAULT_FORMAT,), "destination_options": ()},
    ),
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        asked_for=guard.recorded_again,
        watched=guard.FLOW_LOG,
        harmless=guard.FLOW_LOG_HARMLESS,
    ),
    iam=(IAM_EC2, IamResource(kind="iam:role of flow logs", arns=IAM_ROLE.arns, names=_role)),
)
SERVICE = Service(areas=(Area(name="flow logs", find=discovery.find, types=(FLOW_LOG,)),))
