"""Finds what follows when a certificate gains names: ACM cannot change a certificate, so the plan makes another one.

The new certificate has all names of the earlier one, is validated before a listener uses it, and the earlier one is
deleted last. Its validation records and the listener change because of that, and for no other reason.
https://docs.aws.amazon.com/acm/latest/userguide/gs-acm-request-public.html
"""

from __future__ import annotations

from guard.attribute_rules import fewer
from terraform.plan.change import Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import empty

CERTIFICATE, VALIDATION = "aws_acm_certificate", "aws_acm_certificate_validation"
_NAMES = "subject_alternative_names"
_LISTENERS = ("aws_lb_listener", "aws_alb_listener")


def gains_names(certificate: Change, plan: Plan) -> str:
    """Returns the loss where a certificate with more names takes the place of this one everywhere, or ""."""
    if not _gains_names(certificate):
        return ""
    users = [one for one in plan.of_type(*_LISTENERS) if _uses(one, certificate)]
    if all(certificate_of_listener(one, plan) for one in users):
        return "a certificate with all of its names and more takes its place first"
    return ""


def certificate_of_listener(listener: Change, plan: Plan) -> str:
    """Returns why the certificate that a listener will use serves what the one of today serves, or ""."""
    waits = references(plan.written, listener.address, "certificate_arn")
    if len(waits) != 1 or not waits[0].startswith(f"{VALIDATION}."):
        return ""
    certificate = _named_by(waits[0], "certificate_arn", plan)
    if certificate is None or not _uses(listener, certificate):
        return ""
    if certificate.verb in ("no-op", "update"):
        return "the same certificate, once its validation is seen"
    return "a validated certificate with all names of the earlier one" if _gains_names(certificate) else ""


def certificate_of_record(record: Change, plan: Plan) -> str:
    """Returns why a validation record is made again, or "". ACM asks for the same record for the same name.

    https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
    """
    found = [_named_by(record.address, name, plan) for name in ("name", "type", "records")]
    made = [one for one in found if one is not None and gains_names(one, plan)]
    if record.verb == "replace" and len(made) == len(found) and len({one.address for one in made}) == 1:
        return "the record that validates a certificate of this plan"
    return ""


def _gains_names(certificate: Change) -> bool:
    names, domain = certificate.at(_NAMES), certificate.at("domain_name")
    return (
        certificate.actions == ("create", "delete")
        and certificate.replaced_by == (_NAMES,)
        and not names.unknown
        and not fewer(names.before, names.after)
        and not domain.unknown
        and domain.before == domain.after
        and certificate.after.get("validation_method") == "DNS"
    )


def _uses(listener: Change, certificate: Change) -> bool:
    arn = listener.before.get("certificate_arn")
    return not empty(arn) and arn == certificate.before.get("arn")


def _named_by(address: str, argument: str, plan: Plan) -> Change | None:
    """Returns the certificate of this plan that an argument refers to, if it refers to nothing else."""
    targets = references(plan.written, address, argument)
    found = [one for one in plan.of_type(CERTIFICATE) if one.address in targets]
    return found[0] if len(targets) == len(found) == 1 else None
