"""IAM: policies read as AWS does, where moto takes wildcards for expressions, and conditions not met for denials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from sandbox.moto_fixes.patch import patch


def wildcards_are_stars_and_question_marks() -> None:
    """`*` is any characters, `?` is one, and a dot is a dot. Actions are compared without regard to case.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    Remove when moto has it.
    """

    def match(pattern: str, string: str) -> re.Match[str] | None:
        expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(expression, string, 0 if pattern.startswith("arn:") else re.IGNORECASE)

    patch(IAMPolicyStatement, "_match", staticmethod(match))


def a_statement_whose_condition_is_not_met_says_nothing() -> None:
    """It neither allows nor denies; a key that the request does not have does not equal anything.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
    Remove when moto has it.
    """
    original = IAMPolicyStatement.is_action_permitted

    def is_action_permitted(
        statement: IAMPolicyStatement,
        action: str,
        resource: str = "*",
        principal: str | None = None,
        incoming_condition_values: dict[str, str] | None = None,
    ) -> PermissionResult:
        wanted = statement._statement.get("Condition", {}).get("StringEquals", {})
        if not _equal(wanted, incoming_condition_values or {}):
            return PermissionResult.NEUTRAL
        return original(statement, action, resource, principal, incoming_condition_values)

    patch(IAMPolicyStatement, "is_action_permitted", is_action_permitted)


def _equal(wanted: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    return all(given.get(key) in (values if isinstance(values, list) else [values]) for key, values in wanted.items())


FIXES = (wildcards_are_stars_and_question_marks, a_statement_whose_condition_is_not_met_says_nothing)
