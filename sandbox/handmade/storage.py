"""The three private buckets, versioned, with leftovers cleared away."""

from __future__ import annotations

from typing import Any

from sandbox.handmade.console import Console

PURPOSES = ("uploads", "assets", "exports")
LIFECYCLE: list[dict[str, Any]] = [
    {
        "ID": "abort-multipart",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
    },
    {
        "ID": "expire-noncurrent",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
    },
]


def bucket_name(console: Console, purpose: str) -> str:
    """Bucket names are the world's, so the account's number makes ours our own."""
    return f"counterpromo-dev-{purpose}-{console.account_id}"


def make_buckets(console: Console) -> None:
    """The console's "Create bucket" form, its lifecycle tab after it."""
    for purpose in PURPOSES:
        _make_bucket(console, bucket_name(console, purpose))


def _make_bucket(console: Console, name: str) -> None:
    s3 = console.client("s3")
    s3.create_bucket(
        Bucket=name,
        ObjectOwnership="BucketOwnerEnforced",
        CreateBucketConfiguration={"LocationConstraint": console.region},
    )
    blocked = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True}
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={**blocked, "RestrictPublicBuckets": True})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    encrypted = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": True}
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [encrypted]})
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": LIFECYCLE})
