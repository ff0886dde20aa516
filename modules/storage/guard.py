"""Guards buckets: public access, versions, encryption, expiry and deletion with content.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/s3_bucket
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.arguments import REPLACES, TERRAFORM_ONLY, Harmless
from guard.attribute_rules import NoLongerOneOf, NowOneOf, Watch, changed, off, on, replaced, shortened
from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import as_list, reach

_REPORTED = Severity.REPORTED
PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read", "website", "aws-exec-read")
_BLOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_SSE = "rule.0.apply_server_side_encryption_by_default.0"
PUBLIC_ACCESS = tuple(Watch(attribute=name, worse=off, rule="public-access", default=True) for name in _BLOCKS)

S3_BUCKET = (
    Watch(attribute="force_destroy", worse=on, rule="force-destroy", default=False),
    Watch(attribute="acl", worse=NowOneOf(PUBLIC_ACLS), rule="public-access", default="private", shown=True),
    Watch(attribute="bucket", worse=changed, rule="storage-moved"),
    Watch(attribute="versioning.0.enabled", worse=off, rule="versioning-off"),
    Watch(attribute="versioning.0.mfa_delete", worse=off, rule="versioning-off"),
    Watch(attribute="object_lock_enabled", worse=off, rule="versioning-off"),
    Watch(attribute="website", worse=changed, rule="public-access"),
    Watch(attribute="grant", worse=changed, rule="public-access"),
    Watch(attribute="cors_rule", worse=changed, rule="public-access", severity=_REPORTED),
    Watch(attribute="lifecycle_rule", worse=changed, rule="retention-shortened"),
    Watch(attribute="logging", worse=replaced, rule="logging-off"),
    Watch(attribute="object_lock_configuration", worse=replaced, rule="retention-shortened"),
    Watch(attribute="replication_configuration", worse=changed, rule="storage-moved"),
    Watch(attribute="server_side_encryption_configuration", worse=replaced, rule="encryption-off"),
    Watch(attribute="request_payer", worse=changed, rule="requester-pays"),
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
    Watch(attribute=f"{_SSE}.kms_master_key_id", worse=changed, rule="encryption-key-changed"),
    Watch(attribute="bucket", worse=changed, rule="encryption-off"),
)
# What a lifecycle rule throws away, by path; where a rule is filtered, what the filter leaves out is kept.
_EXPIRING = (
    "expiration.0.days",
    "expiration.0.date",
    "noncurrent_version_expiration.0.noncurrent_days",
    "noncurrent_version_expiration.0.newer_noncurrent_versions",
    "abort_incomplete_multipart_upload.0.days_after_initiation",
)
_HARMLESS = "abort_incomplete_multipart_upload"
_ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")
_STILL_IN_USE_DAYS = 30
_Days = Mapping[str, Any]
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


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks lifecycle rules that delete earlier, or more, than before."""
    for change in plan.managed:
        made = change.type == "aws_s3_bucket_lifecycle_configuration" and change.verb in MAKING
        if made and not _is_of_a_new_bucket(change, plan):
            yield from _lifecycle(change, mode=mode)


def _is_of_a_new_bucket(change: Change, plan: Plan) -> bool:
    """Returns True if the plan creates the bucket, too: it is empty, so its rules delete nothing that exists."""
    new = [one for one in plan.of_type("aws_s3_bucket") if one.verb == "create"]
    bucket = change.at("bucket")
    if change.verb != "create":
        return False
    if not bucket.unknown:
        return bucket.after in {one.after.get("bucket") for one in new if one.after.get("bucket")}
    targets = references(plan.written, change.address, "bucket")
    return bool(targets) and set(targets) <= {one.address for one in new}


def _lifecycle(change: Change, *, mode: Mode) -> Iterator[Finding]:
    """Yields findings for the rules of one bucket. A first build deletes nothing: its buckets are empty."""
    sides = change.at("rule")
    if mode is Mode.CREATE and change.verb == "create":
        return
    if sides.unknown:
        yield _found(change, "rule: known after apply")
        return
    before, after = _rules(sides.before), _rules(sides.after)
    for name, rule in after.items():
        live = before.get(name, {})
        for path in _EXPIRING:
            days, kept = reach(rule, path.split(".")), reach(live, path.split("."))
            harmless = path.startswith(_HARMLESS)
            if rule.get("status") == "Enabled" and not harmless and _is_earlier(kept, days, live=live):
                yield _found(change, f"rule {name}: {path.partition('.')[0]}")
        if rule.get("status") == "Enabled" and _archives_earlier(live, rule):
            yield finding_on("objects-archived", change, f"rule {name}")
        if live and rule.get("status") == "Enabled" and _filter_of(live) != _filter_of(rule):
            yield _found(change, f"rule {name}: what it applies to")


def _archives_earlier(live: Mapping[str, Any], rule: Mapping[str, Any]) -> bool:
    """Returns True if objects in use may move to an archive, where a read needs hours, earlier than before.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
    """
    before, after = (
        {
            one.get("storage_class"): one.get("days")
            for one in as_list(each.get("transition"))
            if isinstance(one, Mapping) and each.get("status") == "Enabled"
        }
        for each in (live, rule)
    )
    early = [kind for kind in _ARCHIVES if kind in after and (after[kind] or 0) < _STILL_IN_USE_DAYS]
    return any(kind not in before or (after[kind] or 0) < (before[kind] or 0) for kind in early)


def _is_earlier(kept: Any, days: Any, *, live: _Days) -> bool:
    """Returns True if objects are deleted earlier. The provider writes 0 for an absent number."""
    if days in (None, 0, ""):
        return False
    if live.get("status") != "Enabled":
        return True
    return shortened(kept, days)


def _filter_of(rule: Mapping[str, Any]) -> str:
    """Returns the filter of a rule, of either form, as text."""
    return repr((rule.get("filter") or [], rule.get("prefix") or ""))


def _rules(value: Any) -> dict[str, Mapping[str, Any]]:
    listed = value if isinstance(value, list) else []
    return {str(rule.get("id")): rule for rule in listed if isinstance(rule, Mapping)}


def _found(change: Change, detail: str) -> Finding:
    return finding_on("retention-shortened", change, detail)
