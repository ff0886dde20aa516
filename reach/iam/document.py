"""A policy document: which effect its statements have on a request.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reach.hops import every, some
from reach.iam.conditions import holds, like
from reach.iam.request import Request


@dataclass(frozen=True, kw_only=True)
class Says:
    """The answer of documents to a request. None: not known, as a statement may or may not apply."""

    allow: bool | None
    deny: bool | None


SILENT = Says(allow=False, deny=False)
NOT_KNOWN = Says(allow=None, deny=None)


def read(text: str | None, request: Request) -> Says:
    """Returns what one document says. A document of None, or one that is no JSON, is not known."""
    if text is None:
        return NOT_KNOWN
    try:
        document = json.loads(text)
    except ValueError:
        return NOT_KNOWN
    applies: dict[str, list[bool | None]] = {"Allow": [], "Deny": []}
    for statement in _statements(document):
        applies.setdefault(str(statement.get("Effect")), []).append(_applies(statement, request))
    return Says(allow=some(applies["Allow"]), deny=some(applies["Deny"]))


def together(says: list[Says]) -> Says:
    """Returns what several documents of one kind say together."""
    return Says(allow=some(one.allow for one in says), deny=some(one.deny for one in says))


def _statements(document: Any) -> Iterator[Mapping[str, Any]]:
    statements = document.get("Statement") if isinstance(document, Mapping) else None
    listed = statements if isinstance(statements, list) else [statements]
    yield from (one for one in listed if isinstance(one, Mapping))


def _applies(statement: Mapping[str, Any], request: Request) -> bool | None:
    context = {
        "aws:principalarn": request.role,
        "aws:principalaccount": request.account,
        **request.context,
    }
    return every(
        [
            _principal(statement, request),
            _matches(statement, "Action", request.action, in_any_case=True),
            _matches(statement, "Resource", request.resource),
            holds(statement.get("Condition"), context),
        ]
    )


def _matches(statement: Mapping[str, Any], element: str, value: str, *, in_any_case: bool = False) -> bool | None:
    """Returns whether an element, or its negation (`NotAction`), includes the value. A variable is not known.

    An element that is absent includes everything: a trust policy and the policies of some services have no Resource.
    """
    if element not in statement and f"Not{element}" not in statement:
        return True
    negated = element not in statement
    patterns = _texts(statement[f"Not{element}" if negated else element])
    if any("${" in pattern for pattern in patterns):
        return None
    value = value.lower() if in_any_case else value
    hit = any(like(pattern.lower() if in_any_case else pattern, value) for pattern in patterns)
    return hit is not negated


def _principal(statement: Mapping[str, Any], request: Request) -> bool | None:
    """Returns whether the principal element includes the role, or the service. Identity policies have none."""
    if "Principal" not in statement:
        return None if "NotPrincipal" in statement else True
    principal = statement["Principal"]
    if principal == "*":
        return True
    if not isinstance(principal, Mapping):
        return None
    names = [*_texts(principal.get("AWS", [])), *_texts(principal.get("Service", []))]
    root = f"arn:aws:iam::{request.account}:root"
    return bool({"*", request.account, root, request.role} & set(names))


def _texts(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
