"""Guards the actions of listeners and rules: redirects that lead elsewhere or to plain HTTP, and plain HTTP itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity, finding_on
from modules.load_balancer.guard_listener_rules import RULES
from terraform.plan.change import MAKING, Change
from terraform.plan.plan import Plan
from terraform.plan.values import blocks, same

_LISTENERS = ("aws_lb_listener", "aws_alb_listener")
_SAME_HOST, _SAME_PROTOCOL = "#{host}", "#{protocol}"


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields findings for the actions of new and changed listeners and rules."""
    for rule in plan.of_type(*RULES):
        if rule.verb in MAKING:
            yield from _redirects(rule, "action", plan)
    for listener in plan.of_type(*_LISTENERS):
        if listener.verb in MAKING:
            yield from _redirects(listener, "default_action", plan)
        if listener.verb == "create" and _serves_plain_http(listener):
            yield finding_on("transport-weakened", listener, "http, and no redirect")
        if listener.verb in ("update", "replace"):
            yield from _default_action(listener)


def _default_action(listener: Change) -> Iterator[Finding]:
    """Yields a finding for another default action; reported if plain HTTP is answered by a redirect to HTTPS."""
    sides = listener.at("default_action")
    if sides.unknown or not same(sides.before, sides.after):
        secured = not sides.unknown and listener.after.get("protocol") == "HTTP" and _secures(sides.after)
        words = "known after apply" if sides.unknown else "a redirect to HTTPS" if secured else "another value"
        severity = Severity.REPORTED if secured else Severity.BLOCKED
        yield finding_on("traffic-moved", listener, f"default_action: {words}", severity=severity)


def _redirects(change: Change, name: str, plan: Plan) -> Iterator[Finding]:
    """Yields a finding for each new redirect to a host of no zone of this plan, and to plain HTTP."""
    before, after = (list(_of_actions(side.get(name))) for side in (change.before, change.after))
    zones = [str(zone.after.get("name")) for zone in plan.of_type("aws_route53_zone", "aws_route53_record")]
    for host in sorted({_host(one) for one in after} - {_host(one) for one in before}):
        if host and not any(host == zone or host.endswith(f".{zone}") for zone in zones):
            yield finding_on("traffic-moved", change, f"a redirect to {host[:80]}")
            break
    if any(_is_plain(one) for one in after) and not any(_is_plain(one) for one in before):
        yield finding_on("transport-weakened", change, "a redirect to http")


def _of_actions(actions: Any) -> Iterator[Mapping[str, Any]]:
    return (redirect for one in blocks(actions) for redirect in blocks(one.get("redirect")))


def _host(redirect: Mapping[str, Any]) -> str:
    """Returns the host that a redirect names; empty if it keeps the host of the request."""
    host = str(redirect.get("host") or _SAME_HOST)
    return host if host.replace(_SAME_HOST, "") else ""


def _is_plain(redirect: Mapping[str, Any]) -> bool:
    return str(redirect.get("protocol") or _SAME_PROTOCOL).upper() == "HTTP"


def _secures(actions: Any) -> bool:
    """Returns True if the actions do nothing but redirect to HTTPS on the same host."""
    redirects = list(_of_actions(actions))
    kinds = {one.get("type") for one in blocks(actions)}
    return kinds == {"redirect"} and all(one.get("protocol") == "HTTPS" and not _host(one) for one in redirects)


def _serves_plain_http(listener: Change) -> bool:
    """Returns True if an HTTP listener does something other than redirect to HTTPS."""
    actions = listener.after.get("default_action")
    kinds = {each.get("type") for each in actions if isinstance(each, Mapping)} if isinstance(actions, list) else set()
    return listener.after.get("protocol") == "HTTP" and kinds != {"redirect"}
