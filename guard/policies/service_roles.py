"""A role that the plan makes for an AWS service, with permissions on resources of this code and on nothing else.

A schedule needs such a role to send to a queue, flow logs to write to a log group, RDS to write metrics. Nobody but the
service can assume it, and only for this account:
https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
"""

from __future__ import annotations

import re
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
# A task gets a role of its own account only: whoever starts it must be permitted to pass the role.
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
_OF_ONE_ACCOUNT = frozenset({"ecs-tasks.amazonaws.com"})
# What IAM grants on every resource or not at all: to list resources, and to log in to ECR, which gives no image.
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
_HARMLESS_EVERYWHERE = re.compile(r"\w+:(describe|list)\w+|ecr:getauthorizationtoken", re.IGNORECASE)
# AWS writes these policies for one service each, and keeps them up to date.
_FOR_SERVICES = "arn:aws:iam::aws:policy/service-role/"


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


def gets_its_service_policy(attachment: Change, plan: Plan, *, account: str) -> bool:
    """Returns True if an attachment gives a role, which the plan makes for a service, a policy AWS has for services.

    The role may belong to RDS that writes metrics of the operating system, with `AmazonRDSEnhancedMonitoringRole`.
    """
    targets = references(plan.written, attachment.address, "role")
    roles = [one for one in plan.of_type("aws_iam_role") if one.address in targets]
    return (
        attachment.verb == "create"
        and str(attachment.after.get("policy_arn")).startswith(_FOR_SERVICES)
        and bool(roles)
        and all(one.verb == "create" and _is_for_a_service(one, account=account) for one in roles)
    )


def _managed_arns(plan: Plan) -> Iterator[str]:
    """Yields the ARNs of the resources that the plan keeps, and of the secrets that RDS keeps for them."""
    for change in plan.managed:
        if change.verb in ("no-op", "update"):
            kept = (change.after.get("arn"), change.at("master_user_secret.0.secret_arn").after)
            yield from (arn for arn in kept if isinstance(arn, str))


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
    bound = {name for _, name in statement.principals} <= _OF_ONE_ACCOUNT or accounts == [frozenset({account})]
    return services and not statement.except_ and bound


def _is_narrow(statement: Statement, known: set[str]) -> bool:
    """Returns True if a statement names its actions, and resources of this code; or if it permits to list only."""
    if statement.except_ or any(is_pattern(action) for action in statement.actions) or not statement.resources:
        return False
    if all(_HARMLESS_EVERYWHERE.fullmatch(action) for action in statement.actions):
        return True
    return all(is_placeholder(each) or INSIDE.sub("", each) in known for each in statement.resources)
