"""Guards lifecycle rules: none deletes or archives more objects, or earlier, than the live rules do.

The rules of a bucket are compared as a whole. A rule that is renamed, split, merged or narrowed deletes nothing more.
https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import Any

from guard.expected import Expected
from guard.verdict import Finding, Mode, finding_on
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import blocks, empty

TYPE = "aws_s3_bucket_lifecycle_configuration"
_ARCHIVES = ("GLACIER", "DEEP_ARCHIVE")
_STILL_IN_USE_DAYS = 30
_Block = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class _Objects:
    """The objects that a rule is for. Sizes are in bytes."""

    prefix: str
    tags: frozenset[tuple[str, str]]
    larger_than: float
    smaller_than: float

    def cover(self, other: _Objects) -> bool:
        """Returns True if these objects include all of the others."""
        return (
            other.prefix.startswith(self.prefix)
            and self.tags <= other.tags
            and self.larger_than <= other.larger_than
            and self.smaller_than >= other.smaller_than
        )


@dataclass(frozen=True, kw_only=True)
class _Loss:
    """A loss that one rule causes: `what` is `expiration` or a storage class.

    `days` is the age at which it happens, `kept` the number of earlier versions that stay whatever their age.
    """

    rule: str
    what: str
    objects: _Objects
    days: float
    kept: float = 0

    def includes(self, other: _Loss) -> bool:
        """Returns True if this one loses all that the other one loses, and no later."""
        within = self.days <= other.days and self.kept <= other.kept
        return self.what == other.what and within and self.objects.cover(other.objects)


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each rule that deletes or archives what the live rules leave."""
    for change in plan.of_type(TYPE):
        if change.verb not in MAKING or (mode is Mode.CREATE and change.verb == "create"):
            continue
        if not _is_of_a_new_bucket(change, plan):
            yield from _compared(change)


def _is_of_a_new_bucket(change: Change, plan: Plan) -> bool:
    """Returns True if the plan creates the bucket, too: it is empty, so its rules delete nothing that exists."""
    new = [one for one in plan.of_type("aws_s3_bucket") if one.verb == "create"]
    bucket = change.at("bucket")
    if change.verb != "create":
        return False
    if not bucket.unknown:
        return bucket.after in {one.after.get("bucket") for one in new if one.after.get("bucket")}
    targets = references(plan.written, change.address, "bucket")
    return bool(targets) and set(targets) <= {one.address for one in new}


def _compared(change: Change) -> Iterator[Finding]:
    sides = change.at("rule")
    if sides.unknown:
        yield finding_on("retention-shortened", change, "rule: known after apply")
        return
    live, planned = (list(_losses(side)) for side in (sides.before, sides.after))
    for loss in planned:
        if any(one.includes(loss) for one in live):
            continue
        if loss.what not in _ARCHIVES:
            yield finding_on("retention-shortened", change, f"rule {loss.rule}: {loss.what}")
        elif loss.days < _STILL_IN_USE_DAYS:
            yield finding_on("objects-archived", change, f"rule {loss.rule}")


def _losses(rules: Any) -> Iterator[_Loss]:
    """Yields what the enabled rules delete, and what they move to an archive, where a read takes hours.

    Parts of uploads that nobody finished, and delete markers without a version, are no objects.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
    """
    for rule in blocks(rules or []):
        if rule.get("status") != "Enabled":
            continue
        name, objects = str(rule.get("id")), _objects(rule)
        for expiration in blocks(rule.get("expiration") or []):
            if days := _number(expiration.get("days")):
                yield _Loss(rule=name, what="expiration", objects=objects, days=days)
            if date := expiration.get("date"):
                yield _Loss(rule=name, what=f"expiration on {str(date)[:10]}", objects=objects, days=0)
        for versions in blocks(rule.get("noncurrent_version_expiration") or []):
            days, kept = _number(versions.get("noncurrent_days")), _number(versions.get("newer_noncurrent_versions"))
            if days or kept:
                yield _Loss(rule=name, what="noncurrent_version_expiration", objects=objects, days=days, kept=kept)
        for transition in blocks(rule.get("transition") or []):
            if transition.get("storage_class") in _ARCHIVES:
                age = 0 if transition.get("date") else _number(transition.get("days"))
                yield _Loss(rule=name, what=str(transition["storage_class"]), objects=objects, days=age)


def _objects(rule: _Block) -> _Objects:
    """Returns the objects of a rule: of its filter, of `and` in it, or of the older `prefix`."""
    filters = blocks(rule.get("filter") or [])
    places = [rule, *filters, *(inner for one in filters for inner in blocks(one.get("and") or []))]
    tags = {(str(tag.get("key")), str(tag.get("value"))) for place in places for tag in blocks(place.get("tag") or [])}
    tags |= {(key, str(value)) for place in places for key, value in _mapping(place.get("tags")).items()}
    smaller = [_number(place.get("object_size_less_than")) for place in places]
    return _Objects(
        prefix=next((str(place["prefix"]) for place in places if not empty(place.get("prefix"))), ""),
        tags=frozenset(tags),
        larger_than=max(_number(place.get("object_size_greater_than")) for place in places),
        smaller_than=min((size for size in smaller if size), default=inf),
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _number(value: Any) -> float:
    """Returns a number; 0 for an absent one, as the provider writes it, and for what is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return 0
