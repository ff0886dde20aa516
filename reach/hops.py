"""Steps of a path: a path is a list of hops, each checked and named; a finding is a hop that stops it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """The result of checking one hop. `UNKNOWN`: the facts at hand do not decide it."""

    PASSES = "passes"
    STOPS = "stops"
    UNKNOWN = "unknown"


class Phase(StrEnum):
    """The part of a service's life that needs the path."""

    START = "start"
    RUN = "run"
    SERVE = "serve"


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One hop: `name` says what was checked, `detail` what is there, `cure` what makes it pass."""

    name: str
    state: State
    detail: str = ""
    cure: str = ""


@dataclass(frozen=True, kw_only=True)
class Path:
    """A thing that a service does, such as `pull nginx:1`, and the hops that it takes, in their order.

    `ends` are the two things that it leads between, for a picture; `port` is the TCP port at the far end, 0 for HTTPS.
    `target` is the name of the resource that it leads to, such as a queue, and empty if `ends` says it.
    """

    service: str
    does: str
    phase: Phase
    rule: str
    hops: tuple[Hop, ...]
    ends: tuple[str, str] = ("", "")
    port: int = 0
    target: str = ""

    @property
    def stopped_at(self) -> Hop | None:
        """Returns the first hop that stops the path; None if no hop does."""
        return next((hop for hop in self.hops if hop.state is State.STOPS), None)

    @property
    def unknown(self) -> tuple[Hop, ...]:
        """Returns the hops that the facts at hand do not decide."""
        return tuple(hop for hop in self.hops if hop.state is State.UNKNOWN)

    @property
    def key(self) -> tuple[str, str]:
        """Returns the service and its action, which identify a path in an environment."""
        return self.service, self.does


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A hop that stops a path: service, what it cannot do, the hop, why, and the cure."""

    service: str
    cannot: str
    phase: Phase
    rule: str
    hop: str
    detail: str
    cure: str

    @property
    def message(self) -> str:
        """Returns the finding in one sentence, without the cure."""
        return f"{self.service} cannot {self.cannot}: {self.detail}"


def findings(paths: Iterable[Path]) -> tuple[Finding, ...]:
    """Returns a finding for each hop that stops a path, in their order; hops of one path with one cure are one."""
    return tuple(finding for path in paths for finding in _of_path(path))


def _of_path(path: Path) -> Iterator[Finding]:
    stops = {hop.cure: hop for hop in reversed(path.hops) if hop.state is State.STOPS}
    for hop in reversed(stops.values()):
        yield Finding(
            service=path.service,
            cannot=path.does,
            phase=path.phase,
            rule=path.rule,
            hop=hop.name,
            detail=hop.detail,
            cure=hop.cure,
        )


def checked(name: str, holds: bool | None, *, detail: str, cure: str = "", unknown: str = "") -> Hop:
    """Returns a hop from a verdict: True passes, False stops, None is unknown.

    `detail` says why it stops, `unknown` why nothing decides it.
    """
    if holds is None:
        return undecided(name, unknown or "the facts at hand do not decide it")
    return stopped(name, detail, cure=cure) if holds is False else Hop(name=name, state=State.PASSES)


def stopped(name: str, detail: str, *, cure: str) -> Hop:
    """Returns a hop that stops the path."""
    return Hop(name=name, state=State.STOPS, detail=detail, cure=cure)


def undecided(name: str, detail: str) -> Hop:
    """Returns a hop that nothing decides."""
    return Hop(name=name, state=State.UNKNOWN, detail=detail)


def every(verdicts: Iterable[bool | None]) -> bool | None:
    """Returns True if all hold, False if one does not, otherwise None."""
    seen = list(verdicts)
    if False in seen:
        return False
    return None if None in seen else True


def some(verdicts: Iterable[bool | None]) -> bool | None:
    """Returns True if one holds, False if none does, otherwise None."""
    seen = list(verdicts)
    if True in seen:
        return True
    return None if None in seen else False
