"""Guarded attributes of web ACLs: rules that go, that no longer block or that let requests through, and their limits.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/wafv2_web_acl
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from guard.arguments import DESCRIPTION, NOT_HERE, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, off, replaced
from guard.verdict import Severity
from terraform.plan.values import as_list, block, empty, same

_REPORTED = Severity.REPORTED
_LIMIT, _OVERRIDES = "rate_based_statement", "rule_action_override"
_TUNED = ("priority", "visibility_config")  # judged by themselves
LARGEST_RAISE = 10  # times; a limit that is raised further limits nobody


def weakened(before: Any, after: Any) -> bool:
    """Returns True if a rule is gone, matches or does anything else, or if a rule that lets requests through is new.

    The order of rules counts only while one of them lets requests through: all others block or count.
    """
    old, new = _by_name(before), _by_name(after)
    if any(not same(_strict(rule), _strict(new.get(name, {}))) for name, rule in old.items()):
        return True
    if any(_more_overrides(rule, new.get(name, {})) for name, rule in old.items()):
        return True
    letting = [name for name, rule in new.items() if _lets_through(rule)]
    return any(name not in old for name in letting) or (bool(letting) and _order(old) != _order(new))


def limit_lifted(before: Any, after: Any) -> bool:
    """Returns True if a limit is raised so far that it limits nobody."""
    return any(new > old * LARGEST_RAISE for old, new in _limits(before, after))


def limit_raised(before: Any, after: Any) -> bool:
    """Returns True if a limit is raised."""
    return any(new > old for old, new in _limits(before, after))


def stricter(before: Any, after: Any) -> bool:
    """Returns True if a rule is new, blocks what it only counted before, or has a lower limit."""
    old, new = _by_name(before), _by_name(after)
    fewer = any(_more_overrides(new.get(name, {}), rule) for name, rule in old.items())
    return bool(new.keys() - old.keys()) or fewer or any(less < more for more, less in _limits(before, after))


def unmeasured(before: Any, after: Any) -> bool:
    """Returns True if a rule no longer has a metric or samples of requests."""
    new = _by_name(after)
    return any(
        off(was.get(name), block(new.get(rule, {}).get("visibility_config")).get(name))
        for rule, values in _by_name(before).items()
        for was in [block(values.get("visibility_config"))]
        for name in ("cloudwatch_metrics_enabled", "sampled_requests_enabled")
    )


def _by_name(rules: Any) -> dict[str, Any]:
    return {str(rule.get("name")): rule for rule in as_list(rules) if isinstance(rule, Mapping)}


def _strict(value: Any) -> Any:
    """Returns what a rule matches and does: without its order, metric, limit and overrides, and without empty parts."""
    match value:
        case Mapping():
            left_out = ("limit", _OVERRIDES, *_TUNED) if "name" in value or "limit" in value else ()
            kept = {name: _strict(one) for name, one in value.items() if name not in left_out}
            return {name: one for name, one in kept.items() if not empty(one)}
        case list():
            return [_strict(one) for one in value]
        case _:
            return value


def _more_overrides(before: Any, after: Any) -> bool:
    """Returns True if another rule of a managed group gets an action of its own, such as to count only."""
    old, new = ([_strict(one) for one in _overrides(rule)] for rule in (before, after))
    return any(one not in old for one in new)


def _overrides(value: Any) -> list[Any]:
    match value:
        case Mapping():
            here = as_list(value.get(_OVERRIDES))
            return here + [one for name, part in value.items() if name != _OVERRIDES for one in _overrides(part)]
        case list():
            return [one for part in value for one in _overrides(part)]
        case _:
            return []


def _lets_through(rule: Mapping[str, Any]) -> bool:
    return not empty(block(rule.get("action")).get("allow"))


def _order(rules: Mapping[str, Any]) -> list[str]:
    return sorted(rules, key=lambda name: (str(rules[name].get("priority")).zfill(12), name))


def _limits(before: Any, after: Any) -> list[tuple[float, float]]:
    """Returns the numbers of each limit before and after; one that has no number any more is without end."""
    old, new = ({name: _limit(rule) for name, rule in _by_name(side).items()} for side in (before, after))
    pairs = [(old[name], new[name]) for name in old.keys() & new.keys()]
    return [(was, now if isinstance(now, int | float) else inf) for was, now in pairs if isinstance(was, int | float)]


def _limit(rule: Mapping[str, Any]) -> Any:
    return block(block(rule.get("statement")).get(_LIMIT)).get("limit")


WEB_ACL = (
    Watch(attribute="rule", worse=weakened, rule="firewall-weakened"),
    Watch(attribute="rule", worse=limit_lifted, rule="firewall-weakened"),
    Watch(attribute="rule", worse=limit_raised, rule="firewall-weakened", severity=_REPORTED),
    Watch(attribute="rule", worse=stricter, rule="firewall-stricter", severity=_REPORTED),
    Watch(attribute="rule", worse=unmeasured, rule="logging-off", severity=_REPORTED),
    Watch(attribute="rule_json", worse=changed, rule="firewall-weakened"),
    Watch(attribute="default_action", worse=changed, rule="firewall-weakened"),
    Watch(attribute="captcha_config", worse=changed, rule="firewall-weakened", severity=_REPORTED),
    Watch(attribute="challenge_config", worse=changed, rule="firewall-weakened", severity=_REPORTED),
    Watch(attribute="token_domains", worse=changed, rule="firewall-weakened", severity=_REPORTED),
    Watch(attribute="data_protection_config", worse=replaced, rule="firewall-weakened"),
    Watch(attribute="visibility_config", worse=changed, rule="logging-off", severity=_REPORTED),
)
WAFV2_WEB_ACL_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    REPLACES: ("name", "name_prefix", "scope"),
    "it is the text that a blocked request gets": ("custom_response_body",),
    NOT_HERE: ("association_config",),
}
