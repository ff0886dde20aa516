"""The judgement on each argument of a Terraform type: guarded by a rule, harmless for a reason, or not known.

A path names an argument without positions: `health_check.path`. A rule or reason for a block holds for all below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from guard.resource_type import GuardedType
from terraform.plan.values import as_list, same

Harmless = Mapping[str, tuple[str, ...]]  # reason -> paths, `*` stands for any text
REPLACES = "another value replaces the resource, and its deletion is judged"
TERRAFORM_ONLY = "it tells Terraform how to work; AWS holds no such value"
DESCRIPTION = "it describes the resource for people"
NOT_HERE = "it has an effect on another kind of resource than this code makes"
IN_ALL_TYPES: Harmless = {
    "tags are labels: no policy of this code depends on one": ("tags", "tags_all"),
    "AWS gives it": ("id",),
    "a check compares it with the region of the settings: guard/checks/regions.py": ("region",),
    TERRAFORM_ONLY: ("timeouts",),
}


def guarded_paths(row: GuardedType) -> frozenset[str]:
    """Returns the paths that a rule judges: watched attributes, the policy, and what checks of more than one judge."""
    watched = (watch.attribute for watch in row.watched)
    policy = (row.policy.attribute,) if row.policy else ()
    return frozenset(without_positions(path) for path in (*watched, *policy, *row.judged))


def is_guarded(guarded: frozenset[str], path: str) -> bool:
    """Returns True if a rule judges an argument, or a block that holds it. `guarded` is that of `guarded_paths`."""
    return any(part in guarded for part in _and_above(path))


def harmless_reason(row: GuardedType, path: str) -> str:
    """Returns why no value of an argument is dangerous; an empty text if no reason is given."""
    parts = tuple(_and_above(path))
    for reasons in (row.harmless or {}, IN_ALL_TYPES):
        for reason, patterns in reasons.items():
            if any(fnmatchcase(part, pattern) for pattern in patterns for part in parts):
                return reason
    return ""


def without_positions(path: str) -> str:
    """Returns `health_check.0.path` as `health_check.path`."""
    return ".".join(part for part in path.split(".") if not part.isdigit())


def differing(before: Any, after: Any, prefix: str = "") -> Iterator[str]:
    """Yields the path of each value that differs, without positions; a map is one value unless a block is meant.

    Items of a list that are on both sides are left out: the order of a set has no meaning.
    """
    if same(before, after):
        return
    if isinstance(before, list) or isinstance(after, list):
        yield from _differing_items(as_list(before), as_list(after), prefix)
    elif isinstance(before, Mapping) or isinstance(after, Mapping):
        left, right = (side if isinstance(side, Mapping) else {} for side in (before, after))
        for name in sorted({*left, *right}):
            yield from differing(left.get(name), right.get(name), f"{prefix}.{name}" if prefix else name)
    else:
        yield prefix


def _differing_items(before: list[Any], after: list[Any], prefix: str) -> Iterator[str]:
    gone = [item for item in before if not any(same(item, other) for other in after)]
    new = [item for item in after if not any(same(item, other) for other in before)]
    if not any(isinstance(item, Mapping) for item in (*gone, *new)):
        yield prefix
        return
    for place in range(max(len(gone), len(new))):
        yield from differing(_item(gone, place), _item(new, place), prefix)


def _item(items: list[Any], place: int) -> Any:
    return items[place] if place < len(items) else None


def _and_above(path: str) -> Iterator[str]:
    """Yields a path and every block that holds it: `a.b.c`, `a.b`, `a`."""
    while path:
        yield path
        path = path.rpartition(".")[0]
