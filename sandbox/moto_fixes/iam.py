"""IAM: evaluation of wildcards and conditions, which moto reads as expressions and as denials."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from moto.iam.access_control import IAMPolicyStatement, PermissionResult

from sandbox.moto_fixes.patch import patch


def wildcards_are_stars_and_question_marks() -> None:
    """Matches `*` with any characters, `?` with one, and a dot with a dot; compares actions without regard to case.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    Remove when moto has it.
    """

    def match(pattern: str, string: str) -> re.Match[str] | None:
        expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(expression, string, 0 if pattern.startswith("arn:") else re.IGNORECASE)

    patch(IAMPolicyStatement, "_match", staticmethod(match))


def a_statement_whose_condition_is_not_met_says_nothing() -> None:
    """Ignores a statement whose condition is not met; a key that the request lacks equals nothing.

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
        conditions = statement._statement.get("Condition", {})
        for operator in ("StringEquals", "ArnEquals"):  # no ARN in our conditions has a wildcard
            if not _equal(conditions.get(operator, {}), incoming_condition_values or {}):
                return PermissionResult.NEUTRAL
        return original(statement, action, resource, principal, incoming_condition_values)

    patch(IAMPolicyStatement, "is_action_permitted", is_action_permitted)


def _equal(wanted: Mapping[str, Any], given: Mapping[str, str]) -> bool:
    return all(given.get(key) in (values if isinstance(values, list) else [values]) for key, values in wanted.items())


FIXES = (wildcards_are_stars_and_question_marks, a_statement_whose_condition_is_not_met_says_nothing)
