"""Finds users of certificates."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.outside_user import User, user
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def of_certificate(aws: Aws, change: Change, plan: Plan) -> Iterator[User]:
    """Yields what ACM lists as users of a certificate, such as load balancers."""
    described = aws.reply("acm", "describe_certificate", "Certificate", CertificateArn=str(change.before.get("arn")))
    yield from (user(arn, arn) for arn in described.get("InUseBy", []))
