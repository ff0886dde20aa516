"""Reports changes that were made outside of Terraform since the last apply; blocks a plan that would overwrite them.

`resource_drift` compares the live resources with the state. Three kinds of difference are ignored: an empty value in
place of an absent one, an attribute that AWS changes by itself, and content that other resources of this code own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from guard.owned_elsewhere import is_explained
from guard.resource_type import UNKNOWN_TYPE, Types
from guard.verdict import Finding, Severity
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from terraform.plan.values import empty, same, texts


def check(plan: Plan, *, types: Types) -> Iterator[Finding]:
    """Yields a finding for each resource with drift. It names the attributes, not their values: these may be secret."""
    changing = {change.address: change for change in plan.changes if change.verb not in ("no-op", "read")}
    feeding = _feeding(plan.document.get("relevant_attributes"))
    for drift in plan.drift:
        attributes = _drifted(drift, types)
        if not attributes and drift.verb != "delete":
            continue
        change = changing.get(drift.address)
        overwritten = change is not None and _overwrites(change, drift, attributes, types)
        used = changing and not feeding.get(drift.address, set()).isdisjoint(attributes)
        blocked = overwritten or used
        if not blocked:
            attributes = [name for name in attributes if not is_explained(drift, name, plan, types=types)]
        if attributes or drift.verb == "delete":
            yield Finding(
                rule="drift-crossed" if blocked else "drift",
                address=drift.address,
                action=change.verb if change else "no-op",
                detail="it is gone" if drift.verb == "delete" else ", ".join(attributes),
                severity=Severity.BLOCKED if blocked else Severity.REPORTED,
            )


def unexplained(drift: Change, plan: Plan, types: Types) -> list[str]:
    """Returns the attributes that differ, and that neither AWS nor another resource of this code changed."""
    return [name for name in _drifted(drift, types) if not is_explained(drift, name, plan, types=types)]


def _drifted(drift: Change, types: Types) -> list[str]:
    row = types.get(drift.type, UNKNOWN_TYPE)
    return [
        name
        for name in drift.differing()
        if not _changed_by_itself(drift, name, types)
        and not (name in row.spelled_twice and _same_targets(drift, name))
        and not _filled_in(drift.at(name).before, drift.at(name).after)
        and not (name == "region" and empty(drift.at(name).before))  # provider 6 writes it into the state of provider 5
    ]


def _changed_by_itself(drift: Change, name: str, types: Types) -> bool:
    """Returns True if AWS makes this change without anybody, such as a certificate that becomes ISSUED."""
    expected = types.get(drift.type, UNKNOWN_TYPE).changes_by_itself
    sides = drift.at(name)
    return name in expected and (not expected[name] or (sides.before, sides.after) in expected[name])


def _filled_in(before: Any, after: Any) -> bool:
    """Returns True if the values differ only where AWS wrote 0 or false in place of nothing."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        return all(_filled_in(before.get(key), after.get(key)) for key in {*before, *after})
    if isinstance(before, list) and isinstance(after, list):
        return len(before) == len(after) and all(map(_filled_in, before, after))
    return same(before, after) or (before is None and after in (0, False))


def _same_targets(drift: Change, name: str) -> bool:
    """Returns True if both forms of the attribute name the same ARNs."""
    sides = drift.at(name)
    before, after = ({text for text in texts(side) if text.startswith("arn:")} for side in (sides.before, sides.after))
    return bool(before) and before == after


def _overwrites(change: Change, drift: Change, attributes: list[str], types: Types) -> bool:
    """Returns True if the planned change writes over the drift; a part that another resource owns is not written."""
    if change.verb != "update" or drift.verb == "delete":
        return True
    owned = set(types.get(drift.type, UNKNOWN_TYPE).owned_elsewhere) - set(change.differing())
    return not owned.issuperset(attributes)


def _feeding(relevant: Any) -> dict[str, set[str]]:
    """Returns the attributes that other changes were computed from, by address."""
    feeding: dict[str, set[str]] = {}
    for each in relevant if isinstance(relevant, list) else []:
        if isinstance(each, Mapping) and isinstance(each.get("attribute"), list) and each["attribute"]:
            feeding.setdefault(str(each.get("resource")), set()).add(str(each["attribute"][0]))
    return feeding
