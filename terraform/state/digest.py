"""Compares the digest of the state in the lock table with the state in the bucket. Nothing is written.

Terraform stores the MD5 of each state that it writes, and refuses to read a state with another: https://developer.hashicorp.com/terraform/language/backend/s3
If it cannot store the MD5, it only warns, and the next run refuses the state.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from aws.reader import WHOLE
from errors import CounterPromoError, Refused
from terraform.state.backend_status import NO_BUCKET, NO_KEY, NO_TABLE

if TYPE_CHECKING:
    from aws.reader import Aws
    from settings.account import StateSettings

COUNTED = ("serial", "terraform_version")


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """One state: lineage, serial, content, and the MD5 that terraform stores."""

    lineage: str
    serial: int
    digest: str
    content: Mapping[str, Any]

    @classmethod
    def read(cls, text: bytes, *, where: str) -> Self:
        """Parses a state file. Raises CounterPromoError if it is not one."""
        try:
            content = json.loads(text)
            lineage, serial = str(content["lineage"]), int(content["serial"])
        except (ValueError, KeyError, TypeError) as fault:
            raise CounterPromoError(f"{where} is not a readable state: {fault}", cure=f"keep {where}") from fault
        return cls(
            lineage=lineage, serial=serial, digest=hashlib.md5(text, usedforsecurity=False).hexdigest(), content=content
        )

    @property
    def is_absent(self) -> bool:
        """Returns True for what `terraform state pull` prints where the backend has no state: nothing, and no lineage.

        Terraform gives each state a lineage when it writes it for the first time.
        """
        return not self.lineage and not self.content.get("resources") and not self.content.get("outputs")

    @property
    def is_first(self) -> bool:
        """Returns True for the state of a stack's first apply, which follows no other.

        Terraform gives it lineage and serial 1 when it is about to write it; if the session has ended before, it has
        neither. https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/remote/state.go
        """
        return not self.lineage or self.serial <= 1

    def same_as(self, other: Snapshot) -> bool:
        """Returns True if both states have the same content.

        Their serials may differ: a push raises the serial. A push also gives a lineage to a state that has none.
        """
        counted = COUNTED if self.lineage and other.lineage else (*COUNTED, "lineage")
        own, others = (
            {key: value for key, value in one.content.items() if key not in counted} for one in (self, other)
        )
        return own == others


def check(state: StateSettings, *, aws: Aws, kept: Snapshot | None) -> None:
    """Raises Refused if digest and state do not match, or the state is missing; with a cure if one is proven."""
    digest = _digest(state, aws=aws)
    key = {"Bucket": state.bucket, "Key": state.key}
    body = aws.reply_or_absent("s3", "get_object", "Body", absent=(*NO_KEY, *NO_BUCKET), **key)
    if digest is None:
        return
    if body is None:
        raise _gone(state, aws=aws, digest=digest)
    text = body.read()
    there = Snapshot.read(text, where=f"{state.bucket}/{state.key}")
    if there.digest == digest:
        return
    what = f"the digest in {state.lock_table} is {digest}, the state {state.bucket}/{state.key} has {there.digest}"
    if proof := _proof(there, kept, digest=digest, state=state, aws=aws):
        raise Refused(f"{what}: the digest is outdated, because {proof}", cure=_cure(state, digest=there.digest))
    raise Refused(
        f"{what} (serial {there.serial}), and it cannot be proven which of the two is right",
        cure=f"aws s3api list-object-versions --bucket {state.bucket} --prefix {state.key}; restore the right version",
    )


def _gone(state: StateSettings, *, aws: Aws, digest: str) -> Refused:
    """Returns the error for a missing state. In a bucket with versions, a deletion only adds a delete marker.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/RestoringPreviousVersions.html
    """
    what = f"the state {state.bucket}/{state.key} is missing, and the digest in {state.lock_table} is still {digest}"
    where = {"Bucket": state.bucket, "Prefix": state.key}
    absent = (*NO_KEY, *NO_BUCKET)
    listed = aws.reply_or_absent("s3", "list_object_versions", WHOLE, absent=absent, **where) or {}
    own = {
        kind: [one for one in listed.get(kind, ()) if one["Key"] == state.key] for kind in ("Versions", "DeleteMarkers")
    }
    marker = next((one["VersionId"] for one in own["DeleteMarkers"] if one["IsLatest"]), None)
    if marker and own["Versions"]:
        key = {"Bucket": state.bucket, "Key": state.key, "VersionId": own["Versions"][0]["VersionId"]}
        before = Snapshot.read(aws.reply("s3", "get_object", "Body", **key).read(), where=key["VersionId"])
        if before.digest == digest:
            cure = f"aws s3api delete-object --bucket {state.bucket} --key {state.key} --version-id {marker}"
            return Refused(
                f"{what}: it was deleted; its last version, serial {before.serial}, has that digest", cure=cure
            )
    return Refused(
        f"{what}: no known version of it has that digest",
        cure=f"aws s3api list-object-versions --bucket {state.bucket} --prefix {state.key}; restore the right version",
    )


def _digest(state: StateSettings, *, aws: Aws) -> str | None:
    key = {"LockID": {"S": f"{state.bucket}/{state.key}-md5"}}
    reply = aws.reply_or_absent(
        "dynamodb", "get_item", WHOLE, absent=NO_TABLE, TableName=state.lock_table, Key=key, ConsistentRead=True
    )
    digest = (reply or {}).get("Item", {}).get("Digest")
    return str(digest["S"]) if digest else None


def _proof(there: Snapshot, kept: Snapshot | None, *, digest: str, state: StateSettings, aws: Aws) -> str:
    """Returns why the state in the bucket is the newest one and only its digest is missing; empty without proof."""
    if kept and kept.same_as(there):
        return "it equals the unsaved state on this machine"
    versions = aws.listing("s3", "list_object_versions", "Versions", Bucket=state.bucket, Prefix=state.key)
    own = [version for version in versions if version["Key"] == state.key]
    for version, before in pairwise(own):
        if version["IsLatest"]:
            key = {"Bucket": state.bucket, "Key": state.key, "VersionId": before["VersionId"]}
            earlier = Snapshot.read(aws.reply("s3", "get_object", "Body", **key).read(), where=before["VersionId"])
            if earlier.digest == digest and earlier.lineage == there.lineage and earlier.serial < there.serial:
                return (
                    f"it belongs to the previous version, serial {earlier.serial}, and serial {there.serial} follows it"
                )
    return ""


def _cure(state: StateSettings, *, digest: str) -> str:
    item = json.dumps({"LockID": {"S": f"{state.bucket}/{state.key}-md5"}, "Digest": {"S": digest}})
    return f"aws dynamodb put-item --table-name {state.lock_table} --item '{item}'"
