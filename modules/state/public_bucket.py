"""Checks whether an existing state bucket is public, from its live values. Pure.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guard.policies.iam_policies import NotAPolicy, parse
from guard.policies.outsiders import is_public

_EVERYBODY = ("/groups/global/AllUsers", "/groups/global/AuthenticatedUsers")


def why_public(bucket: Mapping[str, Any], *, access_block: Mapping[str, Any]) -> str | None:
    """Returns why everybody may use the bucket; None if nobody else may.

    `bucket` holds the live values of `aws_s3_bucket`, `access_block` those of `aws_s3_bucket_public_access_block`,
    which are empty if the bucket has none.
    """
    if not access_block.get("restrict_public_buckets") and _policy_is_public(bucket.get("policy")):
        return "its bucket policy gives everybody access"
    if not access_block.get("ignore_public_acls") and _acl_is_public(bucket.get("grant")):
        return "its access control list gives everybody access"
    return None


def _policy_is_public(policy: Any) -> bool:
    if not policy:
        return False
    try:
        return any(is_public(statement) for statement in parse(policy))
    except NotAPolicy:
        return True  # nothing proves that it is not


def _acl_is_public(grants: Any) -> bool:
    return any(str(grant.get("uri", "")).endswith(_EVERYBODY) for grant in grants or ())
