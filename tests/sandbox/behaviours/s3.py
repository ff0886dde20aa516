"""Buckets and their lifecycle rules as S3 keeps them."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import REGION, Account, unique


def lifecycle_rules_come_back_whole(aws: Account) -> None:
    s3, bucket = aws.client("s3"), _bucket(aws)
    with pytest.raises(ClientError, match="NoSuchLifecycleConfiguration"):
        s3.get_bucket_lifecycle_configuration(Bucket=bucket)
    both: dict[str, Any] = {"Prefix": "x/", "ObjectSizeGreaterThan": 1, "ObjectSizeLessThan": 99}
    rules: list[dict[str, Any]] = [
        {"ID": "all", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}},
        {"ID": "large", "Filter": {"ObjectSizeGreaterThan": 1000}, "Expiration": {"Days": 1}},
        {"ID": "middle", "Filter": {"And": both}, "Expiration": {"Days": 1}},
        {
            "ID": "old",
            "Filter": {"Prefix": "y/"},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 30, "NewerNoncurrentVersions": 3},
        },
    ]
    put = [{**rule, "Status": "Enabled"} for rule in rules]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": put})
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"] == put


def new_buckets_are_private_and_encrypted(aws: Account) -> None:
    s3, bucket = aws.client("s3"), _bucket(aws)
    blocked = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert len(blocked) == 4
    assert all(blocked.values())
    ownership = s3.get_bucket_ownership_controls(Bucket=bucket)["OwnershipControls"]["Rules"]
    assert ownership == [{"ObjectOwnership": "BucketOwnerEnforced"}]
    (rule,) = s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}


def _bucket(aws: Account) -> str:
    name = unique("bucket")
    aws.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


BEHAVIOURS = (lifecycle_rules_come_back_whole, new_buckets_are_private_and_encrypted)
