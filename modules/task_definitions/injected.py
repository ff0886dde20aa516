"""Secrets and parameters that ECS gives to containers as environment variables. Pure.

A task definition refers to them by ARN, or to a parameter by name. The variable tells which of the code's secrets and
parameters a reference means, whatever the name of the secret is.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Secret.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from imports.matching.match_rules import Hits
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from terraform.expressions import references

_MADE_UP = re.compile(r"-[A-Za-z0-9]{6}$")  # what Secrets Manager puts behind the name of a secret in its ARN
_SECRET_PARTS = 7  # of an ARN; JSON key, stage and version may follow


def injected(containers: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Returns variable -> ARN or name, without variables that two containers fill in differently."""
    pairs = {(one["name"], _resource(one["valueFrom"])) for container in containers for one in _secrets(container)}
    names = [name for name, _ in pairs]
    return {name: resource for name, resource in sorted(pairs) if names.count(name) == 1}


def name_in(reference: str, *, service: str, region: str, account_id: str) -> str | None:
    """Returns the name of the secret (`secretsmanager`) or parameter (`ssm`) of this account and region, or None."""
    if not reference.startswith("arn:"):
        return reference if service == "ssm" else None
    _, _, called, *place, rest = reference.split(":", 5)
    if (called, place) != (service, [region, account_id]):
        return None
    return rest.removeprefix("parameter") if service == "ssm" else _MADE_UP.sub("", rest.removeprefix("secret:"))


def injected_as(declared: Declared, match_state: MatchState) -> Hits:
    """Matches what the task definitions give to their containers in the variables for which the code names this.

    Only if its name mentions the environment: a task may also take a secret of another environment or product.
    """
    variables, found = _given(declared, match_state)
    return Hits(by=f"the variable {variables or 'of no task'}", found=[one for one in found if one.facts.get("ours")])


def of_others_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells that the tasks take a secret or parameter whose name does not mention the environment."""
    variables, found = _given(declared, match_state)
    others = [one for one in found if not one.facts.get("ours") and match_state.taken_by(one) is None]
    if not others:
        return None
    return (
        f"the tasks take {variables} from {others[0].name}, whose name does not mention this environment; "
        f'if it is this one: "{declared.address}" = "{others[0].id}" in [import.choose]'
    )


def _given(declared: Declared, match_state: MatchState) -> tuple[str, list[Found]]:
    """Returns the variables for which the code names a resource, and the resource that live tasks take them from."""
    users = match_state.users(declared.address, type_="aws_ecs_task_definition", path="container_definitions")
    pairs = [
        (variable, match_state.matched[user.address].facts.get("injected", {}).get(variable))
        for user in users
        if user.address in match_state.matched
        for variable in _variables(user, declared.address)
    ]
    variables, held = sorted({name for name, _ in pairs}), {reference for _, reference in pairs} - {None}
    return ", ".join(variables), match_state.called(declared.type, held) if len(held) == 1 else []


def _variables(user: Declared, address: str) -> Iterator[str]:
    """Yields the variables of a declared task definition that refer to an address."""
    for container in json.loads(user.arguments["container_definitions"]):
        for one in _secrets(container):
            if address in references(one["valueFrom"]):
                yield one["name"]


def _secrets(container: Mapping[str, Any]) -> Sequence[Mapping[str, str]]:
    secrets: Sequence[Mapping[str, str]] = container.get("secrets") or ()
    return secrets


def _resource(reference: str) -> str:
    """Returns the ARN of a reference without the JSON key, stage and version of a secret; a name as it is."""
    return ":".join(reference.split(":")[:_SECRET_PARTS]) if ":secretsmanager:" in reference else reference
