"""Guarded attributes of scalable targets: bounds of the number of tasks.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/appautoscaling_target
"""

from __future__ import annotations

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import Watch, changed, lowered, raised, replaced, zeroed
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
APPAUTOSCALING_TARGET = (
    Watch(attribute="min_capacity", worse=zeroed, rule="desired-count-zero", default=1),
    Watch(attribute="max_capacity", worse=zeroed, rule="desired-count-zero", default=1),
    Watch(attribute="min_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="max_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="max_capacity", worse=raised, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="suspended_state", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="role_arn", worse=replaced, rule="role-exchanged", severity=_REPORTED),
)
APPAUTOSCALING_TARGET_HARMLESS: Harmless = {
    REPLACES: (
        "resource_id",
        "scalable_dimension",
        "service_namespace",
    ),
}
APPAUTOSCALING_POLICY = (
    Watch(attribute="policy_type", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="step_scaling_policy_configuration", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(
        attribute="target_tracking_scaling_policy_configuration",
        worse=changed,
        rule="capacity-changed",
        severity=_REPORTED,
    ),
)
APPAUTOSCALING_POLICY_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "resource_id",
        "scalable_dimension",
        "service_namespace",
    ),
}
