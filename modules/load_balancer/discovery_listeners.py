"""Finds listeners and their rules.

Only load balancers that may be ours are asked. The default rule is a part of its listener and no rule of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits, same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live
from modules.load_balancer import satellites
from modules.load_balancer.discovery import likely_arns
from modules.load_balancer.listener_conditions import conditions, pairs
from modules.settings import Settings

Item = Mapping[str, Any]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the listeners of the load balancers that may be ours, their rules and further certificates."""
    listed = aws.each(
        lambda arn: aws.listing("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=arn),
        likely_arns(aws, settings),
    )
    listeners = [listener for some in listed for listener in some]
    arns = [listener["ListenerArn"] for listener in listeners]
    certificates = aws.each(lambda listener: _certificates(aws, listener), listeners)
    rules = aws.each(lambda arn: rules_of_listener(aws, arn), arns)
    found = [_listener(listener, some) for listener, some in zip(listeners, certificates, strict=True)]
    return [
        *found,
        *satellites.certificates(aws, found),
        *(rule for some in rules for rule in some),
    ]


def rules_of_listener(aws: Aws, arn: str) -> list[Found]:
    """Returns the rules of a listener without the default one."""
    listed = aws.listing("elbv2", "describe_rules", "Rules", ListenerArn=arn)
    return [_rule(rule, arn) for rule in listed if not rule.get("IsDefault")]


def _certificates(aws: Aws, listener: Item) -> list[str]:
    """Returns the ARNs of all certificates of a listener: the default one, and those that it chooses by host (SNI).

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeListenerCertificates.html
    """
    if not listener.get("Certificates"):
        return []
    arn = listener["ListenerArn"]
    listed = aws.if_served(
        lambda: aws.listing("elbv2", "describe_listener_certificates", "Certificates", ListenerArn=arn),
        otherwise=listener["Certificates"],
    )
    return [one["CertificateArn"] for one in listed]


def _listener(listener: Item, certificates: Sequence[str]) -> Found:
    arn = listener["ListenerArn"]
    facts = {
        "arn": arn,
        "load_balancer_arn": listener["LoadBalancerArn"],
        "port": listener.get("Port"),
        "protocol": listener.get("Protocol"),
        "certificate_arn": next((one["CertificateArn"] for one in listener.get("Certificates", [])), None),
        "certificate_arns": certificates,
        "default_action": {"target_group_arn": _targets(listener.get("DefaultActions", []))},
    }
    return live("aws_lb_listener", arn, facts, name=f"{facts['protocol']} {facts['port']}")


def _rule(rule: Item, listener: str) -> Found:
    facts = {
        "arn": rule["RuleArn"],
        "listener_arn": listener,
        "priority": rule["Priority"],
        "condition": [_condition(condition) for condition in rule.get("Conditions", [])],
        "action": {"target_group_arn": _targets(rule.get("Actions", []))},
    }
    values = " ".join(value for _, values in conditions(facts["condition"]) for value in values)
    return live("aws_lb_listener_rule", rule["RuleArn"], facts, name=f"rule {rule['Priority']} {values}".strip())


def _targets(actions: Sequence[Item]) -> list[str]:
    """Returns the target groups of forward actions. AWS lists a single one twice, several in the second place."""
    weighted = [one for action in actions for one in action.get("ForwardConfig", {}).get("TargetGroups", [])]
    return sorted({one["TargetGroupArn"] for one in (*actions, *weighted) if one.get("TargetGroupArn")})


def _condition(condition: Item) -> dict[str, Any]:
    """Returns `{"Field": "path-pattern", "PathPatternConfig": {"Values": [...]}}` as `{"path_pattern": {"values":
    [...]}}`.
    """
    configs = [config for key, config in condition.items() if key.endswith("Config")]
    values = condition.get("Values") or [value for config in configs for value in config.get("Values", [])]
    return {condition["Field"].replace("-", "_"): {"values": [_as_text(value) for value in values]}}


def _as_text(value: str | Mapping[str, str]) -> str:
    """Returns a value of a condition as text: a query string is a key, if it has one, and a value."""
    return value if isinstance(value, str) else "=".join(filter(None, (value.get("Key"), value.get("Value"))))


def _wanted(declared: Declared, match_state: MatchState) -> Hashable | None:
    return match_state.value(declared, "listener_arn"), conditions(declared.arguments.get("condition", []))


def _live(found: Found) -> Hashable | None:
    return found.facts["listener_arn"], conditions(found.facts["condition"])


def shares_a_path(declared: Declared, match_state: MatchState) -> Hits:
    """Matches rules of the listener that share a path with the declared rule, and are not for another host only."""
    listener = match_state.value(declared, "listener_arn")
    wanted = pairs(declared.arguments.get("condition", []))
    rules = match_state.keyed("aws_lb_listener_rule", "listener", lambda live: live.facts["listener_arn"]).get(
        listener, ()
    )
    sharing = [rule for rule in rules if wanted & pairs(rule.facts["condition"])]
    hosts = _hosts(match_state)
    return Hits(by="listener and a path they share", found=[rule for rule in sharing if _serves(rule, hosts)])


def _hosts(match_state: MatchState) -> set[str]:
    """Returns the host names of the code: those of the alias records."""
    records = (one for one in match_state.declared.values() if one.type == "aws_route53_record")
    return {str(record.arguments["name"]) for record in records if record.arguments.get("alias")}


def _serves(rule: Found, hosts: Collection[str]) -> bool:
    """Checks whether a rule without hosts, or with a pattern for one of these, may be ours."""
    patterns = [value for field, value in pairs(rule.facts["condition"]) if field == "host_header"]
    return not patterns or not hosts or any(fnmatchcase(host, each.lower()) for host in hosts for each in patterns)


by_listener_and_conditions = same("listener and conditions", wanted=_wanted, key=_live)
