"""Row of `aws_cloudwatch_metric_alarm`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.resource_type import ImportedType, attribute
from modules.alarms import discovery, guard
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Satellites, Service, prefixed

IAM_ALARM = IamResource(kind="cloudwatch:alarm", arns=(REGIONAL + "alarm:{name}",), names=prefixed())
METRIC_ALARM = ResourceType(
    name="aws_cloudwatch_metric_alarm",
    imported=ImportedType(
        import_id=attribute("alarm_name"),
        match=(
            by("alarm_name", label="name"),
            by("namespace", "metric_name", "dimensions", label="metric and dimensions"),
        ),
        stray=discovery.watches_ours,
        left_to_aws={"evaluate_low_sample_count_percentiles": ("evaluate",)},
    ),
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        asked_for=guard.still_watched,
        watched=guard.CLOUDWATCH_METRIC_ALARM,
        harmless=guard.CLOUDWATCH_METRIC_ALARM_HARMLESS,
    ),
    iam=(IAM_ALARM,),
)
SERVICE = Service(
    areas=(Area(name="alarms", find=discovery.find, types=(METRIC_ALARM,)),),
    satellites=(
        Satellites(
            of=METRIC_ALARM.name,
            left_out={"aws_cloudwatch_composite_alarm": "it is an alarm of its own, whose rule names other alarms"},
        ),
    ),
)
