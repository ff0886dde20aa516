"""Buckets and lifecycle rules."""

import json
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


def a_policy_against_plain_http_spares_whoever_uses_tls(aws: Account) -> None:
    s3, bucket = aws.client("s3"), _bucket(aws)
    resources = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"]
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": resources}
    plain = {**deny, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [plain]})
    s3.put_object(Bucket=bucket, Key="state", Body=b"kept")
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert s3.get_object(Bucket=bucket, Key="state")["Body"].read() == b"kept"
    assert json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"]) == json.loads(policy)


def _bucket(aws: Account) -> str:
    name = unique("bucket")
    aws.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


BEHAVIOURS = (
    lifecycle_rules_come_back_whole,
    new_buckets_are_private_and_encrypted,
    a_policy_against_plain_http_spares_whoever_uses_tls,
)
