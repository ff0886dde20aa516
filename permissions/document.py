"""Policy documents from grants: one statement for all actions on the same ARNs, in parts that IAM accepts.

In: a command, types, settings. Out: policy documents, in an order that depends on their content alone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from modules.settings import AccountSettings, Settings
from permissions import schema_task
from permissions.arns import ANYWHERE, Scope
from permissions.grants import Command, Grant, needed

# A managed policy; white space is not counted: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
LIMIT_CHARACTERS = 6144
Document = dict[str, Any]


def policy(
    command: Command,
    *,
    types: Collection[str],
    settings: Settings | AccountSettings,
    partition: str = "aws",
    deletes: bool = False,
) -> Document:
    """Returns the whole policy in one document, however long.

    Raises CounterPromoError for a type without recorded permissions.
    """
    scope = Scope.of(settings, partition=partition)
    granted = needed(command, types=types, scope=scope, deletes=deletes)
    return _document(_statements([*granted, *schema_task.grants(command, settings=settings, scope=scope)]))


def documents(
    command: Command,
    *,
    types: Collection[str],
    settings: Settings | AccountSettings,
    partition: str = "aws",
    deletes: bool = False,
) -> tuple[Document, ...]:
    """Returns the policy in as few managed policies as possible, each of at most LIMIT_CHARACTERS. Raises as `policy`
    does.
    """
    whole = policy(command, types=types, settings=settings, partition=partition, deletes=deletes)
    parts: list[list[Mapping[str, Any]]] = [[]]
    for statement in (piece for each in whole["Statement"] for piece in _pieces(each)):
        if parts[-1] and size(_document([*parts[-1], statement])) > LIMIT_CHARACTERS:
            parts.append([])
        parts[-1].append(statement)
    return tuple(_document(part) for part in parts)


def compact(document: Mapping[str, Any]) -> str:
    return json.dumps(document, separators=(",", ":"))


def size(document: Mapping[str, Any]) -> int:
    """Returns the number of characters as IAM counts them."""
    return len(compact(document))


def _document(statements: Iterable[Mapping[str, Any]]) -> Document:
    return {"Version": "2012-10-17", "Statement": [dict(statement) for statement in statements]}


def _statements(grants: Iterable[Grant]) -> list[Document]:
    """Returns the statements. A Sid is the name of the service or of the condition, so it stays when actions change."""
    keyed = sorted(grants, key=lambda grant: (_title(grant), grant.arns, grant.condition, grant.action))
    taken: dict[str, int] = {}
    statements = []
    for (title, arns, condition), alike in groupby(keyed, key=lambda one: (_title(one), one.arns, one.condition)):
        some = list(alike)
        taken[title] = taken.get(title, 0) + 1
        statement: Document = {"Sid": title + (f"Part{taken[title]}" if taken[title] > 1 else "")}
        statement |= {"Effect": "Allow" if some[0].allow else "Deny"}
        statement |= {"Action": _one_or_many([one.action for one in some]), "Resource": _one_or_many(arns)}
        if condition:
            operator, key, *values = condition
            statement["Condition"] = {operator: {key: _one_or_many(values)}}
        statements.append(statement)
    return statements


def _title(grant: Grant) -> str:
    if not grant.allow:
        return "NoSecureString"
    if grant.condition:
        return grant.action.partition(":")[2]
    if grant.arns == ANYWHERE:
        return "Anywhere"
    return "".join(word.capitalize() for word in grant.action.partition(":")[0].split("-"))


def _pieces(statement: Document) -> Iterator[Document]:
    """Yields a statement in halves that fit into a policy."""
    actions = statement["Action"]
    if isinstance(actions, str) or size(_document([statement])) <= LIMIT_CHARACTERS:
        yield statement
        return
    middle = len(actions) // 2
    for suffix, half in (("A", actions[:middle]), ("B", actions[middle:])):
        yield from _pieces({**statement, "Sid": statement["Sid"] + suffix, "Action": _one_or_many(half)})


def _one_or_many(values: Collection[str]) -> str | list[str]:
    """Returns a list with one entry as a plain string, as IAM returns it."""
    listed = list(values)
    return listed[0] if len(listed) == 1 else listed
