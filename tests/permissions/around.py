"""The calls that look for what may lean on an environment, from the table of the looks."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import botocore.session
from botocore import xform_name

from aws.iam_actions import action
from modules.surroundings.looks import FEEDING, INTERFACES, LOOKS


def around(reference: Path) -> dict[str, bool]:
    """Returns the actions, sorted: True for those that AWS checks on a resource."""
    services = json.loads(reference.read_text(encoding="utf-8"))
    session = botocore.session.get_session()
    called = {
        action(look.service, name)
        for look in (*LOOKS, FEEDING, INTERFACES)
        for name in session.get_service_model(look.service).operation_names
        if xform_name(name) in look.operations
    }
    return {each: _is_confined(each, services) for each in sorted(called)}


def _is_confined(called: str, services: Mapping[str, Any]) -> bool:
    service, _, name = called.partition(":")
    return any(services[service]["privileges"][name]["resource_types"])
