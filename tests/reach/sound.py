"""PROD's stack as a document that tests cut in one place, and the findings on what is left."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from audit.report import Report, Source
from envs.load import load
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.model import environment
from reach.hops import Finding
from terraform.stack import Stack

ENVS = Path(__file__).resolve().parent.parent.parent / "envs"
Document = dict[str, Any]
Cut = Callable[[Document], None]
SETTINGS = load("prod", ENVS)


def report(document: Document) -> Report:
    """Returns the report on a document."""
    return Report.of(environment(from_stack(Stack(document=document), SETTINGS.aws), SETTINGS), source=Source.SETTINGS)


def findings(document: Document, *cuts: Cut) -> tuple[Finding, ...]:
    """Returns the findings on a copy of the document with these cuts."""
    changed = copy.deepcopy(document)
    for cut in cuts:
        cut(changed)
    return report(changed).findings


def at(document: Document, address: str) -> Any:
    """Returns the arguments of a resource, to change them."""
    type_, name = address.split(".")
    return document["resource"][type_][name]


def without(address: str) -> Cut:
    """Returns the cut that removes a resource."""

    def cut(document: Document) -> None:
        type_, name = address.split(".")
        del document["resource"][type_][name]

    return cut


def with_(address: str, **arguments: Any) -> Cut:
    """Returns the cut that sets arguments of a resource, and adds the resource if it is not there."""

    def cut(document: Document) -> None:
        type_, name = address.split(".")
        document["resource"].setdefault(type_, {}).setdefault(name, {}).update(arguments)

    return cut


def within(address: str, block: str, **arguments: Any) -> Cut:
    """Returns the cut that sets arguments in a block of a resource."""

    def cut(document: Document) -> None:
        held = at(document, address)[block]
        (held[0] if isinstance(held, list) else held).update(arguments)

    return cut


def in_containers(service: str, change: Callable[[Any], None]) -> Cut:
    """Returns the cut that changes the first container of a service."""

    def cut(document: Document) -> None:
        definition = at(document, f"aws_ecs_task_definition.tasks_{service}_definition")
        containers = json.loads(definition["container_definitions"])
        change(containers[0])
        definition["container_definitions"] = json.dumps(containers)

    return cut


def in_policy(address: str, change: Callable[[Any], None], *, argument: str = "policy") -> Cut:
    """Returns the cut that changes the statements of a policy."""

    def cut(document: Document) -> None:
        policy = json.loads(at(document, address)[argument])
        change(policy["Statement"])
        at(document, address)[argument] = json.dumps(policy)

    return cut


def without_statement(address: str, sid: str) -> Cut:
    """Returns the cut that removes a statement of a policy."""
    return in_policy(address, lambda listed: listed.remove(next(one for one in listed if one.get("Sid") == sid)))
