"""Guarded attributes of buckets: public access, versions, encryption and deletion with content.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket
"""

from __future__ import annotations

from typing import Any

from guard.arguments import REPLACES, TERRAFORM_ONLY, Harmless
from guard.attribute_rules import NoLongerOneOf, NowOneOf, Watch, changed, off, on, replaced
from guard.verdict import Severity
from terraform.plan.values import as_list, blocks, same

_REPORTED = Severity.REPORTED
PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read", "website", "aws-exec-read")
_BLOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_SSE = "rule.0.apply_server_side_encryption_by_default.0"


def every_origin(before: Any, after: Any) -> bool:
    """Returns True if a CORS rule is new that lets pages of every origin read or write objects.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html
    """
    rules = [rule for rule in blocks(after or []) if not any(same(rule, live) for live in blocks(before or []))]
    return any("*" in str(origin) for rule in rules for origin in as_list(rule.get("allowed_origins")))


CORS = (
    Watch(attribute="cors_rule", worse=changed, rule="origins-changed", severity=_REPORTED),
    Watch(attribute="cors_rule", worse=every_origin, rule="every-origin", default=[], severity=_REPORTED),
)
PUBLIC_ACCESS = tuple(Watch(attribute=name, worse=off, rule="public-access", default=True) for name in _BLOCKS)

S3_BUCKET = (
    Watch(attribute="force_destroy", worse=on, rule="force-destroy", default=False),
    Watch(attribute="acl", worse=NowOneOf(PUBLIC_ACLS), rule="public-access", default="private", shown=True),
    Watch(attribute="bucket", worse=changed, rule="storage-moved"),
    Watch(attribute="versioning.0.enabled", worse=off, rule="versioning-off"),
    Watch(attribute="versioning.0.mfa_delete", worse=off, rule="versioning-off"),
    Watch(attribute="object_lock_enabled", worse=off, rule="versioning-off"),
    Watch(attribute="website", worse=changed, rule="public-access", default=[]),
    Watch(attribute="grant", worse=changed, rule="public-access", default=[]),
    *CORS,
    Watch(attribute="lifecycle_rule", worse=changed, rule="retention-shortened"),
    Watch(attribute="logging", worse=replaced, rule="logging-off"),
    Watch(attribute="object_lock_configuration", worse=replaced, rule="retention-shortened"),
    Watch(attribute="replication_configuration", worse=changed, rule="storage-moved", default=[]),
    Watch(attribute="server_side_encryption_configuration", worse=replaced, rule="encryption-off"),
    Watch(
        attribute="request_payer",
        worse=changed,
        rule="requester-pays",
        default="BucketOwner",
        default_severity=_REPORTED,
    ),
)
S3_BUCKET_PUBLIC_ACCESS_BLOCK = (
    *PUBLIC_ACCESS,
    Watch(attribute="bucket", worse=changed, rule="public-access"),
)
S3_BUCKET_VERSIONING = (
    Watch(
        attribute="versioning_configuration.0.status",
        worse=NoLongerOneOf(("Enabled",)),
        rule="versioning-off",
        default="Enabled",
        shown=True,
    ),
    Watch(attribute="versioning_configuration.0.mfa_delete", worse=off, rule="versioning-off"),
    Watch(attribute="bucket", worse=changed, rule="versioning-off"),
)
S3_BUCKET_SERVER_SIDE_ENCRYPTION_CONFIGURATION = (
    Watch(
        attribute=f"{_SSE}.sse_algorithm",
        worse=NoLongerOneOf(
            (
                "aws:kms",
                "aws:kms:dsse",
            )
        ),
        rule="encryption-off",
        shown=True,
    ),
    Watch(attribute=f"{_SSE}.kms_master_key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="bucket", worse=changed, rule="encryption-off"),
)
S3_BUCKET_HARMLESS: Harmless = {
    REPLACES: ("bucket_prefix",),
    "the same bucket answers at one more endpoint": ("acceleration_status",),
}
S3_BUCKET_LIFECYCLE_CONFIGURATION_HARMLESS: Harmless = {
    REPLACES: (
        "bucket",
        "expected_bucket_owner",
    ),
    "it decides which small objects move to a cheaper class": ("transition_default_minimum_object_size",),
}
S3_BUCKET_POLICY_HARMLESS: Harmless = {
    REPLACES: ("bucket",),
}
S3_BUCKET_PUBLIC_ACCESS_BLOCK_HARMLESS: Harmless = {}
S3_BUCKET_SERVER_SIDE_ENCRYPTION_CONFIGURATION_HARMLESS: Harmless = {
    REPLACES: ("expected_bucket_owner",),
    "KMS is asked less often": ("rule.bucket_key_enabled",),
}
S3_BUCKET_VERSIONING_HARMLESS: Harmless = {
    REPLACES: ("expected_bucket_owner",),
    TERRAFORM_ONLY: ("mfa",),
}
