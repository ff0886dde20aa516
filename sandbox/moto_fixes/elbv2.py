"""Elastic Load Balancing: all attributes, and both forms of a simple forward and of a condition."""

from __future__ import annotations

from typing import Any

from moto.elbv2.models import ELBv2Backend, FakeAction, FakeListenerRule, FakeLoadBalancer

from sandbox.moto_fixes.patch import patch

# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
APPLICATION_DEFAULTS = {
    "access_logs.s3.enabled": "false",
    "access_logs.s3.bucket": "",
    "access_logs.s3.prefix": "",
    "client_keep_alive.seconds": "3600",
    "connection_logs.s3.enabled": "false",
    "connection_logs.s3.bucket": "",
    "connection_logs.s3.prefix": "",
    "deletion_protection.enabled": "false",
    "idle_timeout.timeout_seconds": "60",
    "load_balancing.cross_zone.enabled": "true",
    "routing.http.desync_mitigation_mode": "defensive",
    "routing.http.drop_invalid_header_fields.enabled": "false",
    "routing.http.preserve_host_header.enabled": "false",
    "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
    "routing.http.xff_client_port.enabled": "false",
    "routing.http.xff_header_processing.mode": "append",
    "routing.http2.enabled": "true",
    "waf.fail_open.enabled": "false",
    "zonal_shift.config.enabled": "false",
}


def load_balancers_show_every_attribute() -> None:
    """Shows the default of every attribute that nobody set; without it an imported load balancer shows many changes.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancerAttributes.html
    Remove when moto has it.
    """
    original = FakeLoadBalancer.__init__

    def initialise(balancer: FakeLoadBalancer, *arguments: Any, **named: Any) -> None:
        original(balancer, *arguments, **named)
        if balancer.type == "application":
            balancer.attrs = dict(APPLICATION_DEFAULTS)

    patch(FakeLoadBalancer, "__init__", initialise)


def a_forward_to_one_group_is_shown_both_ways() -> None:
    """Shows TargetGroupArn and a ForwardConfig of one group, whichever of them the action was created with.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Action.html
    Remove when moto has it.
    """
    original = FakeAction.__init__

    def initialise(action: FakeAction, data: dict[str, Any]) -> None:
        original(action, _both_ways(data) if data.get("Type") == "forward" else data)

    patch(FakeAction, "__init__", initialise)


def _both_ways(data: dict[str, Any]) -> dict[str, Any]:
    groups = data.get("ForwardConfig", {}).get("TargetGroups") or [{"TargetGroupArn": data["TargetGroupArn"]}]
    one = {"TargetGroupArn": groups[0]["TargetGroupArn"]} if len(groups) == 1 else {}
    return {**data, **one, "ForwardConfig": {**data.get("ForwardConfig", {}), "TargetGroups": groups}}


# Fields of conditions whose values stand in two places: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
TWO_FORMS = {"host-header": "HostHeaderConfig", "path-pattern": "PathPatternConfig"}


def a_host_or_path_condition_is_shown_both_ways() -> None:
    """Shows Values and the field's own configuration, whichever of them the condition was written with.

    The provider reads the configuration only, and crashes where there is none.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleCondition.html
    Remove when moto has it.
    """
    initialise, modify = FakeListenerRule.__init__, ELBv2Backend.modify_rule

    def made(rule: FakeListenerRule, *arguments: Any, **named: Any) -> None:
        initialise(rule, *arguments, **named)
        rule.conditions = [_in_both_forms(one) for one in rule.conditions]

    def modified(backend: ELBv2Backend, *arguments: Any, **named: Any) -> Any:
        rule = modify(backend, *arguments, **named)
        rule.conditions = [_in_both_forms(one) for one in rule.conditions]
        return rule

    patch(FakeListenerRule, "__init__", made)
    patch(ELBv2Backend, "modify_rule", modified)


def _in_both_forms(condition: dict[str, Any]) -> dict[str, Any]:
    config = TWO_FORMS.get(condition["Field"])
    if config is None:
        return condition
    values = condition.get(config, {}).get("Values") or condition.get("Values") or []
    return {**condition, "Values": values, config: {**condition.get(config, {}), "Values": values}}


FIXES = (
    load_balancers_show_every_attribute,
    a_forward_to_one_group_is_shown_both_ways,
    a_host_or_path_condition_is_shown_both_ways,
)
