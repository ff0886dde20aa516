"""Row of `aws_scheduler_schedule`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.resource_type import ImportedType, joined
from modules.identity.resources import IAM_ROLE
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Satellites, Service, named
from modules.schedules import discovery, guard
from modules.settings import Settings


def _roles(settings: Settings) -> Names:
    return tuple(schedule.role for schedule in settings.schedules.values())


def _searched(settings: Settings) -> Names:
    """Returns every name, if the settings have a schedule: a person may have given any name to a schedule."""
    return ("*",) if settings.schedules else ()


SCHEDULE = ResourceType(
    name="aws_scheduler_schedule",
    imported=ImportedType(
        import_id=joined("group_name", "name"),
        match=(by("group_name", "name", label="name"), by("group_name", "target.arn", label="target")),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE, watched=guard.SCHEDULE, harmless=guard.SCHEDULER_SCHEDULE_HARMLESS
    ),
    iam=(
        # Whole names, and so no permission where there is no schedule: a new one has a new role, which has to be named
        # in the account's stack anyway.
        IamResource(
            kind="scheduler:schedule",
            arns=(REGIONAL + "schedule/default/{name}",),
            names=named("schedule"),
            searched=_searched,
        ),
        IamResource(kind="iam:role of schedules", arns=IAM_ROLE.arns, names=_roles),
    ),
)
SERVICE = Service(
    areas=(Area(name="schedules", find=discovery.find, types=(SCHEDULE,)),),
    satellites=(
        Satellites(of=SCHEDULE.name, left_out={"aws_scheduler_schedule_group": "an argument of the schedule names it"}),
    ),
)
