"""Guards listener rules: their order, that each rule can match a request, and that none takes requests of another.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from guard.expected import Expected
from guard.policies.wildcards import covers
from guard.verdict import Finding, Mode, Severity, finding_on
from modules.load_balancer.guard_conditions import Conditions
from terraform.plan.change import Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import empty, same

RULES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
# Every pair is looked at; a load balancer has a hundred rules by default.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
_MOST = 500
_JUDGED = ("priority", "listener_arn", "action", "condition")


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields findings for rules that this plan changes; two rules that exist and stay are not its doing."""
    rules, served = plan.of_type(*RULES), served_names(plan)
    for rule in rules:
        if rule.verb in ("update", "replace"):
            yield from _altered(rule, rules, plan=plan, served=served)
        if _is_asked_otherwise(rule) and _conditions(rule, served).match_everything:
            yield finding_on("listener-rule-shadows", rule, "it leaves nothing to the default action")
    remaining = [rule for rule in rules if rule.after]
    if len(remaining) > _MOST:
        yield Finding(rule="plan-unreadable", detail=f"it has more than {_MOST} listener rules")
        return
    for rule, other in combinations(remaining, 2):
        if (_is_asked_otherwise(rule) or _is_asked_otherwise(other)) and _of_one_listener(rule, other, plan):
            yield from _between(rule, other, served)


def served_names(plan: Plan) -> frozenset[str]:
    """Returns the names that lead to a load balancer: those of alias records, as far as the plan knows them."""
    records = [one.after for one in plan.of_type("aws_route53_record") if not empty(one.after.get("alias"))]
    return frozenset(str(one.get("name")).rstrip(".").lower() for one in records)


def _conditions(rule: Change, served: frozenset[str]) -> Conditions:
    return Conditions.of(rule.after.get("condition"), served=served)


def _is_asked_otherwise(rule: Change) -> bool:
    """Returns True if the plan makes a rule, or changes its place, its conditions or its action."""
    changed = (sides.unknown or not same(sides.before, sides.after) for sides in map(rule.at, _JUDGED))
    return rule.verb in ("create", "replace") or (rule.verb == "update" and any(changed))


def _altered(rule: Change, rules: Sequence[Change], *, plan: Plan, served: frozenset[str]) -> Iterator[Finding]:
    for name in _JUDGED:
        sides = rule.at(name)
        if sides.unknown and name != "action":
            yield finding_on("listener-rule-order", rule, f"{name}: known after apply")
        elif name == "condition":
            yield from _altered_conditions(rule)
        elif sides.unknown or not same(sides.before, sides.after):
            found = "traffic-moved" if name == "action" else "listener-rule-order"
            passed = _passed_by(rule, rules, plan=plan, served=served) if name == "priority" else []
            if name == "priority" and not passed:
                detail = "priority: each request still meets the same rule first"
                yield finding_on(found, rule, detail, severity=Severity.REPORTED)
            else:
                yield finding_on(found, rule, ", ".join([name, *passed]))


def _altered_conditions(rule: Change) -> Iterator[Finding]:
    """Yields a finding: blocked if the rule no longer takes a request of today, reported if it takes more."""
    sides = rule.at("condition")
    live, planned = Conditions.of(sides.before), Conditions.of(sides.after)
    kept = all(any(covers(one, path) for one in planned.paths) for path in live.paths)
    if not same(sides.before, sides.after):
        if not kept or not planned.differ_in_more_hosts(live):
            yield finding_on("listener-rule-order", rule, "condition")
        else:
            yield finding_on("listener-rule-order", rule, "condition: takes more", severity=Severity.REPORTED)


def _passed_by(rule: Change, rules: Sequence[Change], *, plan: Plan, served: frozenset[str]) -> list[str]:
    """Returns the rules with another action that matched some of the same requests later, and now do so earlier."""
    passed = []
    for other in rules:
        if other is rule or not other.before or not other.after or not _of_one_listener(rule, other, plan):
            continue
        earlier = [_priority(other, side) < _priority(rule, side) for side in ("before", "after")]
        meets = _conditions(rule, served).may_meet(_conditions(other, served), served=served)
        if earlier[0] != earlier[1] and meets and not same(rule.after.get("action"), other.after.get("action")):
            passed.append(other.address)
    return passed


def _between(one: Change, other: Change, served: frozenset[str]) -> Iterator[Finding]:
    first, second = sorted((one, other), key=lambda rule: (_priority(rule), rule.address))
    to_blame = second if _is_asked_otherwise(second) else first
    if _priority(first) == _priority(second):
        yield finding_on("listener-rule-order", to_blame, f"the priority of {first.address}, {second.address}")
    asked_first, asked_then = _conditions(first, served), _conditions(second, served)
    if same(first.after.get("action"), second.after.get("action")):
        return
    if asked_first.include_others(asked_then) and asked_first.hide(asked_then):
        yield finding_on("listener-rule-shadows", to_blame, f"{first.address} is asked before {second.address}")
    elif _is_asked_otherwise(first) and second.before and asked_first.may_meet(asked_then, served=served):
        detail = f"it takes requests that {second.address} takes today"
        yield finding_on("listener-rule-order", first, detail, severity=Severity.REPORTED)


def _of_one_listener(one: Change, other: Change, plan: Plan) -> bool:
    """Returns True if two rules may be on one listener: by ARN, or by reference if the ARN is unknown."""
    arns = [rule.after.get("listener_arn") for rule in (one, other)]
    if all(arns):
        return bool(arns[0] == arns[1])
    named = [references(plan.written, rule.address, "listener_arn") for rule in (one, other)]
    return named[0] == named[1] if all(named) else True


def _priority(rule: Change, side: str = "after") -> float:
    """Returns the priority on one side; a rule without one comes last."""
    priority = getattr(rule, side).get("priority")
    return float(priority) if isinstance(priority, int | float) else float("inf")
