"""Load balancer, listeners, target groups, certificates and DNS: where traffic goes, and how well it is kept.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_listener
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.attribute_rules import Became, Left, Watch, changed, exchanged, fewer, off, on, replaced
from guard.verdict import Severity
from terraform.plan.values import empty, same

_REPORTED = Severity.REPORTED
# What a policy's name says of it, the strongest first; what says none of these is the weakest.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_STRENGTHS = ("TLS13-1-3", "TLS13-1-2-FIPS", "TLS13-1-2-Res", "TLS13-1-2-2021", "TLS13-1-2-Ext", "TLS-1-2")


def weaker(before: Any, after: Any) -> bool:
    """Whether a policy admits older protocols or ciphers than the one it takes the place of, as far as names tell."""
    if empty(before) or same(before, after):
        return False
    live, planned = _strength(before), _strength(after)
    return planned is None or (live is not None and planned > live)


def _strength(policy: Any) -> int | None:
    return next((at for at, word in enumerate(_STRENGTHS) if word in str(policy)), None)


_BALANCER = (
    Watch(attribute="enable_deletion_protection", worse=off, rule="deletion-protection-off"),
    Watch(attribute="internal", worse=off, rule="public-access"),
    Watch(attribute="access_logs.0.enabled", worse=off, rule="logging-off"),
    Watch(attribute="access_logs.0.bucket", worse=replaced, rule="logging-off"),
    Watch(attribute="connection_logs.0.enabled", worse=off, rule="logging-off"),
    Watch(attribute="drop_invalid_header_fields", worse=off, rule="transport-weakened"),
    Watch(
        attribute="desync_mitigation_mode",
        worse=Became(("monitor",)),
        rule="transport-weakened",
        born="defensive",
        shown=True,
    ),
    Watch(attribute="xff_header_processing_mode", worse=changed, rule="transport-weakened", severity=_REPORTED),
    Watch(attribute="security_groups", worse=exchanged, rule="balancer-network"),
    Watch(attribute="subnets", worse=exchanged, rule="balancer-network"),
    Watch(attribute="enable_waf_fail_open", worse=on, rule="transport-weakened"),
    Watch(attribute="ip_address_type", worse=changed, rule="balancer-network"),
    Watch(attribute="idle_timeout", worse=changed, rule="balancer-tuned", severity=_REPORTED),
)
_LISTENER = (
    Watch(
        attribute="protocol",
        worse=Left(
            (
                "HTTPS",
                "TLS",
            )
        ),
        rule="transport-weakened",
        shown=True,
    ),
    Watch(attribute="port", worse=changed, rule="traffic-moved"),
    Watch(attribute="ssl_policy", worse=weaker, rule="transport-weakened", shown=True),
    Watch(attribute="certificate_arn", worse=replaced, rule="certificate-changed"),
    Watch(attribute="mutual_authentication", worse=replaced, rule="transport-weakened"),
    Watch(attribute="default_action", worse=changed, rule="traffic-moved"),
)
_TARGETS = (
    Watch(attribute="health_check.0.enabled", worse=off, rule="health-check-changed", born=True),
    Watch(attribute="health_check.0.path", worse=changed, rule="health-check-changed", shown=True),
    Watch(attribute="health_check.0.port", worse=changed, rule="health-check-changed", shown=True),
    Watch(attribute="health_check.0.protocol", worse=changed, rule="health-check-changed", shown=True),
    Watch(attribute="health_check.0.matcher", worse=changed, rule="health-check-changed", shown=True),
    Watch(attribute="health_check.0.interval", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check.0.timeout", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check.0.healthy_threshold", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check.0.unhealthy_threshold", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="stickiness", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="deregistration_delay", worse=changed, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="port", worse=changed, rule="traffic-moved"),
    Watch(attribute="protocol", worse=changed, rule="traffic-moved"),
)
_RECORD = ("records", "type", "name", "zone_id", "alias.0.name", "alias.0.zone_id", "set_identifier")
_POLICIES = tuple(
    f"{kind}_routing_policy" for kind in ("weighted", "failover", "geolocation", "latency", "cidr", "geoproximity")
)

TABLE: Mapping[str, tuple[Watch, ...]] = {
    "aws_lb": _BALANCER,
    "aws_alb": _BALANCER,
    "aws_lb_listener": _LISTENER,
    "aws_alb_listener": _LISTENER,
    "aws_lb_target_group": _TARGETS,
    "aws_alb_target_group": _TARGETS,
    "aws_lb_listener_certificate": (Watch(attribute="certificate_arn", worse=changed, rule="certificate-changed"),),
    "aws_wafv2_web_acl": (
        Watch(attribute="rule", worse=fewer, rule="firewall-weakened"),
        Watch(attribute="default_action", worse=changed, rule="firewall-weakened"),
    ),
    "aws_wafv2_web_acl_association": (Watch(attribute="web_acl_arn", worse=changed, rule="firewall-weakened"),),
    "aws_route53_record": (
        *(Watch(attribute=name, worse=changed, rule="dns-target") for name in (*_RECORD, *_POLICIES)),
        Watch(attribute="allow_overwrite", worse=on, rule="dns-target", born=False),
        Watch(attribute="alias.0.evaluate_target_health", worse=off, rule="balancer-tuned", severity=_REPORTED),
        Watch(attribute="health_check_id", worse=replaced, rule="dns-target"),
        Watch(attribute="multivalue_answer_routing_policy", worse=changed, rule="dns-target"),
    ),
    "aws_route53_zone": (
        Watch(attribute="force_destroy", worse=on, rule="force-destroy", born=False),
        Watch(attribute="vpc", worse=changed, rule="dns-target"),
        Watch(attribute="delegation_set_id", worse=changed, rule="dns-target"),
        Watch(attribute="name", worse=changed, rule="dns-target"),
    ),
    "aws_acm_certificate": (
        Watch(attribute="domain_name", worse=changed, rule="certificate-changed"),
        Watch(attribute="subject_alternative_names", worse=fewer, rule="certificate-changed"),
        Watch(attribute="certificate_body", worse=changed, rule="certificate-changed"),
        Watch(
            attribute="options.0.certificate_transparency_logging_preference",
            worse=Became(("DISABLED",)),
            rule="certificate-changed",
            severity=_REPORTED,
        ),
    ),
}
