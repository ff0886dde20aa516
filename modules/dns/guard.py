"""Guarded attributes of zones, records and certificates.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/route53_record
"""

from __future__ import annotations

from guard.arguments import DESCRIPTION, REPLACES, Harmless
from guard.attribute_rules import NowOneOf, Watch, changed, fewer, off, on, replaced
from guard.verdict import Severity

_RECORD = ("records", "type", "name", "zone_id", "alias.0.name", "alias.0.zone_id", "set_identifier")
_POLICIES = tuple(
    f"{kind}_routing_policy" for kind in ("weighted", "failover", "geolocation", "latency", "cidr", "geoproximity")
)

# Records that hand a name to other servers, or say who may issue certificates for it.
DELEGATING = ("CAA", "DS", "NS")
_REPORTED = Severity.REPORTED
# https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html
CHANGED_BY_A_RENEWAL = ("not_before", "not_after", "pending_renewal", "renewal_eligibility", "renewal_summary")
OF_A_VALIDATION = ("name", "type", "records", "allow_overwrite")

ROUTE53_RECORD = (
    *(Watch(attribute=name, worse=changed, rule="dns-target") for name in (*_RECORD, *_POLICIES)),
    Watch(attribute="type", worse=NowOneOf(DELEGATING), rule="dns-target", default="A", shown=True),
    Watch(attribute="allow_overwrite", worse=on, rule="dns-target", default=False),
    Watch(attribute="alias.0.evaluate_target_health", worse=off, rule="balancer-tuned", severity=_REPORTED),
    Watch(attribute="health_check_id", worse=replaced, rule="dns-target"),
    Watch(attribute="multivalue_answer_routing_policy", worse=on, rule="dns-target"),
    Watch(attribute="multivalue_answer_routing_policy", worse=off, rule="dns-target"),
)
ROUTE53_ZONE = (
    Watch(attribute="force_destroy", worse=on, rule="force-destroy", default=False),
    Watch(attribute="vpc", worse=changed, rule="dns-target"),
    Watch(attribute="delegation_set_id", worse=changed, rule="dns-target"),
    Watch(attribute="name", worse=changed, rule="dns-target"),
)
ACM_CERTIFICATE = (
    Watch(attribute="domain_name", worse=changed, rule="certificate-changed"),
    Watch(attribute="subject_alternative_names", worse=fewer, rule="certificate-changed"),
    Watch(attribute="certificate_body", worse=changed, rule="certificate-changed"),
    Watch(
        attribute="options.0.certificate_transparency_logging_preference",
        worse=NowOneOf(("DISABLED",)),
        rule="certificate-changed",
        severity=_REPORTED,
    ),
    Watch(attribute="certificate_chain", worse=changed, rule="certificate-changed"),
    Watch(attribute="private_key", worse=changed, rule="certificate-changed"),
)
ACM_CERTIFICATE_HARMLESS: Harmless = {
    REPLACES: (
        "key_algorithm",
        "validation_method",
        "validation_option",
        "certificate_authority_arn",
    ),
    "a certificate of a private authority is renewed earlier or later": ("early_renewal_duration",),
}
ACM_CERTIFICATE_VALIDATION_HARMLESS: Harmless = {
    REPLACES: (
        "certificate_arn",
        "validation_record_fqdns",
    ),
}
ROUTE53_ZONE_HARMLESS: Harmless = {
    DESCRIPTION: ("comment",),
}
ROUTE53_RECORD_HARMLESS: Harmless = {
    "resolvers keep an answer for another time": ("ttl",),
}
