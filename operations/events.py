"""Events that operations report while they run. Each is a fact that a caller may show; none asks for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from envs.open_decisions import Reminder
from guard.verdict import Verdict
from imports.model import Outcome
from terraform.plan.counts import Counts
from terraform.plan.plan import Plan
from terraform.state.backend_status import Lock


@dataclass(frozen=True, kw_only=True)
class DecisionOpen:
    """A person has not yet decided something in the settings."""

    reminder: Reminder


@dataclass(frozen=True, kw_only=True)
class ResourcesMatched:
    """The declared resources of a stack were matched with live ones; `unread` are calls that no service served."""

    stack: str
    outcome: Outcome
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportPlanned:
    """An import was planned; `proven` is True if it changes no live resource."""

    title: str
    counts: Counts
    proven: bool


@dataclass(frozen=True, kw_only=True)
class PlanJudged:
    """A plan was made and the guard judged it; whether the guard lets it pass is in the verdict."""

    stack: str
    summary: Plan
    verdict: Verdict
    has_changes: bool


@dataclass(frozen=True, kw_only=True)
class PlanMade:
    """A plan was made that nobody applies, to see if there are changes; there are some."""

    title: str
    summary: Plan


@dataclass(frozen=True, kw_only=True)
class StateCompleted:
    """Arguments that only the state holds were written into it; nothing changed in AWS."""

    environment: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FileWritten:
    """A settings file, or a file beside it, was written or removed."""

    environment: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class StateCopied:
    """A copy of the state was written to a private file."""

    environment: str
    path: Path


@dataclass(frozen=True, kw_only=True)
class LockFound:
    """Somebody holds the lock of a state, since so many whole minutes."""

    environment: str
    lock: Lock
    minutes: int


Event = (
    DecisionOpen
    | ResourcesMatched
    | ImportPlanned
    | PlanJudged
    | PlanMade
    | StateCompleted
    | FileWritten
    | StateCopied
    | LockFound
)
