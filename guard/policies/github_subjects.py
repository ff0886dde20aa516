"""Subjects of GitHub's tokens in trust policies: the same repository by its names, or by its names and numbers.

A repository created or renamed since July 2026 has the second form only, so a policy that learns the numbers trusts
nobody new. https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/

A subject names a branch or a GitHub environment, never both:
https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from guard.policies.iam_policies import Statement

_BRANCH = re.compile(r"(repo:[^:*?]+):ref:refs/heads/[^*?]+")
_ENVIRONMENT = re.compile(r"(repo:[^:*?]+):environment:[^:*?]+")
_NUMBERED = re.compile(r"repo:([^/@:*?]+)@[1-9]\d*/([^/@:*?]+)@[1-9]\d*:(.+)")


def without_first_numbers(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Returns `planned` without the subjects that `live` has by name, and by no number.

    Other numbers are left in: they belong to another repository of the same name.
    """
    subjects = {value for statement in live for value in _subjects(statement)}
    numbered = {_by_name(value) for value in subjects} - {""}

    def said_before(value: str) -> bool:
        name = _by_name(value)
        return name in subjects and name not in numbered

    return _changed(planned, lambda _, values: frozenset(value for value in values if not said_before(value)) or values)


def with_branch_for_environment(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Returns `planned` with the branch that `live` trusts in place of a GitHub environment of the same repository.

    A repository of which `planned` still trusts a branch is left as it is: it gains an environment.
    """
    branches, kept = _branches(live), _branches(planned)

    def before(value: str) -> str:
        found = _ENVIRONMENT.fullmatch(value)
        repository = found[1] if found else ""
        return branches.get(repository, value) if repository not in kept else value

    return _changed(planned, lambda key, values: frozenset(map(before, values)) if key.endswith(":sub") else values)


def _changed(
    statements: tuple[Statement, ...], change: Callable[[str, frozenset[str]], frozenset[str]]
) -> tuple[Statement, ...]:
    """Returns the statements with other values of their conditions: `change` gets the key and the values of each."""
    return tuple(
        replace(one, conditions={key: change(key[1], values) for key, values in one.conditions.items()})
        for one in statements
    )


def _branches(statements: tuple[Statement, ...]) -> dict[str, str]:
    """Returns repository -> the subject of one branch of it, for subjects without a pattern."""
    subjects = sorted(value for statement in statements for value in _subjects(statement))
    return {found[1]: value for value in subjects if (found := _BRANCH.fullmatch(value))}


def _subjects(statement: Statement) -> set[str]:
    return {value for (_, key), values in statement.conditions.items() if key.endswith(":sub") for value in values}


def _by_name(subject: str) -> str:
    """Returns a subject with numbers as it is without them; empty if it has none."""
    found = _NUMBERED.fullmatch(subject)
    return f"repo:{found[1]}/{found[2]}:{found[3]}" if found else ""
