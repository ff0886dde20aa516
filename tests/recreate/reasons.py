"""Reasons why a recreated environment differs from the adopted one. A reason that no seed needs fails a test.

Pins and gaps are reasons of their own, read from the files that the import wrote, and so is that an argument exists in
Terraform only (`tests/coverage/reasons.py`). Here is what no file says: place (`TYPE.ARGUMENT`, or `ADDRESS.ARGUMENT`;
`*` stands for any text) -> reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.coverage.reasons import LEFT_OUT, TERRAFORM_ONLY, reason
from tests.recreate.accounts import Recreated
from tests.recreate.compare import WHOLE, Difference
from tests.recreate.words import of_the_name

_RESOURCES = "the argument repeats what are resources of their own: those are compared, and the others are strays"
_HOSTS = "`new-env` gives the host a zone of its own, and leaves further names of the certificate to a person"
REASONS: Mapping[str, str] = {
    "aws_db_instance.manage_master_user_password": "a new database starts with a password that RDS makes and keeps",
    "aws_ecs_service.platform_version": "the emulator answers with what was asked for; AWS with the newest",
    "aws_ecs_service.task_definition": "each account counts its own revisions; the definition is compared by itself",
    "aws_lb_listener*.*action.order": "AWS numbers the actions only where there are several",
    "aws_s3_bucket.lifecycle_rule*": _RESOURCES,
    "aws_s3_bucket.versioning*": _RESOURCES,
    "aws_security_group.egress*": _RESOURCES,
    "aws_security_group.ingress*": _RESOURCES,
    "aws_vpc_endpoint.private_dns_enabled": "gateway endpoints have none; the emulator says so only of Terraform's",
    "aws_vpc_endpoint.subnet_configuration*": "AWS chooses the addresses; subnet_ids says which subnets",
    "aws_sqs_queue.policy": "by the default policy the owner may do all, as without one; another is a stray",
    "aws_acm_certificate.subject_alternative_names": _HOSTS,
    f"aws_route53_record.dns_validation_*.{WHOLE}": _HOSTS,
}


@dataclass(frozen=True, kw_only=True)
class Explained:
    """The differences without a reason, and the places of the reasons that were needed."""

    unexplained: tuple[str, ...]
    needed: frozenset[str]


def explain(differences: Iterable[Difference], made: Recreated) -> Explained:
    """Returns what no pin, no gap and no reason accounts for."""
    renamed = of_the_name(made.first.settings, made.second.settings)
    pinned = {(renamed.mapped(address), argument) for address, argument in made.pinned}
    gaps = {renamed.mapped(address) for address in made.gaps}
    unexplained, needed = list[str](), set[str]()
    for one in differences:
        if (one.address, one.argument.partition(".")[0]) in pinned or one.address in gaps:
            continue
        type_, _, path = one.place.partition(".")
        if reason(LEFT_OUT, type_, path) == TERRAFORM_ONLY and one.place not in REASONS:
            continue
        fitting = [place for place in REASONS if fnmatchcase(one.place, place) or fnmatchcase(one.whole_place, place)]
        needed.update(fitting[:1])
        if not fitting:
            unexplained.append(str(one))
    return Explained(unexplained=tuple(unexplained), needed=frozenset(needed))
