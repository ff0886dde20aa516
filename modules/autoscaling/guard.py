"""Guarded attributes of scalable targets: bounds of the number of tasks.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/appautoscaling_target
"""

from __future__ import annotations

from guard.attribute_rules import Watch, changed, lowered, zeroed
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
APPAUTOSCALING_TARGET = (
    Watch(attribute="min_capacity", worse=zeroed, rule="desired-count-zero", default=1),
    Watch(attribute="max_capacity", worse=zeroed, rule="desired-count-zero", default=1),
    Watch(attribute="min_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="max_capacity", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="suspended_state", worse=changed, rule="capacity-changed", severity=_REPORTED),
)
