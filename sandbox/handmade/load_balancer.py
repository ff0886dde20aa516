"""The load balancer: two target groups, HTTP sent on to HTTPS, and the paths of the API before everything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.handmade.console import Console
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
class LoadBalancer:
    """What DNS and the services need to know of it."""

    dns_name: str
    zone: str
    web_targets: str
    api_targets: str


def make_load_balancer(console: Console, *, network: Network, group: str, certificate: str) -> LoadBalancer:
    """Target groups first, as the console's wizard wants it; then the balancer, its listeners and the rules."""
    elb = console.client("elbv2")
    web = _target_group(console, "counterpromo-dev-tg-web", 80, "/", vpc=network.vpc)
    api = _target_group(console, "counterpromo-dev-tg-api", 3000, "/health", vpc=network.vpc)
    balancer = elb.create_load_balancer(
        Name="counterpromo-dev-alb",
        Type="application",
        Scheme="internet-facing",
        IpAddressType="ipv4",
        Subnets=list(network.public_subnets),
        SecurityGroups=[group],
    )["LoadBalancers"][0]
    arn = balancer["LoadBalancerArn"]
    redirect = {"Type": "redirect", "RedirectConfig": TO_HTTPS}
    elb.create_listener(LoadBalancerArn=arn, Protocol="HTTP", Port=80, DefaultActions=[redirect])
    listener = elb.create_listener(
        LoadBalancerArn=arn,
        Protocol="HTTPS",
        Port=443,
        SslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[_forward(web)],
    )["Listeners"][0]["ListenerArn"]
    for priority, path in enumerate(("/api/*", "/webhooks/*"), start=1):
        condition = {"Field": "path-pattern", "PathPatternConfig": {"Values": [path]}}
        elb.create_rule(ListenerArn=listener, Priority=priority, Conditions=[condition], Actions=[_forward(api)])
    return LoadBalancer(
        dns_name=balancer["DNSName"], zone=balancer["CanonicalHostedZoneId"], web_targets=web, api_targets=api
    )


def _target_group(console: Console, name: str, port: int, health: str, *, vpc: str) -> str:
    made = console.client("elbv2").create_target_group(
        Name=name,
        TargetType="ip",
        Protocol="HTTP",
        ProtocolVersion="HTTP1",
        Port=port,
        VpcId=vpc,
        HealthCheckProtocol="HTTP",
        HealthCheckPath=health,
    )
    return str(made["TargetGroups"][0]["TargetGroupArn"])


def _forward(target_group: str) -> dict[str, Any]:
    """The console writes the long form, with one group that gets everything."""
    targets = [{"TargetGroupArn": target_group, "Weight": 1}]
    return {
        "Type": "forward",
        "ForwardConfig": {"TargetGroups": targets, "TargetGroupStickinessConfig": {"Enabled": False}},
    }
