"""Reads the S3 backend: bucket, lock table, state and locks. Nothing is written.

Input: `[state]` of a settings file, and a reader. Output: the Backend, for `doctor` and `bootstrap`.
Terraform's locks: https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aws.reader import WHOLE
from errors import Refused

if TYPE_CHECKING:
    from aws.reader import Aws
    from settings.account import StateSettings

NO_KEY = ("404", "NoSuchKey")
NO_BUCKET = ("404", "NoSuchBucket")
NO_TABLE = ("ResourceNotFoundException",)
NO_ENCRYPTION = ("ServerSideEncryptionConfigurationNotFoundError",)
NO_ACCESS_BLOCK = ("NoSuchPublicAccessBlockConfiguration",)


@dataclass(frozen=True, kw_only=True)
class Lock:
    """A lock on a state, as terraform wrote it."""

    id: str
    operation: str
    who: str
    created: str

    def __str__(self) -> str:
        return f"{self.operation} by {self.who} since {self.created} (lock {self.id})"


@dataclass(frozen=True, kw_only=True)
class Backend:
    """The backend today. Without a bucket, everything else is False or None."""

    table: bool
    bucket: bool = False
    state: bool = False
    versioned: bool = False
    encrypted: bool = False
    closed: bool = False
    lock: Lock | None = None


def look_at(state: StateSettings, *, aws: Aws) -> Backend:
    """Returns the backend. Raises as `aws` does if a call is denied, which does not mean that something is absent."""
    name = {"Bucket": state.bucket}
    table = aws.reply_or_absent("dynamodb", "describe_table", "Table", absent=NO_TABLE, TableName=state.lock_table)
    if aws.reply_or_absent("s3", "head_bucket", WHOLE, absent=NO_BUCKET, **name) is None:
        return Backend(table=table is not None)
    object_ = aws.reply_or_absent("s3", "head_object", WHOLE, absent=NO_KEY, **name, Key=state.key)
    versioning = aws.reply("s3", "get_bucket_versioning", WHOLE, **name)
    encryption = aws.reply_or_absent("s3", "get_bucket_encryption", WHOLE, absent=NO_ENCRYPTION, **name)
    block = aws.reply_or_absent("s3", "get_public_access_block", WHOLE, absent=NO_ACCESS_BLOCK, **name)
    return Backend(
        table=table is not None,
        bucket=True,
        state=object_ is not None,
        versioned=versioning.get("Status") == "Enabled",
        encrypted=encryption is not None,
        closed=block is not None and all(block["PublicAccessBlockConfiguration"].values()),
        lock=next(iter(locks(state, aws=aws)), None),
    )


def locks(state: StateSettings, *, aws: Aws) -> tuple[Lock, ...]:
    """Returns the locks in the lock table and in the bucket; one lock in both counts once. Raises as `look_at` does."""
    held = (_in_table(state, aws=aws), _in_bucket(state, aws=aws))
    return tuple({lock.id: lock for lock in held if lock}.values())


def _in_table(state: StateSettings, *, aws: Aws) -> Lock | None:
    key = {"LockID": {"S": f"{state.bucket}/{state.key}"}}
    reply = aws.reply_or_absent(
        "dynamodb", "get_item", WHOLE, absent=NO_TABLE, TableName=state.lock_table, Key=key, ConsistentRead=True
    )
    info = (reply or {}).get("Item", {}).get("Info")
    return _lock(info["S"], where=state.lock_table) if info else None


def _in_bucket(state: StateSettings, *, aws: Aws) -> Lock | None:
    key = {"Bucket": state.bucket, "Key": f"{state.key}.tflock"}
    body = aws.reply_or_absent("s3", "get_object", "Body", absent=(*NO_KEY, *NO_BUCKET), **key)
    return _lock(body.read(), where=f"{state.bucket}/{state.key}.tflock") if body else None


def _lock(info: str | bytes, *, where: str) -> Lock:
    """Parses a lock. Raises Refused if it is not one of terraform: the state can be locked all the same."""
    try:
        held = json.loads(info)
        operation = held["Operation"].removeprefix("OperationType").lower()
        return Lock(id=held["ID"], operation=operation, who=held["Who"], created=held["Created"])
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Refused(f"the lock in {where} cannot be read: {fault}", cure=f"inspect {where}") from fault
