"""S3: complete lifecycle rules, and the defaults of new buckets since 2023."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from moto.core.common_types import TYPE_RESPONSE
from moto.s3.models import FakeBucket, PublicAccessBlock
from moto.s3.responses import S3Response

from sandbox.moto_fixes.patch import patch

SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")


def lifecycle_rules_come_back_whole() -> None:
    """Returns filters by object size, alone or within And, and the number of newer versions that an expiration keeps.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLifecycleConfiguration.html
    Remove when moto has it.
    """
    put, get = FakeBucket.set_lifecycle, S3Response.get_bucket_lifecycle

    def set_lifecycle(bucket: FakeBucket, rules: list[dict[str, Any]]) -> None:
        put(bucket, rules)
        for kept, given in zip(bucket.rules, rules, strict=True):
            kept.forgotten = _forgotten(given)

    def get_bucket_lifecycle(response: S3Response) -> TYPE_RESPONSE:
        rules = response.backend.get_bucket_lifecycle(response.bucket_name)
        if not rules:
            return get(response)
        serialized = response.serialized

        def remembering(result: Any) -> TYPE_RESPONSE:
            for shown, kept in zip(result.result["Rules"], rules, strict=True):
                _merge(shown, kept.forgotten)
            return serialized(result)

        response.serialized = remembering
        return get(response)

    patch(FakeBucket, "set_lifecycle", set_lifecycle)
    patch(S3Response, "get_bucket_lifecycle", get_bucket_lifecycle)


def _forgotten(given: dict[str, Any]) -> dict[str, Any]:
    """Returns what moto drops from a rule, in the shape of the answer."""
    found = given.get("Filter") or {}
    alone = {name: found[name] for name in SIZES if name in found}
    within = {name: found["And"][name] for name in SIZES if name in (found.get("And") or {})}
    newer = (given.get("NoncurrentVersionExpiration") or {}).get("NewerNoncurrentVersions")
    forgotten: dict[str, Any] = {"Filter": alone | ({"And": within} if within else {})}
    return forgotten | ({"NoncurrentVersionExpiration": {"NewerNoncurrentVersions": newer}} if newer else {})


def _merge(shown: dict[str, Any], forgotten: dict[str, Any]) -> None:
    for name, value in forgotten.items():
        if isinstance(value, dict):
            if value:
                _merge(shown.setdefault(name, {}), value)
        else:
            shown[name] = value


def new_buckets_are_private_and_encrypted() -> None:
    """Creates buckets with all public access blocked, without access lists, and with encryption by S3.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
    Remove when moto has it.
    """
    original = FakeBucket.__init__

    def initialise(bucket: FakeBucket, *arguments: Any, **named: Any) -> None:
        original(bucket, *arguments, **named)
        bucket.public_access_block = PublicAccessBlock(True, True, True, True)
        bucket.ownership_rule = "BucketOwnerEnforced"
        bucket.encryption = {
            "Rule": {
                "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                "BucketKeyEnabled": "false",
            }
        }

    patch(FakeBucket, "__init__", initialise)


def a_policy_against_plain_http_spares_whoever_uses_tls() -> None:
    """Ignores a statement with `aws:SecureTransport` false: requests to the sandbox on 127.0.0.1 count as TLS.

    moto ignores conditions and would deny everybody what is denied to plain HTTP.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html
    Remove when moto has it.
    """
    original = FakeBucket.get_permission

    def permission(bucket: FakeBucket, action: str, resource: str) -> Any:
        policy = bucket.policy
        if policy is None:
            return original(bucket, action, resource)
        document = json.loads(policy)
        statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
        left = [one for one in statements if not _against_plain_http(one)]
        bucket.policy = json.dumps({**document, "Statement": left}).encode() if left else None
        try:
            return original(bucket, action, resource)
        finally:
            bucket.policy = policy

    patch(FakeBucket, "get_permission", permission)


def _against_plain_http(statement: Mapping[str, Any]) -> bool:
    condition = statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport")
    return str(condition).lower() in ("false", "['false']")


FIXES = (
    lifecycle_rules_come_back_whole,
    new_buckets_are_private_and_encrypted,
    a_policy_against_plain_http_spares_whoever_uses_tls,
)
