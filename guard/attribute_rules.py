"""The tables of guarded attributes: what of an attribute is worse after than before, and how that is found out.

A row is data; its `worse` is one of the few words below. What needs more than one attribute is a function beside
the tables. An attribute that is not known before the apply may become anything, so it is as bad as the worst.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from guard.verdict import Finding, Severity
from terraform.plan.change import Change, Sides
from terraform.plan.values import empty, same

Worse = Callable[[Any, Any], bool]
_ON = (True, "true", "Enabled", "ENABLED", "enabled")


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One attribute, by its path. `born` is what a new object is compared with; without it, birth is not watched.

    `shown` allows values in the finding: of numbers and switches they always are, of texts only if said so.
    """

    attribute: str
    worse: Worse
    rule: str
    default: Any = None
    severity: Severity = Severity.BLOCKED
    shown: bool = False


def off(before: Any, after: Any) -> bool:
    """A protection that was on and is not any more."""
    return before in _ON and after not in _ON


def on(before: Any, after: Any) -> bool:
    """A danger that was off and is on."""
    return before not in _ON and after in _ON


def lowered(before: Any, after: Any) -> bool:
    """A number that shrinks, vanishes, or is none any more."""
    if empty(before) or same(before, after):
        return False
    return not (_number(before) and _number(after)) or float(after) < float(before)


def raised(before: Any, after: Any) -> bool:
    """A number that grows where growing is the danger."""
    return lowered(after, before) if _number(after) else not same(before, after)


def zeroed(before: Any, after: Any) -> bool:
    """A number that comes to nothing."""
    return not same(before, after) and _number(after) and float(after) == 0


def shortened(before: Any, after: Any) -> bool:
    """A time to keep something, in which 0 and nothing are for ever."""
    if same(before, after) or after in (None, 0):
        return False
    return before in (None, 0) or lowered(before, after)


def changed(before: Any, after: Any) -> bool:
    return not same(before, after)


def removed(before: Any, after: Any) -> bool:
    return not empty(before) and empty(after)


def replaced(before: Any, after: Any) -> bool:
    """Given up or exchanged; given where there was none is an improvement."""
    return not empty(before) and not same(before, after)


def fewer(before: Any, after: Any) -> bool:
    """A list that lost one."""
    return any(each not in _listed(after) for each in _listed(before))


def more(before: Any, after: Any) -> bool:
    """A list that gained one."""
    return fewer(after, before)


def exchanged(before: Any, after: Any) -> bool:
    """A list that is not the same set of things."""
    return fewer(before, after) or more(before, after)


@dataclass(frozen=True)
class NoLongerOneOf:
    """It was one of these, and is none of them any more."""

    good: tuple[Any, ...]

    def __call__(self, before: Any, after: Any) -> bool:
        return before in self.good and after not in self.good


@dataclass(frozen=True)
class NowOneOf:
    """It is one of these, and was none of them."""

    bad: tuple[Any, ...]

    def __call__(self, before: Any, after: Any) -> bool:
        return after in self.bad and before not in self.bad


def look(change: Change, watched: Iterable[Watch]) -> Iterator[Finding]:
    """Yields a finding for each watched attribute that a create, update or replace makes worse."""
    for row in watched:
        sides = change.at(row.attribute)
        if change.verb == "create":
            found = row.default is not None and not empty(sides.after) and row.worse(row.default, sides.after)
        else:
            found = sides.unknown or row.worse(sides.before, sides.after)
        if found:
            yield Finding(
                rule=row.rule,
                address=change.address,
                action=change.verb,
                detail=f"{row.attribute}: {_told(sides, shown=row.shown)}",
                severity=row.severity,
            )


def _told(sides: Sides, *, shown: bool) -> str:
    if sides.hidden:
        return "sensitive"
    if sides.unknown:
        return "known after apply only"
    before, after = (_short(side, shown=shown) for side in (sides.before, sides.after))
    return f"{before} -> {after}" if before != after else "another value"


def _short(value: Any, *, shown: bool) -> str:
    if empty(value):
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float) or (shown and isinstance(value, str)):
        return str(value)[:60]
    return "a value"


def _number(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True


def _listed(value: Any) -> list[Any]:
    """A list as it is; anything else as a list of one, and nothing as a list of none."""
    if isinstance(value, list):
        return value
    return [] if empty(value) else [value]
