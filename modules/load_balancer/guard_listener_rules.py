"""Guards listener rules: their order, and that each rule can match a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from guard.expected import Expected
from guard.policies.wildcards import covers
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import blocks, same

_TYPES = ("aws_lb_listener_rule", "aws_alb_listener_rule")
# Every pair is looked at; a load balancer has a hundred rules by default.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
_MOST = 500
_HOST = "host_header: "
_EVERYTHING = ("/*", "*")


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields findings for rules that this plan changes; two rules that exist and stay are not its doing."""
    rules = plan.of_type(*_TYPES)
    for rule in rules:
        if rule.verb in ("update", "replace"):
            yield from _altered(rule)
        if rule.verb in MAKING and (host := _redirects_elsewhere(rule, "action", plan)):
            yield finding_on("traffic-moved", rule, f"a redirect to {host}")
        if rule.verb in MAKING and _takes_everything(rule):
            yield finding_on("listener-rule-shadows", rule, "it leaves nothing to the default action")
    for listener in plan.of_type("aws_lb_listener", "aws_alb_listener"):
        if listener.verb == "create" and (host := _redirects_elsewhere(listener, "default_action", plan)):
            yield finding_on("traffic-moved", listener, f"a redirect to {host}")
        if listener.verb == "create" and _serves_plain_http(listener):
            yield finding_on("transport-weakened", listener, "http, and no redirect")
    remaining = [rule for rule in rules if rule.after]
    if len(remaining) > _MOST:
        yield Finding(rule="plan-unreadable", detail=f"it has more than {_MOST} listener rules")
        return
    for rule, other in combinations(remaining, 2):
        if (rule.verb in MAKING or other.verb in MAKING) and _of_one_listener(rule, other, plan):
            yield from _between(rule, other)


def _altered(rule: Change) -> Iterator[Finding]:
    for name in ("priority", "listener_arn", "action", "condition"):
        sides = rule.at(name)
        if sides.unknown and name != "action":
            yield finding_on("listener-rule-order", rule, f"{name}: known after apply")
        elif name == "condition":
            lost = [one for one in _paths(sides.before) if not _covered(one, _paths(sides.after))]
            if lost or not _takes_more_hosts(sides.before, sides.after):
                yield finding_on("listener-rule-order", rule, "condition")
            elif not same(sides.before, sides.after):
                yield finding_on("listener-rule-order", rule, "condition: takes more", severity=Severity.REPORTED)
        elif sides.unknown or not same(sides.before, sides.after):
            yield finding_on("traffic-moved" if name == "action" else "listener-rule-order", rule, name)


def _between(one: Change, other: Change) -> Iterator[Finding]:
    first, second = sorted((one, other), key=lambda rule: (_priority(rule), rule.address))
    to_blame = second if second.verb in MAKING else first
    if _priority(first) == _priority(second):
        yield finding_on("listener-rule-order", to_blame, f"the priority of {first.address}, {second.address}")
    if _others(first.after.get("condition")) not in ([], _others(second.after.get("condition"))):
        return
    taken, asked = (_paths_or_all(rule.after.get("condition")) for rule in (first, second))
    hidden = [path for path in asked if _covered(path, taken)]
    if hidden and not same(first.after.get("action"), second.after.get("action")):
        yield finding_on("listener-rule-shadows", to_blame, f"{first.address} is asked before {second.address}")


def _of_one_listener(one: Change, other: Change, plan: Plan) -> bool:
    """Returns True if two rules may be on one listener: by ARN, or by reference if the ARN is unknown."""
    arns = [rule.after.get("listener_arn") for rule in (one, other)]
    if all(arns):
        return bool(arns[0] == arns[1])
    named = [references(plan.written, rule.address, "listener_arn") for rule in (one, other)]
    return named[0] == named[1] if all(named) else True


def _redirects_elsewhere(change: Change, name: str, plan: Plan) -> str:
    """Returns the host of a new redirect, if it is not one of a zone of this plan; empty if requests stay here."""
    hosts = [_redirect_hosts(side.get(name)) for side in (change.before, change.after)]
    zones = [str(zone.after.get("name")) for zone in plan.of_type("aws_route53_zone", "aws_route53_record")]
    for host in sorted(hosts[1] - hosts[0]):
        if not any(host == zone or host.endswith(f".{zone}") for zone in zones):
            return host[:80]
    return ""


def _redirect_hosts(actions: Any) -> set[str]:
    """Returns the hosts of redirects that name one; `#{host}` keeps the host of the request."""
    redirects = [redirect for one in blocks(actions) for redirect in blocks(one.get("redirect"))]
    hosts = {str(redirect.get("host") or "#{host}") for redirect in redirects}
    return {host for host in hosts if host.replace("#{host}", "")}


def _takes_everything(rule: Change) -> bool:
    conditions = rule.after.get("condition")
    return not _others(conditions) and any(path in _EVERYTHING for path in _paths(conditions))


def _serves_plain_http(listener: Change) -> bool:
    """Returns True if an HTTP listener does something other than redirect to HTTPS."""
    actions = listener.after.get("default_action")
    kinds = {each.get("type") for each in actions if isinstance(each, Mapping)} if isinstance(actions, list) else set()
    return listener.after.get("protocol") == "HTTP" and kinds != {"redirect"}


def _covered(path: str, by: list[str]) -> bool:
    return any(covers(pattern, path) for pattern in by)


def _priority(rule: Change) -> float:
    """Returns the priority; a rule without one comes last."""
    priority = rule.after.get("priority")
    return float(priority) if isinstance(priority, int | float) else float("inf")


def _paths(conditions: Any) -> list[str]:
    return [str(value) for kind, value in _conditions(conditions) if kind == "path_pattern"]


def _paths_or_all(conditions: Any) -> list[str]:
    """Returns the paths of a rule; a rule with other conditions and without a path is for all paths."""
    return _paths(conditions) or (["/*"] if _others(conditions) else [])


def _others(conditions: Any) -> list[str]:
    """Returns the conditions beside the path (host, header, method, source) as comparable text."""
    return sorted(f"{kind}: {value}" for kind, value in _conditions(conditions) if kind != "path_pattern")


def _takes_more_hosts(before: Any, after: Any) -> bool:
    """Returns True if the conditions beside the path are the same, or if a rule for hosts is for more hosts."""
    live, planned = set(_others(before)), set(_others(after))
    hosts = {one for one in live if one.startswith(_HOST)}
    return live == planned or (bool(hosts) and live < planned and all(one.startswith(_HOST) for one in planned - live))


def _conditions(conditions: Any) -> Iterator[tuple[str, Any]]:
    for condition in conditions if isinstance(conditions, list) else []:
        for kind, parts in condition.items() if isinstance(condition, Mapping) else ():
            for part in parts if isinstance(parts, list) else [parts] if parts else []:
                values = part.get("values") if isinstance(part, Mapping) else None
                for value in values if isinstance(values, list) else [part]:
                    yield kind, value
