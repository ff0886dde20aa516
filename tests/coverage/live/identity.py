"""Live values of roles and their policies, of the certificate and of DNS."""

from __future__ import annotations

import json

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT
from tests.coverage.account import NAME, Shown
from tests.coverage.live.reads import answer, item, tags

_TASK = f"{NAME}-ecs-task-app"


def second(account: Shown) -> list[Amendment]:
    """Returns a certificate that was proven by e-mail, and an alias that does not ask for health."""
    options = [
        {
            "DomainName": "dev.counterpromo.com",
            "ValidationMethod": "EMAIL",
            "ValidationDomain": "counterpromo.com",
            "ValidationStatus": "SUCCESS",
        }
    ]
    return [
        answer(
            "acm.DescribeCertificate",
            {"CertificateArn": account.certificate},
            Certificate={"DomainValidationOptions": options},
        ),
        item(
            "route53.ListResourceRecordSets",
            "ResourceRecordSets",
            {"Name": "dev.counterpromo.com."},
            AliasTarget={"EvaluateTargetHealth": False},
        ),
    ]


def first(account: Shown) -> list[Amendment]:
    """Returns a role with a boundary, a certificate with an e-mail of proof, a record with a short life."""
    boundary = f"arn:aws:iam::{ACCOUNT}:policy/boundary"
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    more = [trust, {**trust, "Principal": {"Service": "lambda.amazonaws.com"}}]
    return [
        answer(
            "iam.GetRole",
            {"RoleName": _TASK},
            Role={
                "Description": "words of a person",
                "MaxSessionDuration": 7200,
                "PermissionsBoundary": {
                    "PermissionsBoundaryType": "PermissionsBoundaryPolicy",
                    "PermissionsBoundaryArn": boundary,
                },
                "AssumeRolePolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": more}),
                "Tags": tags(owner="platform"),
            },
        ),
        answer(
            "acm.DescribeCertificate",
            {"CertificateArn": account.certificate},
            Certificate={
                "KeyAlgorithm": "EC_secp384r1",
                "SubjectAlternativeNames": ["dev.counterpromo.com", "*.dev.counterpromo.com"],
                "Options": {"CertificateTransparencyLoggingPreference": "DISABLED"},
            },
        ),
        answer("acm.ListTagsForCertificate", {"CertificateArn": account.certificate}, Tags=tags(owner="platform")),
        answer(
            "route53.ListTagsForResource",
            {"ResourceId": account.zone},
            ResourceTagSet={"ResourceType": "hostedzone", "ResourceId": account.zone, "Tags": tags(owner="platform")},
        ),
        answer(
            "route53.GetHostedZone",
            {"Id": account.zone},
            HostedZone={"Config": {"Comment": "words of a person", "PrivateZone": False}},
            DelegationSet={"Id": "/delegationset/N1PA6795SAMPLE"},
        ),
        item(
            "route53.ListResourceRecordSets",
            "ResourceRecordSets",
            {"Name": "dev.counterpromo.com."},
            AliasTarget={"EvaluateTargetHealth": True},
            HealthCheckId="a1b2c3d4-a1b2-c3d4-e5f6-a1b2c3d4e5f6",
        ),
    ]
