"""Finds users of load balancers, listeners and target groups: what hangs on them, and what sends them requests."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.outside_user import Item, User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import texts


def of_load_balancer(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the listeners of a load balancer."""
    yield from (_listener(each) for each in _listeners(aws, str(change.before.get("arn"))))


def of_listener(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the rules of a listener."""
    yield from (_rule(each) for each in _rules(aws, str(change.before.get("arn"))))


def of_target_group(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields the listeners and rules that forward requests to a target group."""
    arn = str(change.before.get("arn"))
    for group in aws.listing("elbv2", "describe_target_groups", "TargetGroups", TargetGroupArns=[arn]):
        for listener in (each for balancer in group["LoadBalancerArns"] for each in _listeners(aws, balancer)):
            if arn in texts(listener.get("DefaultActions", [])):
                yield _listener(listener)
            rules = _rules(aws, listener["ListenerArn"])
            yield from (_rule(rule) for rule in rules if arn in texts(rule.get("Actions", [])))


def _listeners(aws: Aws, balancer: str) -> list[Item]:
    return aws.listing("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=balancer)


def _rules(aws: Aws, listener: str) -> list[Item]:
    """Returns the rules without the default one, which is a part of the listener."""
    rules = aws.listing("elbv2", "describe_rules", "Rules", ListenerArn=listener)
    return [rule for rule in rules if not rule.get("IsDefault")]


def _listener(listener: Item) -> User:
    place = f"{listener.get('Protocol')} {listener.get('Port')} of {listener['LoadBalancerArn'].split('/')[-2]}"
    return user(f"listener {place}", listener["ListenerArn"])


def _rule(rule: Item) -> User:
    return user(f"listener rule with priority {rule.get('Priority')}, {rule['RuleArn']}", rule["RuleArn"])
