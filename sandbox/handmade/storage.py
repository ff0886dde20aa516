"""Makes the three private buckets, with versioning and lifecycle rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console, Tags, tag_list

PURPOSES = ("uploads", "assets", "exports")
LifecycleRules = tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class BucketForm:
    """`lifecycle` holds rules of PutBucketLifecycleConfiguration; empty if nobody opened that tab."""

    versioned: bool = True
    encryption: str = "AES256"
    bucket_key: bool = True
    lifecycle: LifecycleRules
    tags: Tags = field(default_factory=dict)


LEFTOVERS: LifecycleRules = (
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
)
DEV_BUCKETS: Mapping[str, BucketForm] = {purpose: BucketForm(lifecycle=LEFTOVERS) for purpose in PURPOSES}


def bucket_name(console: Console, purpose: str) -> str:
    """Returns the bucket's name, which contains the account id because names are unique in all of AWS."""
    return f"counterpromo-dev-{purpose}-{console.account_id}"


def make_buckets(console: Console, forms: Mapping[str, BucketForm]) -> None:
    """Makes the buckets, then their lifecycle rules."""
    for purpose, form in forms.items():
        name = bucket_name(console, purpose)
        _create(console, name, purpose)
        _encrypt(console, name, purpose, form)
        _keep_versions(console, name, purpose, form)
        _clear_away(console, name, purpose, form)
        if form.tags:
            console.client("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": tag_list(tags=form.tags)})


def _create(console: Console, name: str, purpose: str) -> None:
    s3 = console.client("s3")
    s3.create_bucket(
        Bucket=name,
        ObjectOwnership="BucketOwnerEnforced",
        CreateBucketConfiguration={"LocationConstraint": console.region},
    )
    console.notes.made("aws_s3_bucket", name, f"{purpose} bucket")
    blocked = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True}
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={**blocked, "RestrictPublicBuckets": True})
    console.notes.made("aws_s3_bucket_public_access_block", name, f"public access block of {purpose}")


def _encrypt(console: Console, name: str, purpose: str, form: BucketForm) -> None:
    rule = {
        "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": form.encryption},
        "BucketKeyEnabled": form.bucket_key,
    }
    console.client("s3").put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    console.notes.made("aws_s3_bucket_server_side_encryption_configuration", name, f"encryption of {purpose}")


def _keep_versions(console: Console, name: str, purpose: str, form: BucketForm) -> None:
    if not form.versioned:
        console.notes.left_out("aws_s3_bucket_versioning", f"versioning of {purpose}")
        return
    console.client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    console.notes.made("aws_s3_bucket_versioning", name, f"versioning of {purpose}")


def _clear_away(console: Console, name: str, purpose: str, form: BucketForm) -> None:
    if not form.lifecycle:
        console.notes.left_out("aws_s3_bucket_lifecycle_configuration", f"lifecycle of {purpose}")
        return
    rules = {"Rules": list(form.lifecycle)}
    console.client("s3").put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration=rules)
    console.notes.made("aws_s3_bucket_lifecycle_configuration", name, f"lifecycle of {purpose}")
