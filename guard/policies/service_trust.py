"""Conditions of a role's trust policy that restrict a service of AWS to one account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from guard.policies.iam_policies import Statement

_EQUAL = frozenset({"StringEquals", "StringLike", "ArnEquals", "ArnLike"})


def for_the_account(statements: tuple[Statement, ...], *, account: str) -> tuple[Statement, ...]:
    """Returns the statements without the conditions that hold whenever a service acts for the account.

    ECS recommends them for the role of a task:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html#create_task_iam_policy_and_role
    """
    return tuple(replace(one, conditions=dict(_besides_the_account(one, account))) for one in statements)


def _besides_the_account(statement: Statement, account: str) -> Iterator[tuple[tuple[str, str], frozenset[str]]]:
    """Yields the conditions of a statement; for services alone, without those that name all of the account."""
    names = [name for kind, name in statement.principals if kind == "Service"]
    own = frozenset(f"arn:aws:{name.partition('-')[0].partition('.')[0]}" for name in names)
    for (operator, key), values in statement.conditions.items():
        whole = key == "aws:sourceaccount" and values == {account}
        whole = whole or (key == "aws:sourcearn" and all(_is_all_of(value, own, account) for value in values))
        if not (whole and operator in _EQUAL and len(names) == len(statement.principals)):
            yield (operator, key), values


def _is_all_of(arn: str, services: frozenset[str], account: str) -> bool:
    """Returns True if an ARN stands for everything that the account has of these services, in one region or in all."""
    parts = arn.split(":", 5)
    return ":".join(parts[:3]) in services and parts[4:] == [account, "*"] and services == {":".join(parts[:3])}
