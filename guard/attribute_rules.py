"""Rules for guarded attributes: comparisons of the value before and after a change.

A rule is a row of data; `worse` is one of the comparisons below. A check of more than one attribute is a function in
the service's `guard.py`. A value that is known after apply counts as worse.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from guard.verdict import Finding, Severity
from terraform.plan.change import Change, Sides
from terraform.plan.values import as_list, empty, same

Worse = Callable[[Any, Any], bool]
NO_REASONS: Mapping[str, str] = {}
_ON = (True, "true", "Enabled", "ENABLED", "enabled")


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One guarded attribute, by its path.

    `default` is the value that a new resource is compared with; if it is None, new resources are not checked.
    `default_severity` is the severity for a new resource, if it is another one than for a change. `shown` lets the
    finding show a string; numbers and switches are always shown.
    """

    attribute: str
    worse: Worse
    rule: str
    default: Any = None
    severity: Severity = Severity.BLOCKED
    default_severity: Severity | None = None
    shown: bool = False

    def severity_for(self, verb: str) -> Severity:
        """Returns the severity of a finding about a change with this verb."""
        return self.default_severity or self.severity if verb == "create" else self.severity


def off(before: Any, after: Any) -> bool:
    """Returns True if a protection was on and is off."""
    return before in _ON and after not in _ON


def on(before: Any, after: Any) -> bool:
    """Returns True if a dangerous option was off and is on."""
    return before not in _ON and after in _ON


def lowered(before: Any, after: Any) -> bool:
    """Returns True if a number becomes smaller, empty, or no number."""
    if empty(before) or same(before, after):
        return False
    return not (_number(before) and _number(after)) or float(after) < float(before)


def raised(before: Any, after: Any) -> bool:
    """Returns True if a number becomes larger, or no number."""
    return lowered(after, before) if _number(after) else not same(before, after)


def zeroed(before: Any, after: Any) -> bool:
    """Returns True if a number becomes 0."""
    return not same(before, after) and _number(after) and float(after) == 0


def shortened(before: Any, after: Any) -> bool:
    """Returns True if a retention becomes shorter; 0 and None mean for ever."""
    if same(before, after) or after in (None, 0):
        return False
    return before in (None, 0) or lowered(before, after)


def changed(before: Any, after: Any) -> bool:
    """Returns True if the values differ. A switch that nobody had set, and that is off, is as it was."""
    return not same(before, after) and not (before is None and after is False)


def removed(before: Any, after: Any) -> bool:
    """Returns True if there was a value and there is none."""
    return not empty(before) and empty(after)


def given(before: Any, after: Any) -> bool:
    """Returns True if there was no value and there is one."""
    return empty(before) and not empty(after)


def replaced(before: Any, after: Any) -> bool:
    """Returns True if an existing value is removed or changed; a first value is an improvement."""
    return not empty(before) and not same(before, after)


def fewer(before: Any, after: Any) -> bool:
    """Returns True if a list lost an item."""
    return any(item not in as_list(after) for item in as_list(before))


def more(before: Any, after: Any) -> bool:
    """Returns True if a list gained an item."""
    return fewer(after, before)


def exchanged(before: Any, after: Any) -> bool:
    """Returns True if a list has other items."""
    return fewer(before, after) or more(before, after)


@dataclass(frozen=True)
class NoLongerOneOf:
    """A comparison: True if the value was one of `good` and is none of them."""

    good: tuple[Any, ...]

    def __call__(self, before: Any, after: Any) -> bool:
        return before in self.good and after not in self.good


@dataclass(frozen=True)
class NowOneOf:
    """A comparison: True if the value is one of `bad` and was none of them."""

    bad: tuple[Any, ...]

    def __call__(self, before: Any, after: Any) -> bool:
        return after in self.bad and before not in self.bad


def look(
    change: Change,
    watched: Iterable[Watch],
    *,
    set_by_code: Container[str] | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> Iterator[Finding]:
    """Yields a finding for each watched attribute that a create, update or replace makes worse.

    `set_by_code` names the arguments that the code of the resource has, if the plan shows the code. AWS fills in one
    that is left out, as it did before: an unknown value of it is not reported. A rule that blocks does not rely on it.
    `reasons` says of attributes that are known after apply why their value is none to fear: they are reported.
    """
    for row in watched:
        sides, reason = change.at(row.attribute), ""
        if change.verb == "create":
            found = row.default is not None and not empty(sides.after) and row.worse(row.default, sides.after)
        else:
            left_out = set_by_code is not None and row.attribute.partition(".")[0] not in set_by_code
            reason = reasons.get(row.attribute, "") if sides.unknown else ""
            if sides.unknown and left_out and (reason or row.severity is Severity.REPORTED):
                continue
            found = _may_become_worse(row, sides.before) if sides.unknown else row.worse(sides.before, sides.after)
        if found:
            yield Finding(
                rule=row.rule,
                address=change.address,
                action=change.verb,
                detail=reason or f"{row.attribute}: {_change_text(sides, shown=row.shown)}",
                severity=Severity.REPORTED if reason else row.severity_for(change.verb),
            )


def _may_become_worse(row: Watch, before: Any) -> bool:
    """Returns True unless the live value alone says that no value is worse, such as a protection that is not on."""
    if isinstance(row.worse, NoLongerOneOf):
        return before in row.worse.good
    return not empty(before) if row.worse in (removed, replaced) else True


def _change_text(sides: Sides, *, shown: bool) -> str:
    if sides.hidden:
        return "sensitive"
    if sides.unknown:
        return "known after apply"
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
