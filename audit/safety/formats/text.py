"""The baseline of a report for a terminal: findings with their cures, then what is inherited and accepted."""

from __future__ import annotations

from collections.abc import Iterator

from audit.safety.judge import Result, Safety, State


def lines(safety: Safety) -> Iterator[str]:
    """Yields the lines; none if nothing was to be judged. Held controls are only counted."""
    if safety.unread:
        yield f"baseline: not judged: {safety.unread}"
    if not safety.results:
        return
    yield f"baseline: {summary(safety)}"
    for one in safety.of(State.FAILED):
        yield f"{one.message}  [{one.control.id}]"
        yield f"  try: {one.control.cure} ({one.control.changes})"
    for control, named in by_control(safety.of(State.INHERITED)):
        first = named[0]
        yield f"inherited: {control}, {names(named)}: {first.detail}; expected: {first.control.expected}"
        yield f"  cure: {first.control.cure} ({first.control.changes})"
    for control, named in by_control(safety.of(State.ACCEPTED)):
        yield f"accepted: {control}, {names(named)}: {named[0].detail}: {named[0].reason}"
    for one in safety.of(State.UNDECIDED):
        yield f"not decided: {one.control.id}, {one.control.title}: {one.detail}"
    for exception in safety.unused:
        where = f" for {', '.join(exception.only)}" if exception.only else ""
        yield f"the exception from {exception.control}{where} matches no finding  [unused-exception]"
        yield "  try: remove it from [audit.accept]"


def summary(safety: Safety) -> str:
    """Returns how many results have each state: `3 failed, 60 held`."""
    counted = [(len(safety.of(state)), state.value) for state in State]
    return ", ".join(f"{number} {state}" for number, state in counted if number)


def by_control(results: tuple[Result, ...]) -> list[tuple[str, list[Result]]]:
    """Returns the results of each control that have the same detail and reason, under the control's id."""
    grouped: dict[tuple[str, str, str], list[Result]] = {}
    for one in results:
        grouped.setdefault((one.control.id, one.detail, one.reason), []).append(one)
    return [(key[0], named) for key, named in grouped.items()]


def names(results: list[Result]) -> str:
    """Returns the names of the resources."""
    return ", ".join(one.name or one.resource for one in results)
