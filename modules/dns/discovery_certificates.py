"""Finds certificates.

Several certificates may have one name, such as an expired one. The certificate on the listener is ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.matching.match_rules import used_by
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.new_keys import fits
from imports.normalise import below, domain, live
from modules.network.shape import Layout
from modules.settings import Settings
from settings.types import Domain
from terraform.expressions import Unresolved, references

Item = Mapping[str, Any]
# Without this list ACM shows RSA certificates up to 2048 bits only.
_KEY_TYPES = ["RSA_1024", "RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"]
_OF_DOMAIN = re.compile(r'domain_name == "([^"]+)"')


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the certificates for names in the environment's zone."""
    includes = {"keyTypes": _KEY_TYPES}
    listed = aws.listing("acm", "list_certificates", "CertificateSummaryList", Includes=includes)
    arns = [one["CertificateArn"] for one in listed if any(below(name, settings.dns.zone) for name in _names(one))]
    described = aws.each(lambda arn: aws.reply("acm", "describe_certificate", "Certificate", CertificateArn=arn), arns)
    return [_certificate(certificate) for certificate in described]


def validation(declared: Declared, match_state: MatchState) -> tuple[str, str]:
    """Returns name and type of the record that a certificate asks for, by the domain name of the declared record.

    Raises Unresolved until the certificate is matched.
    """
    expression = str(declared.arguments["name"])
    wanted = _OF_DOMAIN.search(expression)
    for certificate in references(declared.arguments["name"]):
        if certificate not in match_state.matched:
            raise Unresolved(certificate)
        for option in match_state.matched[certificate].facts["domain_validation_options"]:
            if wanted is None or option["domain_name"] == wanted.group(1):
                return option["resource_record_name"], option["resource_record_type"]
    raise Unresolved(expression)


def _names(summary: Item) -> list[str]:
    return [summary.get("DomainName", ""), *summary.get("SubjectAlternativeNameSummaries", [])]


def _certificate(certificate: Item) -> Found:
    options = [
        {
            "domain_name": option["DomainName"],
            "resource_record_name": domain(option["ResourceRecord"]["Name"]),
            "resource_record_type": option["ResourceRecord"]["Type"],
        }
        for option in certificate.get("DomainValidationOptions", [])
        if "ResourceRecord" in option
    ]
    facts = {
        "arn": certificate["CertificateArn"],
        "domain_name": certificate.get("DomainName", ""),
        "subject_alternative_names": certificate.get("SubjectAlternativeNames", []),
        "status": certificate.get("Status"),
        "type": certificate.get("Type"),
        "domain_validation_options": options,
    }
    return live("aws_acm_certificate", certificate["CertificateArn"], facts, name=facts["domain_name"])


def for_the_same_domain(found: Found, match_state: MatchState) -> str | None:
    domains = {certificate.facts["domain_name"] for _, certificate in match_state.of_type("aws_acm_certificate")}
    return "for the same domain as the certificate in use" if found.facts["domain_name"] in domains else None


on_the_listener = used_by(("aws_lb_listener", "certificate_arn"))


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the further names of the certificate, beside the host."""
    certificate = live_resources.at("aws_acm_certificate.dns_certificate")
    if certificate is None:
        return {}
    dns, names = settings.dns, {domain(name) for name in certificate.facts["subject_alternative_names"]}
    options = certificate.facts["domain_validation_options"]
    records = {domain(one["domain_name"]): one["resource_record_name"] for one in options}
    known = {records.get(dns.host, dns.host)}
    further: list[str] = []
    for name in sorted(names - {dns.host}, key=lambda name: (name.startswith("*"), name)):
        # A name and its wildcard are proven by one record: a second address for it could only be ambiguous.
        record = records.get(name, name)
        if record not in known and fits(Domain, name) and below(name, dns.zone):
            further.append(name)
            known.add(record)
    return differing(
        dns, {"certificate_names": dns.certificate_names if {*further} == {*dns.certificate_names} else further}
    )
