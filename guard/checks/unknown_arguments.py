"""Blocks changes of arguments that no rule and no reason covers, such as a new argument of a newer provider."""

from __future__ import annotations

from collections.abc import Iterator

from guard.arguments import REPLACES, differing, guarded_paths, harmless_reason, is_guarded
from guard.resource_type import UNKNOWN_TYPE, GuardedType, Types
from guard.verdict import Finding
from terraform.plan.change import Change
from terraform.plan.plan import Plan


def check(plan: Plan, *, types: Types) -> Iterator[Finding]:
    """Yields a finding for each updated or replaced resource of this code's types, with the arguments not known.

    A type whose row has no `harmless` is none that this code declares, and is left to the other checks.
    """
    for change in plan.managed:
        row = types.get(change.type, UNKNOWN_TYPE)
        if row.harmless is not None and change.verb in ("update", "replace"):
            names = sorted(set(_not_known(change, row)))
            if names:
                yield Finding(
                    rule="argument-not-known",
                    address=change.address,
                    action=change.verb,
                    detail=", ".join(names),
                )


def _not_known(change: Change, row: GuardedType) -> Iterator[str]:
    guarded = guarded_paths(row)
    for name in sorted({*change.before, *change.after} - row.computed):
        for path in differing(change.before.get(name), change.after.get(name), name):
            if path not in row.computed and not is_guarded(guarded, path) and not _is_harmless(change, row, path):
                yield name  # what is below may be the key of a map, which nobody but the author knows


def _is_harmless(change: Change, row: GuardedType, path: str) -> bool:
    """Returns True if no value is dangerous. A change in place disproves that another value replaces the resource."""
    reason = harmless_reason(row, path)
    return bool(reason) and not (reason == REPLACES and change.verb == "update")
