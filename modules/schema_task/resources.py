"""The schema task in the registry: its types have their rows in the folders of task definitions, roles and images."""

from __future__ import annotations

from modules.resource_type import Area, Service
from modules.schema_task import discovery

SERVICE = Service(areas=(Area(name="schema task", find=discovery.find, types=()),))
