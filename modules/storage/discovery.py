"""Buckets and their settings: found and matched. Mirrors modules/storage.py. Objects are never looked at.

All buckets are listed; the settings are asked only of those that are ours by name. A setting that AWS says is not there
is not found: the provider would import it all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aws.reader import WHOLE, Aws
from imports.model import Found
from imports.name_filter import near
from imports.normalise import live
from modules.settings import Settings


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A setting of a bucket: the call that reads it, the key of its reply, and the code that means "there is none"."""

    type: str
    operation: str
    key: str
    absent: str


_PARTS = (
    _Part(
        type="aws_s3_bucket_public_access_block",
        operation="get_public_access_block",
        key="PublicAccessBlockConfiguration",
        absent="NoSuchPublicAccessBlockConfiguration",
    ),
    _Part(
        type="aws_s3_bucket_server_side_encryption_configuration",
        operation="get_bucket_encryption",
        key="ServerSideEncryptionConfiguration",
        absent="ServerSideEncryptionConfigurationNotFoundError",
    ),
    _Part(
        type="aws_s3_bucket_lifecycle_configuration",
        operation="get_bucket_lifecycle_configuration",
        key="Rules",
        absent="NoSuchLifecycleConfiguration",
    ),
    _Part(type="aws_s3_bucket_policy", operation="get_bucket_policy", key="Policy", absent="NoSuchBucketPolicy"),
)


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Every bucket of the account, and the settings of those that are ours by name."""
    return find_buckets(aws, near(settings, names={bucket.name for bucket in settings.buckets.values()}))


def find_buckets(aws: Aws, ours: Callable[[str], bool]) -> list[Found]:
    """Every bucket of the account, and the settings of those whose name is `ours`."""
    names = [bucket["Name"] for bucket in aws.listing("s3", "list_buckets", "Buckets")]
    asked = [name for name in names if ours(name)]
    parts = aws.each(lambda pair: _read(aws, *pair), [(name, part) for name in asked for part in _PARTS])
    versioned = aws.each(lambda name: _versioning(aws, name), asked)
    return [*(_bucket(name) for name in names), *(part for part in (*parts, *versioned) if part)]


def _bucket(name: str) -> Found:
    return live("aws_s3_bucket", name, {"bucket": name, "arn": f"arn:aws:s3:::{name}"}, name=name)


def _read(aws: Aws, bucket: str, part: _Part) -> Found | None:
    value = aws.reply_or_absent("s3", part.operation, part.key, absent=(part.absent,), Bucket=bucket)
    return None if value is None else live(part.type, bucket, {"bucket": bucket}, name=bucket)


def _versioning(aws: Aws, bucket: str) -> Found | None:
    """A bucket that never had versioning answers without a status: there is nothing to import then."""
    status = aws.reply("s3", "get_bucket_versioning", WHOLE, Bucket=bucket).get("Status")
    facts = {"bucket": bucket, "versioning_configuration": {"status": status}}
    return live("aws_s3_bucket_versioning", bucket, facts, name=bucket) if status else None
