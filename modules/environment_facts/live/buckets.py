"""The parts of a bucket that the baseline judges. No object is read.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aws.reader import WHOLE, Aws
from modules.environment_facts.things import Thing

_BLOCKS = {
    "BlockPublicAcls": "block_public_acls",
    "BlockPublicPolicy": "block_public_policy",
    "IgnorePublicAcls": "ignore_public_acls",
    "RestrictPublicBuckets": "restrict_public_buckets",
}


def read(aws: Aws, bucket: str) -> list[Thing]:
    """Returns the parts of a bucket that exist."""
    return [Thing(address=bucket, type=f"aws_s3_bucket_{part}", values=values) for part, values in _parts(aws, bucket)]


def _parts(aws: Aws, bucket: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    own = {"bucket": bucket}
    absent = "NoSuchPublicAccessBlockConfiguration"
    block = _one(aws, "get_public_access_block", "PublicAccessBlockConfiguration", absent, bucket)
    if block:
        yield "public_access_block", own | {name: block.get(member) for member, name in _BLOCKS.items()}
    policy = _one(aws, "get_bucket_policy", "Policy", "NoSuchBucketPolicy", bucket)
    if policy:
        yield "policy", own | {"policy": policy}
    absent = "ServerSideEncryptionConfigurationNotFoundError"
    encryption = _one(aws, "get_bucket_encryption", "ServerSideEncryptionConfiguration", absent, bucket)
    if encryption:
        defaults = [one.get("ApplyServerSideEncryptionByDefault", {}) for one in encryption["Rules"]]
        rules = [
            {"apply_server_side_encryption_by_default": {"sse_algorithm": one.get("SSEAlgorithm")}} for one in defaults
        ]
        yield "server_side_encryption_configuration", own | {"rule": rules}
    versions = aws.reply("s3", "get_bucket_versioning", WHOLE, Bucket=bucket)
    yield "versioning", own | {"versioning_configuration": {"status": versions.get("Status", "off")}}
    rules = _one(aws, "get_bucket_lifecycle_configuration", "Rules", "NoSuchLifecycleConfiguration", bucket)
    if rules:
        yield "lifecycle_configuration", own | {"rule": [{"status": one["Status"]} for one in rules]}
    if aws.reply("s3", "get_bucket_logging", WHOLE, Bucket=bucket).get("LoggingEnabled"):
        yield "logging", own
    if _one(aws, "get_bucket_replication", "ReplicationConfiguration", "ReplicationConfigurationNotFoundError", bucket):
        yield "replication_configuration", own
    told = aws.reply("s3", "get_bucket_notification_configuration", WHOLE, Bucket=bucket)
    if any(name.endswith("Configurations") or name == "EventBridgeConfiguration" for name in told):
        yield "notification", own


def _one(aws: Aws, operation: str, key: str, absent: str, bucket: str) -> Any:
    return aws.reply_or_absent("s3", operation, key, absent=(absent, "NoSuchBucket"), Bucket=bucket)
