"""Controls of load balancers, listeners, certificates and web ACLs."""

from __future__ import annotations

from audit.safety.control import ADDS, REPLACES, Control, has, must_be
from audit.safety.facts import Facts, Resource

# Recommended policies: https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-17
_RECOMMENDED = ("ELBSecurityPolicy-TLS13-1-2-", "ELBSecurityPolicy-TLS13-1-3-")
_ALB = ("aws_lb",)


def _redirects(listener: Resource, facts: Facts) -> str:
    if listener.get("protocol") != "HTTP":
        return ""
    protocol = [block.get("protocol") for action in listener.blocks("default_action") for block in _redirect(action)]
    return "" if protocol == ["HTTPS"] else "it answers plain HTTP with something else than a redirect to HTTPS"


def _redirect(action: object) -> list[dict[str, object]]:
    found = action.get("redirect") if isinstance(action, dict) else None
    return [one for one in (found if isinstance(found, list | tuple) else [found]) if isinstance(one, dict)]


def _recommended(listener: Resource, facts: Facts) -> str:
    if listener.get("protocol") not in ("HTTPS", "TLS"):
        return ""
    policy = listener.text("ssl_policy")
    return "" if policy.startswith(_RECOMMENDED) else f"ssl_policy is {policy or 'not set'}"


def _logs(balancer: Resource, facts: Facts) -> str:
    return "" if balancer.get("access_logs.enabled") is True else "it writes no access logs"


def _zones(balancer: Resource, facts: Facts) -> str:
    subnets = balancer.get("subnets") or []
    return "" if len(subnets) >= 2 else f"it has {len(subnets)} subnets"


def _internet_facing(balancer: Resource) -> bool:
    return balancer.get("internal") is not True


def _firewall(balancer: Resource, facts: Facts) -> str:
    if not _internet_facing(balancer):
        return ""
    return has("aws_wafv2_web_acl_association", "resource_arn", own="arn")(balancer, facts)


CONTROLS = (
    Control(
        id="ELB.1",
        title="Application Load Balancer should be configured to redirect all HTTP requests to HTTPS",
        of=("aws_lb_listener",),
        fault=_redirects,
        expected="a redirect to HTTPS",
        cure="import the listener: the code redirects",
    ),
    Control(
        id="ELB.4",
        title="Application Load Balancer should be configured to drop invalid http headers",
        of=_ALB,
        fault=must_be("drop_invalid_header_fields", True),
        expected="drop_invalid_header_fields = true",
        cure="load_balancer.drop_invalid_header_fields = true",
    ),
    Control(
        id="ELB.5",
        title="Application and Classic Load Balancers logging should be enabled",
        of=_ALB,
        fault=_logs,
        expected="access logs in a bucket",
        cure="a section [load_balancer.access_logs], and its bucket",
    ),
    Control(
        id="ELB.6",
        title="Application, Gateway, and Network Load Balancers should have deletion protection enabled",
        of=_ALB,
        fault=must_be("enable_deletion_protection", True),
        expected="enable_deletion_protection = true",
        cure="load_balancer.deletion_protection = true",
    ),
    Control(
        id="ELB.12",
        title="Application Load Balancer should be configured with defensive or strictest desync mitigation mode",
        of=_ALB,
        fault=must_be("desync_mitigation_mode", "defensive", "strictest", None),
        expected="defensive or strictest",
        cure="aws elbv2 modify-load-balancer-attributes: routing.http.desync_mitigation_mode = defensive",
    ),
    Control(
        id="ELB.13",
        title="Application, Network and Gateway Load Balancers should span multiple Availability Zones",
        of=_ALB,
        fault=_zones,
        expected="subnets of two zones",
        cure="load_balancer.subnets = subnets of two zones",
    ),
    Control(
        id="ELB.16",
        title="Application Load Balancers should be associated with an AWS WAF web ACL",
        of=_ALB,
        needs=("aws_wafv2_web_acl_association",),
        fault=_firewall,
        expected="a web ACL of AWS WAF",
        cure="add [firewall] (docs/settings.md), or accept it in [audit.accept] with a reason",
        changes=ADDS,
    ),
    Control(
        id="ELB.17",
        title="Application and Network Load Balancers with listeners should use recommended security policies",
        of=("aws_lb_listener",),
        fault=_recommended,
        expected="a policy with TLS 1.2 or later",
        cure='load_balancer.ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"',
        changes="an update in place; clients with TLS 1.1 and older are refused",
    ),
    Control(
        id="ELB.22",
        title="ELB target groups should use encrypted transport protocols",
        of=("aws_lb_target_group",),
        fault=must_be("protocol", "HTTPS", "TLS", "QUIC"),
        expected="HTTPS to the targets",
        cure="accept it in [audit.accept] with a reason: TLS ends at the load balancer, and the targets are private",
        changes=REPLACES,
    ),
    Control(
        id="CP.Route53.1",
        title="The zone is signed with DNSSEC",
        of=("aws_route53_zone",),
        fault=has("aws_route53_hosted_zone_dnssec", "hosted_zone_id", own="zone_id"),
        expected="DNSSEC signing",
        cure="accept it in [audit.accept] with a reason, until the registrar holds the DS record",
        changes="an outage of the domain, if the registrar holds another DS record",
        source="https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html",
    ),
    Control(
        id="WAF.11",
        title="AWS WAF web ACL logging should be enabled",
        of=("aws_wafv2_web_acl",),
        needs=("aws_wafv2_web_acl_logging_configuration",),
        fault=has("aws_wafv2_web_acl_logging_configuration", "resource_arn", own="arn"),
        expected="a log of the requests",
        cure="a section [firewall.logs]",
        changes=ADDS,
    ),
    Control(
        id="ACM.2",
        title="RSA certificates managed by ACM should use a key length of at least 2,048 bits",
        of=("aws_acm_certificate",),
        fault=must_be("key_algorithm", None, "", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1"),
        expected="RSA with 2,048 bits or more, or an elliptic curve",
        cure="a new certificate",
    ),
)
