"""Guards load balancers, listeners and target groups.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/lb_listener
"""

from __future__ import annotations

from typing import Any

from guard.attribute_rules import NoLongerOneOf, NowOneOf, Watch, changed, exchanged, off, on, replaced
from guard.owned_elsewhere import all_within, key, unchanged, values
from guard.verdict import Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import empty, same

_REPORTED = Severity.REPORTED

# What a policy's name says of it, the strongest first; what says none of these is the weakest.
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
_STRENGTHS = ("TLS13-1-3", "TLS13-1-2-FIPS", "TLS13-1-2-Res", "TLS13-1-2-2021", "TLS13-1-2-Ext", "TLS-1-2")


def weaker(before: Any, after: Any) -> bool:
    """Returns True if the name of a security policy says that it accepts older protocols or ciphers."""
    if empty(before) or same(before, after):
        return False
    live, planned = _strength(before), _strength(after)
    return planned is None or (live is not None and planned > live)


def _strength(policy: Any) -> int | None:
    return next((at for at, word in enumerate(_STRENGTHS) if word in str(policy)), None)


LB = (
    Watch(attribute="enable_deletion_protection", worse=off, rule="deletion-protection-off"),
    Watch(attribute="internal", worse=off, rule="public-access"),
    Watch(attribute="access_logs.0.enabled", worse=off, rule="logging-off"),
    Watch(attribute="access_logs.0.bucket", worse=replaced, rule="logging-off"),
    Watch(attribute="connection_logs.0.enabled", worse=off, rule="logging-off"),
    Watch(attribute="drop_invalid_header_fields", worse=off, rule="transport-weakened"),
    Watch(
        attribute="desync_mitigation_mode",
        worse=NowOneOf(("monitor",)),
        rule="transport-weakened",
        default="defensive",
        shown=True,
    ),
    Watch(attribute="xff_header_processing_mode", worse=changed, rule="transport-weakened", severity=_REPORTED),
    Watch(attribute="security_groups", worse=exchanged, rule="balancer-network"),
    Watch(attribute="subnets", worse=exchanged, rule="balancer-network"),
    Watch(attribute="enable_waf_fail_open", worse=on, rule="transport-weakened"),
    Watch(attribute="ip_address_type", worse=changed, rule="balancer-network"),
    Watch(attribute="idle_timeout", worse=changed, rule="balancer-tuned", severity=_REPORTED),
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
    Watch(attribute="ssl_policy", worse=weaker, rule="transport-weakened", shown=True),
    Watch(attribute="certificate_arn", worse=replaced, rule="certificate-changed"),
    Watch(attribute="mutual_authentication", worse=replaced, rule="transport-weakened"),
    Watch(attribute="default_action", worse=changed, rule="traffic-moved"),
)
LB_TARGET_GROUP = (
    Watch(attribute="health_check.0.enabled", worse=off, rule="health-check-changed", default=True),
    Watch(attribute="health_check.0.path", worse=changed, rule="health-check-changed", severity=_REPORTED, shown=True),
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


def load_balancers(shown: Any, target_group: Change, plan: Plan) -> bool:
    """Returns True if each load balancer that the target group shows is one of this code."""
    return all_within(values(shown), {key(one.after.get("arn")) for one in unchanged(plan, "aws_lb", "aws_alb")})
