"""Finds certificates.

Several certificates may have one name, such as an expired one. Ours is on the listener and covers the host.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.matching.match_rules import Hits
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
        "in_use_by": certificate.get("InUseBy", []),
        "type": certificate.get("Type"),
        "domain_validation_options": options,
    }
    return live("aws_acm_certificate", certificate["CertificateArn"], facts, name=facts["domain_name"])


def for_the_same_domain(found: Found, match_state: MatchState) -> str | None:
    """Tells why a certificate that is not ours may be in the place of ours."""
    domains = {certificate.facts["domain_name"] for _, certificate in match_state.of_type("aws_acm_certificate")}
    if found.facts["domain_name"] in domains:
        return "for the same domain as the certificate in use"
    names = (found.facts["domain_name"], *found.facts.get("subject_alternative_names", ()))
    covered = sorted(one for one in domains if any(covers(name, one) for name in names))
    return f"covers {covered[0]}, as the certificate in use does" if covered else None


def host_on_the_listener(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the certificate with exactly the declared domain name that a listener has, the default one or another."""
    domain_name = match_state.value(declared, "domain_name")
    arns = [arn for listener in _listeners(declared, match_state) for arn in _arns(listener)]
    named = [one for one in match_state.called(declared.type, arns) if one.facts["domain_name"] == domain_name]
    return Hits(by="domain name, on the listener", found=named)


def covers_the_host(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the default certificate of a listener if it covers the host and no other load balancer uses it."""
    arns = [arns[0] for listener in _listeners(declared, match_state) if (arns := _arns(listener))]
    covering = [one for one in match_state.called(declared.type, arns) if not _unfit(one, declared, match_state)]
    return Hits(by="on the listener, and covers the host", found=covering)


def other_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells why the certificate of the listener is not the declared one."""
    arns = [arn for listener in _listeners(declared, match_state) for arn in _arns(listener)]
    reasons = [_unfit(one, declared, match_state) for one in match_state.called(declared.type, arns)]
    return "; ".join(reason for reason in reasons if reason) or None


def _listeners(declared: Declared, match_state: MatchState) -> list[Found]:
    """Returns the matched listeners that use a certificate. Raises Unresolved if none of them is matched."""
    users = [
        one.address
        for one in match_state.declared.values()
        if one.type == "aws_lb_listener" and one.arguments.get("certificate_arn")
    ]
    matched = [match_state.matched[address] for address in users if address in match_state.matched]
    if users and not matched:
        raise Unresolved(users[0])
    return matched


def _arns(listener: Found) -> list[str]:
    """Returns the certificates of a listener, the default one first."""
    default = listener.facts["certificate_arn"]
    others = [arn for arn in listener.facts.get("certificate_arns", ()) if arn != default]
    return [default, *others] if default else others


def _unfit(certificate: Found, declared: Declared, match_state: MatchState) -> str | None:
    """Returns why a certificate on the listener is not the declared one; None if it may be."""
    host = match_state.value(declared, "domain_name")
    names = [certificate.facts["domain_name"], *certificate.facts.get("subject_alternative_names", ())]
    if not any(covers(name, host) for name in names):
        return (
            f"the listener has the certificate {certificate.id} for {', '.join(dict.fromkeys(names))}, not for {host}"
        )
    ours = match_state.words("aws_lb")
    others = [arn for arn in certificate.facts.get("in_use_by", ()) if arn.startswith("arn:") and arn not in ours]
    if others and certificate.facts["domain_name"] != host:
        return f"the certificate {certificate.id} is also used by {', '.join(sorted(others))}"
    return None


def covers(name: str, host: str) -> bool:
    """Checks whether a name of a certificate covers a host: `*` stands for one label.

    https://docs.aws.amazon.com/acm/latest/userguide/acm-concepts.html#concept-wildcard
    """
    name = domain(name)
    return name == host or (name.startswith("*.") and name[2:] == host.partition(".")[2])


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the domain name of the certificate, if it is not the host, and its further names."""
    certificate = live_resources.at("aws_acm_certificate.dns_certificate")
    if certificate is None:
        return {}
    dns, named = settings.dns, domain(certificate.name)
    first = named if fits(Domain, named) and below(named, dns.zone) else dns.host
    options = certificate.facts["domain_validation_options"]
    records = {domain(one["domain_name"]): one["resource_record_name"] for one in options}
    names = {domain(name) for name in certificate.facts["subject_alternative_names"]} - {first}
    further = _further(first, names, records, zone=dns.zone)
    return differing(
        dns,
        {
            "certificate_domain": None if first == dns.host else first,
            "certificate_names": dns.certificate_names if {*further} == {*dns.certificate_names} else further,
        },
    )


def _further(first: str, names: Collection[str], records: Mapping[str, str], *, zone: str) -> list[str]:
    """Returns the names beside the first one. A name and its wildcard are validated by one record.

    A name with a record of its own comes before its wildcard, so that the record is declared under the name.
    """
    further: list[str] = []
    known: dict[str, str] = {records.get(first, first): first}
    for name in sorted(names, key=lambda name: (name.startswith("*"), name)):
        record = records.get(name, name)
        shared = known.setdefault(record, name)
        if fits(Domain, name) and below(name, zone) and shared in (name, name.removeprefix("*.")):
            further.append(name)
    return further
