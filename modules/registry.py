"""Everything that the folders of `modules/` know, as the engines take it: areas of discovery, types and guard checks.

A new folder adds two lines here: an import and its place in `SERVICES`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from guard.checks.attribute_checks import ServiceRules
from guard.resource_type import GuardedType
from imports.resource_type import ImportedType
from modules.alarms import resources as alarms
from modules.autoscaling import resources as autoscaling
from modules.budget import resources as budget
from modules.database import resources as database
from modules.dns import resources as dns
from modules.endpoints import resources as endpoints
from modules.environment_facts import guard as start_of_services
from modules.firewall import resources as firewall
from modules.flow_logs import resources as flow_logs
from modules.guard_only_types import GUARD_ONLY_TYPES
from modules.identity import resources as identity
from modules.images import resources as images
from modules.keys import resources as keys
from modules.load_balancer import resources as load_balancer
from modules.messaging import resources as messaging
from modules.network import resources as network
from modules.new_types import ACTING, HARMLESS_TYPES
from modules.notifications import resources as notifications
from modules.oidc import resources as oidc
from modules.outside_user import FindUsers
from modules.parameters import resources as parameters
from modules.pipelines import resources as pipelines
from modules.resource_type import Area, FindParts, IamResource, ResourceType, Service
from modules.schedules import resources as schedules
from modules.schema_task import resources as schema_task
from modules.secrets import resources as secrets
from modules.security_groups import resources as security_groups
from modules.services import resources as services
from modules.state import resources as state
from modules.storage import resources as storage
from modules.surroundings import resources as surroundings
from modules.task_definitions import resources as task_definitions

# The slowest discoveries come first, because they start first.
SERVICES: tuple[Service, ...] = (
    surroundings.SERVICE,
    services.SERVICE,
    task_definitions.SERVICE,
    load_balancer.SERVICE,
    identity.SERVICE,
    storage.SERVICE,
    network.SERVICE,
    endpoints.SERVICE,
    security_groups.SERVICE,
    dns.SERVICE,
    messaging.SERVICE,
    schedules.SERVICE,
    schema_task.SERVICE,
    database.SERVICE,
    parameters.SERVICE,
    secrets.SERVICE,
    alarms.SERVICE,
    notifications.SERVICE,
    autoscaling.SERVICE,
    images.SERVICE,
    flow_logs.SERVICE,
    keys.SERVICE,
    firewall.SERVICE,
    budget.SERVICE,
)
OF_THE_ACCOUNT: tuple[Service, ...] = (state.SERVICE, oidc.SERVICE, pipelines.SERVICE)

_ALL = (*SERVICES, *OF_THE_ACCOUNT)
_AREAS: tuple[Area, ...] = tuple(area for service in _ALL for area in service.areas)
_ROWS = (*(row for area in _AREAS for row in area.types), *(row for service in _ALL for row in service.types))
TYPES: Mapping[str, ResourceType] = {row.name: row for row in _ROWS}
AREA_OF_TYPE: Mapping[str, str] = {row.name: area.name for area in _AREAS for row in area.types}

# Area -> (reader, settings) -> live resources.
Find = Callable[[Any, Any], Any]
ENVIRONMENT: Mapping[str, Find] = {area.name: area.find for service in SERVICES for area in service.areas}
ACCOUNT: Mapping[str, Find] = {area.name: area.find for service in OF_THE_ACCOUNT for area in service.areas}

SATELLITES = tuple(each for service in _ALL for each in service.satellites)

IMPORTED: Mapping[str, ImportedType] = {name: row.imported for name, row in TYPES.items()}
# Type -> its settable arguments with their types, and its computed attributes, from the provider's schema.
PROVIDER_ARGUMENTS: Mapping[str, Mapping[str, Any]] = json.loads(
    files("modules").joinpath("provider_arguments.json").read_text(encoding="utf-8")
)


def _guarded(row: ResourceType) -> GuardedType:
    computed = frozenset(PROVIDER_ARGUMENTS.get(row.name, {}).get("computed", ()))
    harmless = HARMLESS_TYPES[row.name].harmless if row.name in HARMLESS_TYPES else row.guarded.harmless
    return replace(row.guarded, computed=computed, harmless=harmless)


_GUARDED = {**HARMLESS_TYPES, **GUARD_ONLY_TYPES, **{name: _guarded(row) for name, row in TYPES.items()}}
GUARD = ServiceRules(
    types={name: replace(row, acts=ACTING.get(name, "")) for name, row in _GUARDED.items()},
    checks=(*(check for service in _ALL for check in service.checks), start_of_services.check),
)
STATE_ONLY: Mapping[str, Mapping[str, Any]] = {name: row.state_only for name, row in TYPES.items() if row.state_only}
PARTS: Mapping[str, FindParts] = {name: row.parts for name, row in TYPES.items() if row.parts}
USERS: Mapping[str, FindUsers] = {name: row.users for name, row in TYPES.items() if row.users}
IAM: tuple[IamResource, ...] = tuple(dict.fromkeys(each for row in TYPES.values() for each in row.iam))
