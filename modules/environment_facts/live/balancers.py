"""Load balancers, listeners, rules, target groups and certificates of the region, and the alias of the host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aws.reader import Aws
from imports.normalise import domain
from modules.environment_facts.things import Thing
from modules.settings import Settings

Item = Mapping[str, Any]


def read(aws: Aws, settings: Settings) -> list[Thing]:
    """Returns the load balancers of the region that route to a target group, and what belongs to them."""
    balancers = aws.listing("elbv2", "describe_load_balancers", "LoadBalancers")
    ours = [one for one in balancers if one["Type"] == "application" and one["LoadBalancerName"] == _name(settings)]
    listeners = [one for balancer in ours or balancers for one in _listeners(aws, balancer)]
    certificates = {
        one["CertificateArn"] for listener in listeners for one in listener.get("Certificates", []) if listener
    }
    return [
        *(_balancer(one) for one in ours or balancers),
        *(_listener(one) for one in listeners),
        *(rule for listener in listeners for rule in _rules(aws, listener["ListenerArn"])),
        *(_group(one) for one in aws.listing("elbv2", "describe_target_groups", "TargetGroups")),
        *aws.each(lambda arn: _certificate(aws, arn), sorted(certificates)),
        *_aliases(aws, settings),
    ]


def _name(settings: Settings) -> str:
    return settings.load_balancer.name


def _listeners(aws: Aws, balancer: Item) -> list[Item]:
    return aws.listing("elbv2", "describe_listeners", "Listeners", LoadBalancerArn=balancer["LoadBalancerArn"])


def _balancer(balancer: Item) -> Thing:
    values = {
        "arn": balancer["LoadBalancerArn"],
        "name": balancer["LoadBalancerName"],
        "load_balancer_type": balancer["Type"],
        "internal": balancer.get("Scheme") == "internal",
        "subnets": [one["SubnetId"] for one in balancer.get("AvailabilityZones", [])],
        "security_groups": balancer.get("SecurityGroups", []),
        "dns_name": balancer["DNSName"],
    }
    return Thing(address=balancer["LoadBalancerArn"], type="aws_lb", values=values)


def _listener(listener: Item) -> Thing:
    certificates = [one["CertificateArn"] for one in listener.get("Certificates", [])]
    values = {
        "arn": listener["ListenerArn"],
        "load_balancer_arn": listener["LoadBalancerArn"],
        "port": listener["Port"],
        "protocol": listener["Protocol"],
        "ssl_policy": listener.get("SslPolicy"),
        "certificate_arn": next(iter(certificates), ""),
        "default_action": [_action(one) for one in listener["DefaultActions"]],
    }
    return Thing(address=listener["ListenerArn"], type="aws_lb_listener", values=values)


def _rules(aws: Aws, listener: str) -> Iterator[Thing]:
    for rule in aws.listing("elbv2", "describe_rules", "Rules", ListenerArn=listener):
        if not rule.get("IsDefault"):
            values = {
                "listener_arn": listener,
                "priority": rule["Priority"],
                "action": [_action(one) for one in rule["Actions"]],
                "condition": [_condition(one) for one in rule["Conditions"]],
            }
            yield Thing(address=rule["RuleArn"], type="aws_lb_listener_rule", values=values)


def _action(action: Item) -> dict[str, Any]:
    groups = action.get("ForwardConfig", {}).get("TargetGroups", [])
    weighted = [{"arn": one["TargetGroupArn"], "weight": one.get("Weight", 1)} for one in groups]
    single = None if groups else action.get("TargetGroupArn")
    redirect = [{"protocol": action["RedirectConfig"].get("Protocol")}] if action.get("RedirectConfig") else []
    return {
        "type": action["Type"],
        "target_group_arn": single,
        "forward": [{"target_group": weighted}],
        "redirect": redirect,
    }


def _condition(condition: Item) -> dict[str, Any]:
    """Returns a condition in Terraform's words; one that is not on the path keeps the name of its field."""
    if condition["Field"] == "path-pattern":
        values = condition.get("PathPatternConfig", {}).get("Values") or condition.get("Values", [])
        return {"path_pattern": [{"values": values}]}
    return {condition["Field"]: condition.get("Values") or [condition["Field"]]}


def _group(group: Item) -> Thing:
    values = {
        "arn": group["TargetGroupArn"],
        "name": group["TargetGroupName"],
        "port": group.get("Port", 0),
        "protocol": group.get("Protocol"),
        "vpc_id": group.get("VpcId", ""),
        "target_type": group.get("TargetType", "instance"),
        "health_check": {"port": group.get("HealthCheckPort", "traffic-port")},
    }
    return Thing(address=group["TargetGroupArn"], type="aws_lb_target_group", values=values)


def _certificate(aws: Aws, arn: str) -> Thing:
    held = aws.reply("acm", "describe_certificate", "Certificate", CertificateArn=arn)
    values = {
        "arn": arn,
        "domain_name": held["DomainName"],
        "subject_alternative_names": held.get("SubjectAlternativeNames", []),
        "status": held["Status"],
        "key_algorithm": held.get("KeyAlgorithm", "").replace("-", "_"),
    }
    return Thing(address=arn, type="aws_acm_certificate", values=values)


def _aliases(aws: Aws, settings: Settings) -> Iterator[Thing]:
    """Yields the alias records of the environment's host."""
    zones = [
        one["Id"]
        for one in aws.listing("route53", "list_hosted_zones", "HostedZones")
        if domain(one["Name"]) == settings.dns.zone
    ]
    for zone in zones:
        for record in aws.listing("route53", "list_resource_record_sets", "ResourceRecordSets", HostedZoneId=zone):
            if record.get("AliasTarget") and domain(record["Name"]) == settings.dns.host:
                values = {
                    "name": domain(record["Name"]),
                    "alias": {"name": record["AliasTarget"]["DNSName"].rstrip(".")},
                }
                yield Thing(address=f"{zone}/{record['Name']}", type="aws_route53_record", values=values)
