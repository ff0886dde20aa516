"""Finds the schedules of EventBridge Scheduler. `modules/identity` finds their roles.

Nothing is asked if the settings have no schedule.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every schedule of the region, with its target."""
    if not settings.schedules:
        return []
    return [_schedule(schedule) for schedule in aws.listing("scheduler", "list_schedules", "Schedules")]


def _schedule(schedule: Mapping[str, Any]) -> Found:
    name, group = schedule["Name"], schedule["GroupName"]
    facts = {
        "name": name,
        "group_name": group,
        "arn": schedule["Arn"],
        "target": [{"arn": schedule.get("Target", {}).get("Arn")}],
    }
    return live("aws_scheduler_schedule", f"{group}/{name}", facts, name=name)
