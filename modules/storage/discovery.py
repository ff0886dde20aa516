"""Finds buckets and their settings. Objects are never read.

All buckets are listed; only those with our names are asked for their settings. A setting that AWS does not return is
not there: the provider would import it all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aws.reader import WHOLE, Aws
from imports.matching.name_filter import near
from imports.model import Found
from imports.normalise import live
from modules.settings import Settings


@dataclass(frozen=True, kw_only=True)
class _Part:
    """A setting of a bucket: the call that reads it, the key of the reply, and the error code that means none."""

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
    """Returns every bucket of the account, and the settings of those with our names."""
    return find_buckets(aws, near(settings, names={bucket.name for bucket in settings.buckets.values()}))


def find_buckets(aws: Aws, ours: Callable[[str], bool]) -> list[Found]:
    """Returns every bucket of the account, and the settings of those for whose name `ours` is true."""
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
    """Returns the versioning of a bucket; None if it never had any, because there is nothing to import."""
    status = aws.reply("s3", "get_bucket_versioning", WHOLE, Bucket=bucket).get("Status")
    facts = {"bucket": bucket, "versioning_configuration": {"status": status}}
    return live("aws_s3_bucket_versioning", bucket, facts, name=bucket) if status else None
