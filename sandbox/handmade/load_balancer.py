"""Makes the load balancer: two target groups, a redirect from HTTP to HTTPS, and rules for the API's paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console, Tags, tag_list
from sandbox.handmade.network import Network

TO_HTTPS = {
    "Protocol": "HTTPS",
    "Port": "443",
    "Host": "#{host}",
    "Path": "/#{path}",
    "Query": "#{query}",
    "StatusCode": "HTTP_301",
}


@dataclass(frozen=True, kw_only=True)
class HealthForm:
    """The health check of a target group, in seconds and counts, and its deregistration delay."""

    interval: int = 30
    timeout: int = 5
    healthy: int = 5
    unhealthy: int = 2
    matcher: str = "200"
    deregistration_delay: int = 300


@dataclass(frozen=True, kw_only=True)
class LoadBalancerForm:
    """`paths` of the API, each group with the priority of its rule; `attributes` in the form of ELB.

    `long_forward` is how the console writes a forward: one group that gets everything.
    """

    name: str = "counterpromo-dev-alb"
    ssl_policy: str = "ELBSecurityPolicy-TLS13-1-2-2021-06"
    paths: tuple[tuple[int, tuple[str, ...]], ...] = ((1, ("/api/*",)), (2, ("/webhooks/*",)))
    long_forward: bool = True
    attributes: Tags = field(default_factory=dict)
    web_health: HealthForm
    api_health: HealthForm
    tags: Tags = field(default_factory=dict)


DEV_LOAD_BALANCER = LoadBalancerForm(web_health=HealthForm(), api_health=HealthForm())


@dataclass(frozen=True, kw_only=True)
class LoadBalancer:
    """The facts about the load balancer that DNS and the services need."""

    arn: str
    dns_name: str
    zone: str
    https: str
    web_targets: str
    api_targets: str


def make_load_balancer(
    console: Console, form: LoadBalancerForm, *, network: Network, group: str, certificate: str
) -> LoadBalancer:
    """Makes target groups, load balancer, listeners and rules, in the order of the console's wizard."""
    elb = console.client("elbv2")
    web = _target_group(console, "counterpromo-dev-tg-web", 80, "/", form.web_health, vpc=network.vpc)
    api = _target_group(console, "counterpromo-dev-tg-api", 3000, "/health", form.api_health, vpc=network.vpc)
    balancer = elb.create_load_balancer(
        Name=form.name,
        Type="application",
        Scheme="internet-facing",
        IpAddressType="ipv4",
        Subnets=list(network.public_subnets),
        SecurityGroups=[group],
        **({"Tags": tag_list(tags=form.tags)} if form.tags else {}),
    )["LoadBalancers"][0]
    arn = balancer["LoadBalancerArn"]
    console.notes.made("aws_lb", arn, "ALB")
    if form.attributes:
        set_to = [{"Key": key, "Value": value} for key, value in form.attributes.items()]
        elb.modify_load_balancer_attributes(LoadBalancerArn=arn, Attributes=set_to)
    listener = _listeners(console, form, arn, certificate=certificate, default=web)
    for priority, paths in form.paths:
        condition = {"Field": "path-pattern", "PathPatternConfig": {"Values": list(paths)}}
        actions = [_forward(api, form)]
        made = elb.create_rule(ListenerArn=listener, Priority=priority, Conditions=[condition], Actions=actions)
        console.notes.made("aws_lb_listener_rule", made["Rules"][0]["RuleArn"], f"rule of {paths[-1]}")
    return LoadBalancer(
        arn=arn,
        dns_name=balancer["DNSName"],
        zone=balancer["CanonicalHostedZoneId"],
        https=listener,
        web_targets=web,
        api_targets=api,
    )


def _target_group(console: Console, name: str, port: int, path: str, health: HealthForm, *, vpc: str) -> str:
    elb = console.client("elbv2")
    made = elb.create_target_group(
        Name=name,
        TargetType="ip",
        Protocol="HTTP",
        ProtocolVersion="HTTP1",
        Port=port,
        VpcId=vpc,
        HealthCheckProtocol="HTTP",
        HealthCheckPath=path,
        HealthCheckIntervalSeconds=health.interval,
        HealthCheckTimeoutSeconds=health.timeout,
        HealthyThresholdCount=health.healthy,
        UnhealthyThresholdCount=health.unhealthy,
        Matcher={"HttpCode": health.matcher},
    )
    arn = str(made["TargetGroups"][0]["TargetGroupArn"])
    delay = {"Key": "deregistration_delay.timeout_seconds", "Value": str(health.deregistration_delay)}
    elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[delay])
    console.notes.made("aws_lb_target_group", arn, f"target group {name}")
    return arn


def _listeners(console: Console, form: LoadBalancerForm, balancer: str, *, certificate: str, default: str) -> str:
    """Makes the redirect from HTTP and the HTTPS listener; returns the ARN of the HTTPS listener."""
    elb = console.client("elbv2")
    redirect = {"Type": "redirect", "RedirectConfig": TO_HTTPS}
    http = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=[redirect])
    console.notes.made("aws_lb_listener", http["Listeners"][0]["ListenerArn"], "HTTP :80 listener")
    https = elb.create_listener(
        LoadBalancerArn=balancer,
        Protocol="HTTPS",
        Port=443,
        SslPolicy=form.ssl_policy,
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[_forward(default, form)],
    )["Listeners"][0]["ListenerArn"]
    console.notes.made("aws_lb_listener", https, "HTTPS :443 listener")
    return str(https)


def _forward(target_group: str, form: LoadBalancerForm) -> dict[str, Any]:
    if not form.long_forward:
        return {"Type": "forward", "TargetGroupArn": target_group}
    targets = [{"TargetGroupArn": target_group, "Weight": 1}]
    stickiness = {"Enabled": False}
    return {"Type": "forward", "ForwardConfig": {"TargetGroups": targets, "TargetGroupStickinessConfig": stickiness}}
