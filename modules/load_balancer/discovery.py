"""Finds the load balancer and its target groups; discovery_listeners.py finds listeners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits
from imports.matching.match_state import MatchState
from imports.matching.name_filter import near
from imports.model import Declared, Found
from imports.normalise import domain, live
from modules.load_balancer import satellites
from modules.load_balancer.listener_conditions import pairs
from modules.network.candidate_vpcs import likely_vpcs
from modules.settings import Settings
from terraform.expressions import Unresolved

Item = Mapping[str, Any]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every load balancer and target group of the region, and the web ACLs of balancers that may be ours."""
    balancers, groups = _listed(aws)
    acls = satellites.web_acls(aws, likely_arns(aws, settings))
    return [*(_balancer(one) for one in balancers), *(_group(one) for one in groups), *acls]


def likely_arns(aws: Aws, settings: Settings) -> list[str]:
    """Returns the ARNs of load balancers that may be ours: by name, by target group, or by VPC."""
    names = [settings.load_balancer.name]
    names += [service.target_group.name for service in settings.services.values() if service.target_group]
    ours = near(settings, names=names)
    balancers, groups = _listed(aws)
    vpcs = likely_vpcs(aws, settings)
    feeding = {arn for group in groups if ours(group["TargetGroupName"]) for arn in group.get("LoadBalancerArns", [])}
    return [
        one["LoadBalancerArn"]
        for one in balancers
        if ours(one["LoadBalancerName"]) or one["LoadBalancerArn"] in feeding or one.get("VpcId") in vpcs
    ]


def _listed(aws: Aws) -> tuple[Sequence[Item], Sequence[Item]]:
    listings = [("describe_load_balancers", "LoadBalancers"), ("describe_target_groups", "TargetGroups")]
    balancers, groups = aws.each(lambda listing: aws.listing("elbv2", *listing), listings)
    return balancers, groups


def _balancer(balancer: Item) -> Found:
    arn, name = balancer["LoadBalancerArn"], balancer["LoadBalancerName"]
    facts = {
        "name": name,
        "arn": arn,
        "vpc_id": balancer.get("VpcId"),
        "dns_name": balancer.get("DNSName"),  # a gateway load balancer has none
        "zone_id": balancer.get("CanonicalHostedZoneId"),
        "internal": balancer.get("Scheme") == "internal",
        "load_balancer_type": balancer["Type"],
        "security_groups": balancer.get("SecurityGroups", []),
        "subnets": [zone["SubnetId"] for zone in balancer.get("AvailabilityZones", []) if "SubnetId" in zone],
    }
    return live("aws_lb", arn, facts, name=name)


def _group(group: Item) -> Found:
    arn, name = group["TargetGroupArn"], group["TargetGroupName"]
    facts = {
        "name": name,
        "arn": arn,
        "vpc_id": group.get("VpcId"),
        "port": group.get("Port"),
        "target_type": group.get("TargetType"),
        "health_check": {"path": group.get("HealthCheckPath")},
        "load_balancer_arns": group.get("LoadBalancerArns", []),
    }
    return live("aws_lb_target_group", arn, facts, name=name)


def target_of_the_alias(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the load balancers that the live records of the host point at."""
    records = match_state.users(declared.address, type_="aws_route53_record", path="alias.name")
    hosts = {domain(match_state.value(record, "name")) for record in records}
    live_ = [one.facts for one in match_state.found.get("aws_route53_record", []) if one.facts["fqdn"] in hosts]
    targets = {facts["alias"]["name"] for facts in live_ if facts["alias"]}
    balancers = match_state.keyed(declared.type, "dns name", lambda one: domain(one.facts["dns_name"] or ""))
    return Hits(
        by=f"the alias of {', '.join(sorted(hosts))}",
        found=[one for target in sorted(targets) for one in balancers.get(target, ())],
    )


def routes_our_paths(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the load balancers of the VPC with the same scheme and a listener rule for one of our paths."""
    vpcs = match_state.words("aws_vpc")
    if not vpcs:
        raise Unresolved("the vpc")
    listeners = match_state.users(declared.address, type_="aws_lb_listener", path="load_balancer_arn")
    rules = [
        rule
        for listener in listeners
        for rule in match_state.users(listener.address, type_="aws_lb_listener_rule", path="listener_arn")
    ]
    wanted = {pair for rule in rules for pair in pairs(rule.arguments.get("condition", []))}
    routing = {
        rule.facts["listener_arn"]
        for rule in match_state.found.get("aws_lb_listener_rule", [])
        if wanted & pairs(rule.facts["condition"])
    }
    listening = match_state.found.get("aws_lb_listener", [])
    arns = {one.facts["load_balancer_arn"] for one in listening if one.facts["arn"] in routing}
    internal = bool(declared.arguments.get("internal"))
    there = [one for one in match_state.found.get(declared.type, []) if one.id in arns and one.facts["vpc_id"] in vpcs]
    return Hits(by="our paths, in the vpc", found=[one for one in there if one.facts["internal"] == internal])
