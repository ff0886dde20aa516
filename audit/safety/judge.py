"""Evaluates the baseline: facts and accepted exceptions in, one result for each control and resource out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from audit.safety.control import Control
from audit.safety.facts import Facts, Resource


class State(StrEnum):
    """The state of a control."""

    HELD = "held"
    FAILED = "failed"
    ACCEPTED = "accepted"
    INHERITED = "inherited"
    UNDECIDED = "not decided"


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """An exception from a control, with its reason. `only` names resources; empty for all of them."""

    control: str
    reason: str
    only: tuple[str, ...] = ()

    def matches(self, control: Control, resource: Resource) -> bool:
        """Returns True if the exception is for this control of this resource."""
        return self.control == control.id and (not self.only or bool({resource.name, resource.address} & {*self.only}))


@dataclass(frozen=True, kw_only=True)
class Result:
    """One control judged on one resource. `detail` says what is wrong, or what is not known."""

    control: Control
    resource: str
    name: str
    state: State
    detail: str = ""
    reason: str = ""

    @property
    def message(self) -> str:
        """Returns the finding in one sentence."""
        return f"{self.name or self.resource}: {self.detail}; expected: {self.control.expected}"


@dataclass(frozen=True, kw_only=True)
class Safety:
    """The baseline of one environment. `unused` are exceptions that match no failed control.

    `unread` is why nothing was judged, if the account could not be read.
    """

    results: tuple[Result, ...]
    unused: tuple[Accepted, ...] = ()
    unread: str = ""

    def of(self, *states: State) -> tuple[Result, ...]:
        """Returns the results with these states."""
        return tuple(one for one in self.results if one.state in states)

    @property
    def passed(self) -> bool:
        """Returns True if no control fails and every exception is needed."""
        return not self.of(State.FAILED) and not self.unused


NOTHING_JUDGED = Safety(results=())


def judge(
    facts: Facts, controls: Sequence[Control], *, accepted: Sequence[Accepted] = (), made_by_hand: bool = False
) -> Safety:
    """Returns the state of every control. In an environment made by hand a fault is inherited, not failed."""
    results, used = [], set()
    for control in controls:
        for result, resource in _results(control, facts):
            exception = next((one for one in accepted if resource and one.matches(control, resource)), None)
            if result.state is State.FAILED and exception:
                used.add(exception)
                result = replace(result, state=State.ACCEPTED, reason=exception.reason)
            elif result.state is State.FAILED and made_by_hand:
                result = replace(result, state=State.INHERITED)
            results.append(result)
    # Settings and plans cannot show that an exception is not needed if it is for something that they do not show.
    open_ = {one.control.id for one in results if one.state is State.UNDECIDED}
    unused = tuple(one for one in accepted if one not in used and one.control not in open_)
    return Safety(results=tuple(results), unused=unused)


def _results(control: Control, facts: Facts) -> Iterator[tuple[Result, Resource | None]]:
    hidden = facts.hidden & {*control.of, *control.needs}
    if hidden:
        detail = f"only a live account shows {', '.join(sorted(hidden))}"
        yield Result(control=control, resource="", name="", state=State.UNDECIDED, detail=detail), None
        return
    for resource in facts.of(*control.of):
        detail = control.fault(resource, facts)
        state = State.FAILED if detail else State.HELD
        yield (
            Result(control=control, resource=resource.address, name=resource.name, state=state, detail=detail),
            resource,
        )
