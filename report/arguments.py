"""The arguments of one planned change that a person set, or that differ although nobody set them.

Left out is the noise of AWS's own values: what is known after the apply and not in the code (`arn`, `revision`, `id`),
and `tags_all` beside the same difference of `tags`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from report.members import Member, alike, empty, members
from report.visible import Hidden, Path, either, fill_in_unknown, visible
from terraform.plan.change import Change
from terraform.plan.configuration import expressions

_COPIES = {"tags_all": "tags"}


@dataclass(frozen=True, kw_only=True)
class Argument:
    """One line: a member of an argument. `replaces` is True if the argument forces a replacement."""

    member: Member
    replaces: bool = False


def arguments(change: Change, written: Mapping[str, Mapping[str, Any]]) -> tuple[Argument, ...]:
    """Returns what changes, by argument. `written` is address -> resource as the code has it.

    A deleted or forgotten resource has none. A change that shows nothing else has one line with the names that differ.
    """
    if change.verb in ("delete", "forget", "read"):
        return ()
    found = tuple(_differing(change, written))
    if found or not change.differing():
        return found
    names = ", ".join(change.differing())
    return (Argument(member=Member(sign="~", path=f"only values that AWS computes, or spells otherwise: {names}")),)


def _differing(change: Change, written: Mapping[str, Mapping[str, Any]]) -> Iterator[Argument]:
    code = expressions(written, change.address)
    known = bool(code)
    for name in _names(change):
        before, after = _sides(change, name, computed=_computed(code) if known else _never)
        copied = _COPIES.get(name)
        if copied and _copies(change, name, copied):
            continue
        if known and name not in code and _default(change, before, after):
            continue
        for member in members(name, before, after):
            yield Argument(member=member, replaces=name in change.replaced_by)


def _default(change: Change, before: Any, after: Any) -> bool:
    """Returns True if the provider fills in its default: for a new resource, or false and 0 in place of nothing.

    An import reads null for an argument that AWS does not have; the next update writes the default into the state.
    """
    if change.verb == "create":
        return not isinstance(after, Hidden)
    return before is None and after in (False, 0)


def _names(change: Change) -> tuple[str, ...]:
    unknown = change.unknown if isinstance(change.unknown, Mapping) else {}
    return tuple(sorted({**change.before, **change.after, **unknown}))


def _sides(change: Change, name: str, *, computed: Callable[[Path], bool]) -> tuple[Any, Any]:
    sensitive = either(*(_mark(marks, name) for marks in change.sensitive))
    before = change.before.get(name)
    after = fill_in_unknown(
        change.after.get(name), _mark(change.unknown, name), before, computed=computed, path=(name,)
    )
    return visible(before, sensitive), visible(after, sensitive)


def _mark(marks: Any, name: str) -> Any:
    return marks.get(name) if isinstance(marks, Mapping) else marks is True


def _copies(change: Change, name: str, copied: str) -> bool:
    """Returns True if an argument only repeats the difference of another one."""
    repeated = all(alike(side.get(name), side.get(copied)) for side in (change.before, change.after))
    unknown = _mark(change.unknown, name)
    return repeated or (not empty(unknown) and change.verb == "create")


def _computed(code: Mapping[str, Any]) -> Callable[[Path], bool]:
    """Returns a function that tells if the code sets nothing at a path."""

    def computed(path: Path) -> bool:
        part: Any = code
        for key in path:
            if isinstance(part, Mapping) and ("references" in part or "constant_value" in part):
                return False
            if isinstance(part, Mapping):
                part = part.get(str(key))
            elif isinstance(part, list):
                part = part[key] if isinstance(key, int) and key < len(part) else None
            if part is None:
                return True
        return False

    return computed


def _never(path: Path) -> bool:
    return False
