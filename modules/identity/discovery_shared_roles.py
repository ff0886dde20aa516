"""Finds which roles of our task definitions serve other products too, such as the console's `ecsTaskExecutionRole`.

Whoever changes or deletes such a role breaks the others, so no environment takes it as its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from aws.reader import Aws
from imports.matching.match_rules import Hits, Rule
from imports.matching.match_state import MatchState
from imports.model import Declared
from imports.normalise import last

ROLES = ("taskRoleArn", "executionRoleArn")


def families_by_role(aws: Aws, roles: Collection[str], *, ours: Callable[[str], bool]) -> dict[str, list[str]]:
    """Returns, for each of these roles, the families of others whose latest revision uses it. No call without roles.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTaskDefinitionFamilies.html
    """
    if not roles:
        return {}
    listed = aws.listing("ecs", "list_task_definition_families", "families", status="ACTIVE")
    others = sorted(name for name in listed if not ours(name))
    described = aws.each(
        lambda name: aws.reply("ecs", "describe_task_definition", "taskDefinition", taskDefinition=name), others
    )
    users: dict[str, list[str]] = {}
    for name, definition in zip(others, described, strict=True):
        for role in {last(definition[key]) for key in ROLES if definition.get(key)} & {*roles}:
            users.setdefault(role, []).append(name)
    return users


def unless_shared(rule: Rule) -> Rule:
    """Returns the rule without the roles that task definitions of others use too."""

    def own(declared: Declared, match_state: MatchState) -> Hits:
        hits = rule(declared, match_state)
        found = [one for one in hits.found if not _others(one.facts.get("families", ()), match_state)]
        return Hits(by=f"{hits.by} alone", found=found)

    return own


def shared_instead(rule: Rule) -> Callable[[Declared, MatchState], str | None]:
    """Returns a function that tells which shared role is in the place of the declared one."""

    def instead(declared: Declared, match_state: MatchState) -> str | None:
        found = rule(declared, match_state).found
        shared = {one.name: _others(one.facts.get("families", ()), match_state) for one in found}
        told = [f"{name} serves other task definitions too: {', '.join(some)}" for name, some in shared.items() if some]
        return "; ".join(told) or None

    return instead


def _others(families: Collection[str], match_state: MatchState) -> list[str]:
    return sorted({*families} - match_state.words("aws_ecs_task_definition"))
