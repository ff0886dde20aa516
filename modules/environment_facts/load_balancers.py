"""Load balancers of the model: listeners, rules, target groups, certificates, and the hosts that lead to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from modules.environment_facts.things import Thing, Things, number, texts
from reach.model.services import Certificate, Listener, ListenerRule, LoadBalancer, TargetGroup
from terraform.plan.values import blocks


def load_balancers(things: Things) -> Iterator[LoadBalancer]:
    """Yields every application load balancer with its listeners."""
    for balancer in things.of("aws_lb"):
        if things.get(balancer, "load_balancer_type", "application") == "application":
            arn = things.text(balancer, "arn")
            yield LoadBalancer(
                arn=arn,
                name=things.name(balancer),
                internal=things.get(balancer, "internal", False) is True,
                subnets=texts(things.get(balancer, "subnets", [])),
                groups=texts(things.get(balancer, "security_groups", [])),
                dns_name=things.text(balancer, "dns_name"),
                listeners=tuple(_listeners(things, arn)),
            )


def target_groups(things: Things) -> Iterator[TargetGroup]:
    """Yields every target group."""
    for group in things.of("aws_lb_target_group"):
        port = things.get(group, "health_check.port", "traffic-port")
        yield TargetGroup(
            arn=things.text(group, "arn"),
            name=things.name(group),
            port=number(things.get(group, "port", 0)),
            vpc=things.text(group, "vpc_id"),
            target_type=str(things.get(group, "target_type", "instance")),
            health_port=number(port) if str(port).isdigit() else None,
        )


def certificates(things: Things) -> Iterator[Certificate]:
    """Yields every certificate; its status is known once AWS has issued it or refused to."""
    for certificate in things.of("aws_acm_certificate"):
        names = [things.text(certificate, "domain_name")]
        names += texts(things.get(certificate, "subject_alternative_names", []))
        status = things.get(certificate, "status")
        yield Certificate(
            arn=things.text(certificate, "arn"),
            names=tuple(dict.fromkeys(names)),
            issued=None if status in (None, "PENDING_VALIDATION") else status == "ISSUED",
        )


def hosts(things: Things) -> dict[str, str]:
    """Returns host -> DNS name of the load balancer, of the alias records."""
    found = {}
    for record in things.of("aws_route53_record"):
        target = str(things.get(record, "alias.name", ""))
        if ".elb." in target:
            found[things.text(record, "name").rstrip(".").replace("\\052", "*")] = target
    return found


def _listeners(things: Things, balancer: str) -> Iterator[Listener]:
    for listener in things.of("aws_lb_listener"):
        if things.get(listener, "load_balancer_arn") == balancer:
            arn = things.text(listener, "arn")
            actions = blocks(things.get(listener, "default_action", []))
            rules = sorted(_rules(things, arn), key=lambda rule: rule.priority)
            yield Listener(
                arn=arn,
                port=number(things.get(listener, "port", 0)),
                protocol=str(things.get(listener, "protocol", "HTTP")),
                certificate=str(things.get(listener, "certificate_arn", "")),
                targets=_targets(actions),
                redirects=any(action.get("type") == "redirect" for action in actions),
                rules=tuple(rules),
            )


def _rules(things: Things, listener: str) -> Iterator[ListenerRule]:
    for rule in things.of("aws_lb_listener_rule"):
        if things.get(rule, "listener_arn") == listener:
            conditions = blocks(things.get(rule, "condition", []))
            paths = [path for one in conditions for path in _values(one.get("path_pattern"))]
            yield ListenerRule(
                name=_label(things, rule, paths),
                priority=number(things.get(rule, "priority", 0)),
                paths=tuple(paths),
                targets=_targets(blocks(things.get(rule, "action", []))),
                narrower=sum(bool(_kinds(one)) for one in conditions) != bool(paths),
            )


def _label(things: Things, rule: Thing, paths: list[str]) -> str:
    return ", ".join(paths) or things.name(rule)


def _kinds(condition: Mapping[str, Any]) -> list[str]:
    """Returns the kinds of a condition that are set, such as `path_pattern`."""
    return [name for name, value in condition.items() if value]


def _values(pattern: Any) -> tuple[str, ...]:
    return tuple(value for one in blocks(pattern) for value in texts(one.get("values")))


def _targets(actions: list[Mapping[str, Any]]) -> tuple[str, ...]:
    """Returns the target groups of actions. A group of weight 0 gets no request."""
    found: list[str] = []
    for action in actions:
        for forward in blocks(action.get("forward")):
            groups = blocks(forward.get("target_group"))
            found += [str(one.get("arn")) for one in groups if one.get("weight") != 0 or len(groups) == 1]
        found += [str(action["target_group_arn"])] if action.get("target_group_arn") else []
    return tuple(dict.fromkeys(found))
