"""The permissions of each command on the state: object, lock, saved plans and manifest, in bucket and table.

https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
"""

from __future__ import annotations

from collections.abc import Iterator

from permissions.arns import Scope

# What `doctor` asks of the bucket: versioned, encrypted, closed.
_BUCKET = ("s3:ListBucket", "s3:GetBucketVersioning", "s3:GetEncryptionConfiguration", "s3:GetBucketPublicAccessBlock")


def grants(command: str, scope: Scope) -> Iterator[tuple[str, str]]:
    """Yields (action, ARN) pairs. An audit reads no state."""
    if command == "audit":
        return
    state = scope.state
    bucket = f"arn:{scope.partition}:s3:::{state.bucket}"
    object_, lock = f"{bucket}/{state.key}", f"{bucket}/{state.key}.tflock"
    manifest, saved = f"{bucket}/{state.key}.protected.json", f"{bucket}/plans/{scope.environment}/*"
    table = scope.fill("arn:{partition}:dynamodb:{region}:{account}:table/{name}", name=state.lock_table)
    if command == "discover":
        yield from ((action, bucket) for action in _BUCKET)
        yield from (("s3:GetObject", each) for each in (object_, lock))
        yield from ((action, table) for action in ("dynamodb:DescribeTable", "dynamodb:GetItem"))
        return
    yield "s3:ListBucket", bucket
    yield "s3:GetObject", manifest
    yield "s3:PutObject", saved
    if command == "apply":
        yield from ((f"s3:{verb}Object", saved) for verb in ("Get", "Delete"))
        yield "s3:PutObject", manifest
    if state.backend == "cloud":
        return  # a token of HCP Terraform opens state and lock there
    yield "s3:GetObject", object_
    if state.use_lockfile:
        yield from ((f"s3:{verb}Object", lock) for verb in ("Get", "Put", "Delete"))
    if state.use_lock_table:
        yield from ((f"dynamodb:{verb}Item", table) for verb in ("Get", "Put", "Delete"))
    if command == "apply":
        yield "s3:PutObject", object_
