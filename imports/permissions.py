"""The IAM action a call needs: what to ask an administrator for when AWS says no. In: service and operation."""

from __future__ import annotations

_PREFIXES = {"elbv2": "elasticloadbalancing"}
# Where the action is not called as the operation is: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
_ACTIONS = {
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListObjectVersions": "s3:ListBucketVersions",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
}


def action(service: str, operation: str) -> str:
    """`ec2`, `DescribeVpcs` -> `ec2:DescribeVpcs`."""
    call = f"{_PREFIXES.get(service, service)}:{operation}"
    return _ACTIONS.get(call, call)
