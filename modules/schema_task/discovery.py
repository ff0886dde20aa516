"""Finds the task definitions of the schema task. `modules/identity` finds their role, `modules/images` the repository.

Nothing is asked if the settings have no schema task.
"""

from __future__ import annotations

from aws.reader import Aws
from imports.model import Found
from modules.settings import Settings
from modules.task_definitions import discovery


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the latest active revision of each of the two families."""
    task = settings.schema_task
    families = {task.read_family, task.apply_family} if task else set[str]()
    return [discovery.found(one) for one in discovery.latest(aws, families)]
