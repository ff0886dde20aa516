"""The area of discovery that looks around the environment. It adds no type: nothing that it finds is adopted."""

from __future__ import annotations

from modules.resource_type import Area, Service
from modules.surroundings import discovery

SURROUNDINGS = "surroundings"
SERVICE = Service(areas=(Area(name=SURROUNDINGS, find=discovery.find, types=()),))
