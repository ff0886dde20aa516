"""The workflows' roles and policies: discovery only, the rows of these types are those of `modules/identity`."""

from __future__ import annotations

from modules.pipelines import discovery
from modules.resource_type import Area, Service

SERVICE = Service(areas=(Area(name="pipelines", find=discovery.find, types=()),))
