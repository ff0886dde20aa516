"""Checks that no policy takes a permission from tasks that still run with it.

A policy that permits less is safer, and yet a worker that may no longer read its queue stops working. Blocked is the
loss of a permission on a resource that stays, if tasks have the role; reported is the loss if the same plan removes the
resource from the containers, the loss in a policy of a resource or an endpoint, whose callers no plan shows, and the
loss of every permission in a policy of a role that no task has, such as the deployer's. A new Deny is a loss, too; one
that holds for everybody is blocked.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.policies.iam_policies import NotAPolicy, Statement, permissions, statements_of, within_any
from guard.policies.policy_denials import is_for_everybody, new_denials, takes_away
from guard.policies.policy_gains import INSIDE
from guard.policies.service_trust import for_the_account
from guard.policies.unknown_values import preview
from guard.resource_type import UNKNOWN_TYPE, PolicyAttribute, PolicyKind, Types
from guard.verdict import Finding, Severity, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import expressions, references
from terraform.plan.plan import Plan

RULE = "access-removed"
_ENDING = ("delete", "forget")
_ROLES = ("task_role_arn", "execution_role_arn")
_OF_CALLERS = (PolicyKind.RESOURCE, PolicyKind.ENDPOINT)


def check(plan: Plan, expected: Expected, *, types: Types) -> Iterator[Finding]:
    """Yields a finding for each policy that no longer gives a permission on a resource that stays."""
    gone = frozenset(_gone(plan))
    for change in plan.managed:
        held = types.get(change.type, UNKNOWN_TYPE).policy
        if not held or change.verb not in (*MAKING, "delete"):
            continue
        if change.verb != "create" or (held.kind in _OF_CALLERS and not held.computed and not _of_a_new(change, plan)):
            yield from _policy(change, held, gone=gone, plan=plan, expected=expected)


def _of_a_new(policy: Change, plan: Plan) -> bool:
    """Returns True if the plan also makes the resource that a policy of its own is for: nobody uses it yet."""
    named = (name for name in expressions(plan.written, policy.address) if name != "policy")
    targets = {target for name in named for target in references(plan.written, policy.address, name)}
    return any(one.verb == "create" and one.address in targets for one in plan.managed)


def lost(live: tuple[Statement, ...], planned: tuple[Statement, ...]) -> Iterator[Statement]:
    """Yields each permission of `live` that `planned` does not give, one for each action and resource."""
    return (part for part in permissions(live) if not within_any(part, planned))


def _policy(
    change: Change, held: PolicyAttribute, *, gone: frozenset[str], plan: Plan, expected: Expected
) -> Iterator[Finding]:
    sides = change.at(held.attribute)
    text = preview(change, held.attribute, plan=plan, expected=expected) if sides.unknown else sides.after
    if sides.unknown and text is None:
        return  # `policy-widened` and `unknown-until-apply` are about these
    try:
        live = statements_of(sides.before, full=held.full)
        planned = () if change.verb == "delete" else statements_of(text, full=held.full)
    except NotAPolicy:
        return
    yield from _denied(change, held, live, planned, plan=plan)
    kept = for_the_account(planned, account=expected.account) if held.kind is PolicyKind.TRUST else planned
    parts = [part for part in lost(live, kept) if not _is_gone(part, gone)]
    if held.kind in (PolicyKind.IDENTITY, PolicyKind.TRUST):
        yield from _of_tasks(change, parts, planned, definitions=task_definitions(change, plan))
    elif parts and change.verb != "delete":
        yield _found(change, parts, Severity.REPORTED)


def _denied(
    change: Change, held: PolicyAttribute, live: tuple[Statement, ...], planned: tuple[Statement, ...], *, plan: Plan
) -> Iterator[Finding]:
    """Yields a finding for each new Deny: blocked if it takes something from tasks, or everything from everybody."""
    tasks = held.kind not in _OF_CALLERS and bool(task_definitions(change, plan))
    for denial in new_denials(live, planned):
        blocked = takes_away(denial, live) if tasks else held.kind in _OF_CALLERS and is_for_everybody(denial)
        yield _found(change, [denial], Severity.BLOCKED if blocked else Severity.REPORTED, says="denies ")


def _of_tasks(
    change: Change, parts: list[Statement], planned: tuple[Statement, ...], *, definitions: list[Change]
) -> Iterator[Finding]:
    """Yields the findings for the policy of a role that tasks have after the apply, and for one that is emptied."""
    if not definitions and parts and change.verb != "delete" and not any(permissions(planned)):
        yield _found(change, parts, Severity.REPORTED)
    if all(one.verb in _ENDING for one in definitions):
        return
    taken = [part for part in parts if not _is_narrowed(part, planned) and not _is_unused(part, definitions)]
    if taken:
        yield _found(change, taken, Severity.BLOCKED)
    elif parts:
        yield _found(change, parts, Severity.REPORTED)


def task_definitions(change: Change, plan: Plan) -> list[Change]:
    """Returns the task definitions that have a role, or the role of a policy, also those that the plan removes."""
    roles = {str(change.before.get(name)) for name in ("role", "name") if change.before.get(name)}
    arn = change.before.get("arn")
    attachments = plan.of_type("aws_iam_role_policy_attachment")
    roles |= {str(one.before.get("role")) for one in attachments if arn and one.before.get("policy_arn") == arn}
    return [
        one
        for one in plan.of_type("aws_ecs_task_definition")
        if roles & {str(one.before.get(name) or "").rpartition("/")[2] for name in _ROLES}
    ]


def _is_narrowed(part: Statement, planned: tuple[Statement, ...]) -> bool:
    """Returns True if the permission was on a pattern of resources, and the action stays permitted on some of them."""
    patterns = all("*" in INSIDE.sub("", resource) for resource in part.resources)
    return bool(part.resources) and patterns and any(_permits(part.actions, one) for one in planned)


def _permits(actions: frozenset[str], statement: Statement) -> bool:
    return statement.effect == "Allow" and actions <= statement.actions


def _is_unused(part: Statement, definitions: list[Change]) -> bool:
    """Returns True if containers name the resource today and no container names it after the apply."""
    names = {INSIDE.sub("", resource).rpartition(":")[2].rpartition("/")[2] for resource in part.resources}
    if not names or "" in names:
        return False
    sides = [one.at("container_definitions") for one in definitions]
    if any(side.unknown for side in sides):
        return False
    named = [any(name in str(side.before) for name in names) for side in sides]
    return any(named) and not any(name in str(side.after or "") for side in sides for name in names)


def _is_gone(part: Statement, gone: frozenset[str]) -> bool:
    return bool(part.resources) and all(INSIDE.sub("", resource) in gone for resource in part.resources)


def _gone(plan: Plan) -> Iterator[str]:
    """Yields the ARNs of resources that the plan removes."""
    for change in plan.managed:
        if change.verb == "delete" and isinstance(change.before.get("arn"), str):
            yield change.before["arn"].removesuffix(":*")


def _found(change: Change, parts: list[Statement], severity: Severity, *, says: str = "") -> Finding:
    actions = sorted({action for part in parts for action in part.actions})
    places = sorted({resource.rpartition(":")[2] for part in parts for resource in part.resources})
    detail = ", ".join(actions[:3]) + (f" on {', '.join(places[:2])}" if places else "")
    return finding_on(RULE, change, f"{says}{detail}" if detail else says, severity=severity)
