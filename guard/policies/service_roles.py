"""A role that the plan makes for an AWS service, with permissions on resources of this code and on nothing else.

A schedule needs such a role to send to a queue. Nobody but the service can assume it, and only for this account:
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.policies.iam_policies import NotAPolicy, Statement, parse
from guard.policies.policy_gains import INSIDE, new_arns
from guard.policies.unknown_values import is_placeholder
from guard.policies.wildcards import is_pattern
from guard.resource_type import Types
from terraform.plan.change import Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan

_ACCOUNT = ("StringEquals", "aws:sourceaccount")


def is_of_a_new_service_role(
    change: Change, planned: tuple[Statement, ...], *, plan: Plan, expected: Expected, types: Types
) -> bool:
    """Returns True if a new inline policy belongs to such a role. Actions and resources must have no wildcard."""
    if change.type != "aws_iam_role_policy" or change.verb != "create":
        return False
    targets = references(plan.written, change.address, "role")
    roles = [one for one in plan.of_type("aws_iam_role") if one.address in targets]
    known = {*new_arns(plan, expected=expected, types=types), *_managed_arns(plan)}
    return (
        bool(roles)
        and all(one.verb == "create" and _is_for_a_service(one, account=expected.account) for one in roles)
        and all(_is_narrow(one, known) for one in planned if one.effect == "Allow")
    )


def _managed_arns(plan: Plan) -> Iterator[str]:
    """Yields the ARNs of the resources that the plan keeps."""
    for change in plan.managed:
        arn = change.after.get("arn")
        if change.verb in ("no-op", "update") and isinstance(arn, str):
            yield arn


def _is_for_a_service(role: Change, *, account: str) -> bool:
    try:
        statements = parse(role.after.get("assume_role_policy"))
    except NotAPolicy:
        return False
    return all(_trusts_a_service(one, account=account) for one in statements if one.effect == "Allow")


def _trusts_a_service(statement: Statement, *, account: str) -> bool:
    """Returns True if a statement trusts AWS services only, and these only when they act for this account."""
    accounts = [
        values for (operator, key), values in statement.conditions.items() if (operator, key.lower()) == _ACCOUNT
    ]
    services = bool(statement.principals) and all(kind == "Service" for kind, _ in statement.principals)
    return services and not statement.except_ and accounts == [frozenset({account})]


def _is_narrow(statement: Statement, known: set[str]) -> bool:
    return (
        not statement.except_
        and not any(is_pattern(action) for action in statement.actions)
        and bool(statement.resources)
        and all(is_placeholder(each) or INSIDE.sub("", each) in known for each in statement.resources)
    )
