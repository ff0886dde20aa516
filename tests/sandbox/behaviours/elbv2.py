"""Load balancers, forwards and conditions of rules."""

from typing import Any

from tests.sandbox.account import Account, unique


def load_balancers_show_every_attribute(aws: Account) -> None:
    balancer = _balancer(aws)
    shown = aws.client("elbv2").describe_load_balancer_attributes(LoadBalancerArn=balancer)["Attributes"]
    attributes = {attribute["Key"]: attribute["Value"] for attribute in shown}
    assert attributes["idle_timeout.timeout_seconds"] == "60"
    assert attributes["routing.http.desync_mitigation_mode"] == "defensive"
    assert attributes["load_balancing.cross_zone.enabled"] == "true"


def a_forward_to_one_group_is_shown_both_ways(aws: Account) -> None:
    elb, balancer = aws.client("elbv2"), _balancer(aws)
    group = elb.create_target_group(Name=unique("group"), TargetType="lambda")["TargetGroups"][0]["TargetGroupArn"]
    short: dict[str, Any] = {"Type": "forward", "TargetGroupArn": group}
    long: dict[str, Any] = {"Type": "forward", "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": group}]}}
    for port, action in ((80, short), (81, long)):
        listener = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=port, DefaultActions=[action])
        (shown,) = listener["Listeners"][0]["DefaultActions"]
        assert shown["TargetGroupArn"] == group
        assert shown["ForwardConfig"]["TargetGroups"] == [{"TargetGroupArn": group, "Weight": 1}]


def a_host_or_path_condition_is_shown_both_ways(aws: Account) -> None:
    elb = aws.client("elbv2")
    fixed = [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]
    listener = elb.create_listener(LoadBalancerArn=_balancer(aws), Protocol="HTTP", Port=80, DefaultActions=fixed)
    arn = listener["Listeners"][0]["ListenerArn"]
    written = (
        {"Field": "path-pattern", "Values": ["/a/*"]},
        {"Field": "host-header", "HostHeaderConfig": {"Values": ["a.example.com"]}},
    )
    made = elb.create_rule(ListenerArn=arn, Priority=1, Conditions=list(written), Actions=fixed)["Rules"][0]
    path, host = made["Conditions"]
    assert path == {"Field": "path-pattern", "Values": ["/a/*"], "PathPatternConfig": {"Values": ["/a/*"]}}
    assert host["Values"] == host["HostHeaderConfig"]["Values"] == ["a.example.com"]
    changed = [{"Field": "path-pattern", "Values": ["/b/*"]}]
    elb.modify_rule(RuleArn=made["RuleArn"], Conditions=changed)
    (shown,) = elb.describe_rules(RuleArns=[made["RuleArn"]])["Rules"][0]["Conditions"]
    assert shown["PathPatternConfig"] == {"Values": ["/b/*"]}


def _balancer(aws: Account) -> str:
    _, subnets = aws.network()
    made = aws.client("elbv2").create_load_balancer(Name=unique("balancer"), Subnets=subnets)
    return str(made["LoadBalancers"][0]["LoadBalancerArn"])


BEHAVIOURS = (
    load_balancers_show_every_attribute,
    a_forward_to_one_group_is_shown_both_ways,
    a_host_or_path_condition_is_shown_both_ways,
)
