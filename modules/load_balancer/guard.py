"""Guards load balancers, listeners and target groups.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_listener
"""

from __future__ import annotations

import re
from typing import Any

from guard.arguments import REPLACES, Harmless
from guard.attribute_rules import (
    NoLongerOneOf,
    NowOneOf,
    Watch,
    changed,
    exchanged,
    fewer,
    more,
    off,
    on,
    removed,
    replaced,
)
from guard.owned_elsewhere import all_within, key, unchanged, values
from guard.verdict import Severity
from modules.load_balancer.guard_tls import weaker
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import same

_REPORTED = Severity.REPORTED
_FIRST_ERROR = 400  # HTTP status codes of errors begin here

LB_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "name_prefix",
        "load_balancer_type",
        "customer_owned_ipv4_pool",
    ),
    "targets get two more headers": ("enable_tls_version_and_cipher_suite_headers",),
}
LB_LISTENER_HARMLESS: Harmless = {
    REPLACES: ("load_balancer_arn",),
    "answers name the server, or do not": ("routing_http_response_server_enabled",),
}
LB_LISTENER_RULE_HARMLESS: Harmless = {}
LB_TARGET_GROUP_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "name_prefix",
        "ip_address_type",
        "protocol_version",
        "target_type",
        "vpc_id",
    ),
}


def admits_errors(before: Any, after: Any) -> bool:
    """Returns True if answers of the health check count as healthy that are errors and did not count before.

    The matcher is a list of codes and ranges of codes, such as `200,302` and `200-299`.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Matcher.html
    """
    if same(before, after):
        return False
    live, planned = _last_code(before), _last_code(after)
    return planned is None or (planned >= _FIRST_ERROR and (live is None or planned > live))


def _last_code(matcher: Any) -> int | None:
    """Returns the highest code of a matcher, or None if it is no list of codes."""
    codes = re.split("[,-]", str(matcher))
    return max(map(int, codes)) if all(code.isdecimal() for code in codes) else None


LB = (
    Watch(attribute="enable_deletion_protection", worse=off, rule="deletion-protection-off"),
    Watch(attribute="internal", worse=off, rule="public-access"),
    Watch(attribute="access_logs.0.enabled", worse=off, rule="logging-off"),
    Watch(attribute="access_logs.0.bucket", worse=replaced, rule="logging-off"),
    Watch(attribute="connection_logs.0.enabled", worse=off, rule="logging-off"),
    Watch(
        attribute="drop_invalid_header_fields",
        worse=off,
        rule="transport-weakened",
        default=True,
        default_severity=_REPORTED,
    ),
    Watch(
        attribute="desync_mitigation_mode",
        worse=NowOneOf(("monitor",)),
        rule="transport-weakened",
        default="defensive",
        shown=True,
    ),
    Watch(attribute="xff_header_processing_mode", worse=changed, rule="transport-weakened", severity=_REPORTED),
    Watch(attribute="security_groups", worse=exchanged, rule="balancer-network"),
    Watch(attribute="subnets", worse=fewer, rule="balancer-network"),
    Watch(attribute="subnets", worse=more, rule="balancer-network", severity=_REPORTED),
    Watch(
        attribute="enable_waf_fail_open",
        worse=on,
        rule="transport-weakened",
        default=False,
        default_severity=_REPORTED,
    ),
    Watch(attribute="ip_address_type", worse=changed, rule="balancer-network"),
    Watch(attribute="idle_timeout", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="client_keep_alive", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="enable_http2", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="enable_xff_client_port", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="preserve_host_header", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="dns_record_client_routing_policy", worse=changed, rule="balancer-network"),
    Watch(attribute="enable_cross_zone_load_balancing", worse=off, rule="redundancy-lowered", severity=_REPORTED),
    Watch(attribute="enable_zonal_shift", worse=off, rule="operations-weakened", severity=_REPORTED),
    Watch(
        attribute="enforce_security_group_inbound_rules_on_private_link_traffic",
        worse=changed,
        rule="transport-weakened",
    ),
    Watch(attribute="access_logs.0.prefix", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="connection_logs.0.prefix", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="connection_logs.0.bucket", worse=replaced, rule="logging-off"),
    Watch(attribute="ipam_pools", worse=changed, rule="balancer-network"),
    Watch(attribute="subnet_mapping", worse=changed, rule="balancer-network"),
    Watch(attribute="minimum_load_balancer_capacity", worse=changed, rule="capacity-changed", severity=_REPORTED),
)
_REQUEST_HEADERS = tuple(
    f"routing_http_request_x_amzn_{name}_header_name"
    for name in (
        *(f"mtls_clientcert{part}" for part in ("", "_issuer", "_leaf", "_serial_number", "_subject", "_validity")),
        "tls_cipher_suite",
        "tls_version",
    )
)
_CORS_HEADERS = tuple(
    f"routing_http_response_access_control_{name}_header_value"
    for name in ("allow_credentials", "allow_headers", "allow_methods", "allow_origin", "expose_headers", "max_age")
)
_SECURITY = tuple(
    f"routing_http_response_{name}_header_value"
    for name in ("content_security_policy", "strict_transport_security", "x_content_type_options", "x_frame_options")
)
LB_LISTENER = (
    Watch(
        attribute="protocol",
        worse=NoLongerOneOf(
            (
                "HTTPS",
                "TLS",
            )
        ),
        rule="transport-weakened",
        shown=True,
    ),
    Watch(attribute="port", worse=changed, rule="traffic-moved"),
    Watch(
        attribute="ssl_policy",
        worse=weaker,
        rule="transport-weakened",
        default="ELBSecurityPolicy-TLS13-1-2-2021-06",
        default_severity=_REPORTED,
        shown=True,
    ),
    Watch(attribute="certificate_arn", worse=replaced, rule="certificate-changed"),
    Watch(attribute="mutual_authentication", worse=replaced, rule="transport-weakened"),
    Watch(attribute="alpn_policy", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="tcp_idle_timeout_seconds", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    *(Watch(attribute=name, worse=changed, rule="balancer-tuned", severity=_REPORTED) for name in _REQUEST_HEADERS),
    *(
        Watch(attribute=name, worse=changed, rule="origins-changed", default="", severity=_REPORTED)
        for name in _CORS_HEADERS
    ),
    *(Watch(attribute=name, worse=removed, rule="transport-weakened") for name in _SECURITY),
    *(Watch(attribute=name, worse=replaced, rule="transport-weakened", severity=_REPORTED) for name in _SECURITY),
)
LB_TARGET_GROUP = (
    Watch(attribute="health_check.0.enabled", worse=off, rule="health-check-changed", default=True),
    Watch(attribute="health_check.0.path", worse=changed, rule="health-check-changed", severity=_REPORTED, shown=True),
    Watch(attribute="health_check.0.port", worse=changed, rule="health-check-changed", shown=True),
    Watch(attribute="health_check.0.protocol", worse=changed, rule="health-check-changed", shown=True),
    Watch(attribute="health_check.0.matcher", worse=admits_errors, rule="health-check-changed", shown=True),
    Watch(
        attribute="health_check.0.matcher",
        worse=changed,
        rule="health-check-changed",
        severity=_REPORTED,
        shown=True,
    ),
    Watch(attribute="health_check.0.interval", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check.0.timeout", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check.0.healthy_threshold", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check.0.unhealthy_threshold", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="stickiness", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="deregistration_delay", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="port", worse=changed, rule="traffic-moved"),
    Watch(attribute="protocol", worse=changed, rule="traffic-moved"),
    Watch(attribute="connection_termination", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="lambda_multi_value_headers_enabled", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="load_balancing_algorithm_type", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="load_balancing_anomaly_mitigation", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="load_balancing_cross_zone_enabled", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="preserve_client_ip", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="proxy_protocol_v2", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="slow_start", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="target_failover", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="target_group_health", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="target_health_state", worse=changed, rule="balancer-tuned", severity=_REPORTED),
)

WEB_ACL_ASSOCIATION = (Watch(attribute="web_acl_arn", worse=changed, rule="firewall-weakened"),)
WAFV2_WEB_ACL_ASSOCIATION_HARMLESS: Harmless = {REPLACES: ("resource_arn",)}


def load_balancers(shown: Any, target_group: Change, plan: Plan) -> bool:
    """Returns True if each load balancer that the target group shows is one of this code."""
    return all_within(values(shown), {key(one.after.get("arn")) for one in unchanged(plan, "aws_lb", "aws_alb")})
