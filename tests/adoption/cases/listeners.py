"""Rules and balancers beside those of the code: every condition and action that a person can add in the console."""

from typing import Any

from tests.adoption.account import Account

_LATER = {
    "Type": "fixed-response",
    "FixedResponseConfig": {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "later"},
}
_SIGN_IN = {
    "Type": "authenticate-oidc",
    "Order": 1,
    "AuthenticateOidcConfig": {
        "Issuer": "https://idp.example.com",
        "AuthorizationEndpoint": "https://idp.example.com/authorize",
        "TokenEndpoint": "https://idp.example.com/token",
        "UserInfoEndpoint": "https://idp.example.com/user",
        "ClientId": "dev",
        "ClientSecret": "made-up-for-the-sandbox",
    },
}


def rules_of_every_kind(account: Account) -> None:
    """Seven rules by other conditions, one of our own in the older form of a path, and a listener that forwards."""
    elb = account.client("elbv2")
    listeners, groups = _parts(elb)
    web, api = groups["counterpromo-dev-tg-web"], groups["counterpromo-dev-tg-api"]
    shares = [{"TargetGroupArn": api, "Weight": 9}, {"TargetGroupArn": web, "Weight": 1}]
    sticky = {"Enabled": True, "DurationSeconds": 600}
    canary = {
        "Type": "forward",
        "ForwardConfig": {"TargetGroups": shares, "TargetGroupStickinessConfig": sticky},
    }
    queries = [{"Key": "v", "Value": "2"}, {"Value": "beta"}]
    to_web = {"Type": "forward", "TargetGroupArn": web}
    moved = {"Type": "redirect", "RedirectConfig": {"Path": "/new", "StatusCode": "HTTP_302"}}
    rules: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        ({"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Canary", "Values": ["1"]}}, [canary]),
        ({"Field": "query-string", "QueryStringConfig": {"Values": queries}}, [_LATER]),
        ({"Field": "source-ip", "SourceIpConfig": {"Values": ["192.0.2.0/24"]}}, [_LATER]),
        ({"Field": "http-request-method", "HttpRequestMethodConfig": {"Values": ["TRACE"]}}, [_LATER]),
        ({"Field": "path-pattern", "Values": ["/old/*"]}, [moved]),
        ({"Field": "path-pattern", "PathPatternConfig": {"Values": ["/admin/*"]}}, [_SIGN_IN, {**to_web, "Order": 2}]),
        ({"Field": "host-header", "Values": ["shop.dev.counterpromo.com"]}, [to_web]),
    ]
    for priority, (condition, actions) in enumerate(rules, 10):
        elb.create_rule(ListenerArn=listeners[443], Priority=priority, Conditions=[condition], Actions=actions)
    (own,) = [
        one
        for one in elb.describe_rules(ListenerArn=listeners[443])["Rules"]
        if "/webhooks/*" in str(one["Conditions"])
    ]
    elb.modify_rule(RuleArn=own["RuleArn"], Conditions=[{"Field": "path-pattern", "Values": ["/webhooks/*"]}])
    elb.modify_listener(ListenerArn=listeners[80], DefaultActions=[to_web])


def network_balancer_beside(account: Account) -> None:
    """A network load balancer leads to the application load balancer; target groups of three other kinds."""
    elb = account.client("elbv2")
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    subnets = [zone["SubnetId"] for zone in balancer["AvailabilityZones"]]
    network = elb.create_load_balancer(Name="counterpromo-dev-nlb", Type="network", Scheme="internal", Subnets=subnets)
    where = {"VpcId": balancer["VpcId"], "Port": 80}
    group = elb.create_target_group(
        Name="counterpromo-dev-tg-tcp", Protocol="TCP", TargetType="alb", HealthCheckProtocol="HTTP", **where
    )["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(
        LoadBalancerArn=network["LoadBalancers"][0]["LoadBalancerArn"],
        Protocol="TCP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": group}],
    )
    elb.create_target_group(Name="counterpromo-dev-ec2", Protocol="HTTP", TargetType="instance", **where)
    elb.create_target_group(Name="counterpromo-dev-function", TargetType="lambda")


def _parts(elb: Any) -> tuple[dict[int, str], dict[str, str]]:
    """Returns port -> listener of the load balancer, and name -> target group."""
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    listed = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    groups = elb.describe_target_groups()["TargetGroups"]
    return (
        {one["Port"]: one["ListenerArn"] for one in listed},
        {one["TargetGroupName"]: one["TargetGroupArn"] for one in groups},
    )
