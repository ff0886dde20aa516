"""A certificate that gains names: the plan makes another, validates it, moves the listener, and deletes the first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from guard.verdict import Severity
from tests.guard.plans import Json, blocked, change, judge, plan, rules, update, written

CERTIFICATE, WAIT = "aws_acm_certificate.cert", "aws_acm_certificate_validation.seen"
RECORD, LISTENER = "aws_route53_record.validation", "aws_lb_listener.https"
ARN, OTHER = "arn:aws:acm:eu-west-2:437064342167:certificate/1", "arn:aws:acm:eu-west-2:437064342167:certificate/2"
NAMES = ["dev.example.com"]
MORE = ["dev.example.com", "www.dev.example.com"]
LOSS = ("loss-of-data-or-identity", CERTIFICATE)


def certificate(*actions: str, names: list[str] = MORE, replaced_by: str = "subject_alternative_names") -> Json:
    shared = {"domain_name": NAMES[0], "validation_method": "DNS"}
    options = [{"domain_name": name} for name in names]
    return change(
        CERTIFICATE,
        *(actions or ("create", "delete")),
        before={**shared, "arn": ARN, "subject_alternative_names": NAMES, "domain_validation_options": []},
        after={**shared, "subject_alternative_names": names, "domain_validation_options": options},
        after_unknown={"arn": True},
        replace_paths=[[replaced_by]],
    )


def record(**more: str) -> Json:
    before = {"name": "_a.dev", "type": "CNAME", "records": ["_b"], "zone_id": "Z", "allow_overwrite": None}
    unknown = {"name": True, "type": True, "records": True, "allow_overwrite": True}
    return change(
        RECORD,
        "delete",
        "create",
        before=before | {"multivalue_answer_routing_policy": False},
        after={"zone_id": "Z", "multivalue_answer_routing_policy": None, **more},
        after_unknown=unknown,
    )


def listener(arn: str = ARN) -> Json:
    return update(LISTENER, {"certificate_arn": arn}, {}, after_unknown={"certificate_arn": True})


def wait() -> Json:
    return change(WAIT, "create", before=None, after={}, after_unknown={"certificate_arn": True})


def refers(target: str, *names: str) -> Json:
    return {name: {"references": [f"{target}.arn", target]} for name in names}


def code(*, listener_to: str = WAIT) -> Json:
    return written(
        {"address": CERTIFICATE, "expressions": {"subject_alternative_names": {}}},
        {"address": RECORD, "expressions": refers(CERTIFICATE, "name", "type", "records")},
        {"address": WAIT, "expressions": refers(CERTIFICATE, "certificate_arn")},
        {"address": LISTENER, "expressions": refers(listener_to, "certificate_arn")},
    )


def test_certificate_with_more_names_is_reported() -> None:
    verdict = judge(plan(certificate(), record(), wait(), listener(), configuration=code()))
    assert verdict.passed, verdict.findings
    assert rules(verdict, Severity.REPORTED) == {"loss-of-data-or-identity", "certificate-changed", "dns-target"}
    assert [finding.address for finding in verdict.findings].count(RECORD) == 2


def test_waiting_for_the_certificate_of_today_is_reported() -> None:
    kept = {"arn": ARN, "domain_name": NAMES[0], "subject_alternative_names": NAMES}
    same = change(CERTIFICATE, "no-op", before=kept, after=kept)
    verdict = judge(plan(same, wait(), listener(), configuration=code()))
    assert verdict.passed, verdict.findings
    assert rules(verdict, Severity.REPORTED) == {"certificate-changed"}


@pytest.mark.parametrize(
    "made",
    [
        lambda: certificate(names=["www.dev.example.com"]),
        lambda: certificate("delete", "create"),
        lambda: certificate(replaced_by="key_algorithm"),
    ],
    ids=["a name is lost", "deleted first", "for another reason"],
)
def test_any_other_certificate_is_blocked(made: Callable[[], Json]) -> None:
    verdict = judge(plan(made(), record(), wait(), listener(), configuration=code()))
    assert {LOSS, ("certificate-changed", LISTENER), ("loss-of-data-or-identity", RECORD)} <= blocked(verdict)


def test_listener_that_does_not_wait_for_the_validation_is_blocked() -> None:
    verdict = judge(plan(certificate(), wait(), listener(), configuration=code(listener_to=CERTIFICATE)))
    assert blocked(verdict) == {LOSS, ("certificate-changed", LISTENER)}


def test_listener_with_the_certificate_of_somebody_else_is_blocked() -> None:
    verdict = judge(plan(certificate(), wait(), listener(OTHER), configuration=code()))
    assert blocked(verdict) == {("certificate-changed", LISTENER)}


def test_record_of_another_zone_is_blocked() -> None:
    verdict = judge(plan(certificate(), record(zone_id="Y"), wait(), listener(), configuration=code()))
    assert blocked(verdict) == {("dns-target", RECORD)}
