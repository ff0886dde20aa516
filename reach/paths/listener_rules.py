"""Listener rules: the one with the lowest priority that matches takes the request; the default action takes the rest.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
"""

from __future__ import annotations

from reach.iam.conditions import like
from reach.model.services import Listener, ListenerRule


def leads_to(listener: Listener, target: str) -> bool:
    """Returns True if the default action or a rule of the listener forwards to a target group."""
    return target in listener.targets or any(target in rule.targets for rule in listener.rules)


def shadowed_by(rule: ListenerRule, listener: Listener) -> ListenerRule | None:
    """Returns an earlier rule that takes every request of `rule` to other targets; None if there is none."""
    earlier = (one for one in listener.rules if one.priority < rule.priority and not one.narrower)
    return next((one for one in earlier if one.targets != rule.targets and _takes_all(one, rule)), None)


def taken_by(listener: Listener, path: str) -> ListenerRule | None:
    """Returns the rule that takes a path; None for the default action. Rules with other conditions are passed over."""
    for rule in sorted(listener.rules, key=lambda one: one.priority):
        if not rule.narrower and (not rule.paths or any(like(pattern, path) for pattern in rule.paths)):
            return rule
    return None


def _takes_all(first: ListenerRule, later: ListenerRule) -> bool:
    if not first.paths:
        return True
    return bool(later.paths) and all(any(_covers(one, path) for one in first.paths) for path in later.paths)


def _covers(pattern: str, other: str) -> bool:
    """Returns True if `pattern` matches all that `other` matches. A `?` does not stand for the `*` of another."""
    return pattern == other or ("?" not in pattern and like(pattern, other))
