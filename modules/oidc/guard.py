"""Guarded attributes of OIDC providers: audiences, thumbprints and URL.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/iam_openid_connect_provider
"""

from __future__ import annotations

from guard.arguments import Harmless
from guard.attribute_rules import Watch, changed, exchanged, more
from guard.verdict import Severity

IAM_OPENID_CONNECT_PROVIDER = (
    Watch(
        attribute="client_id_list",
        worse=more,
        rule="trust-widened",
        default=["sts.amazonaws.com"],
        default_severity=Severity.REPORTED,
    ),
    Watch(attribute="thumbprint_list", worse=exchanged, rule="trust-widened"),
    Watch(attribute="url", worse=changed, rule="trust-widened"),
)
IAM_OPENID_CONNECT_PROVIDER_HARMLESS: Harmless = {}
