"""A request to AWS as policies see it: action, resource and the condition keys that are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request of a role. `context` is condition key (lower case) -> value; a key it lacks is not known."""

    action: str
    resource: str
    role: str
    account: str
    context: Mapping[str, str] = field(default_factory=dict)


class Effect(StrEnum):
    """The answer of policies to a request. `UNKNOWN`: a document or a condition key is not known."""

    ALLOWED = "allowed"
    DENIED = "denied"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer, and the policy that decides it, in words (`the endpoint policy`)."""

    effect: Effect
    by: str = ""

    @property
    def holds(self) -> bool | None:
        """Returns True if allowed, False if denied, None if not known."""
        return {Effect.ALLOWED: True, Effect.DENIED: False, Effect.UNKNOWN: None}[self.effect]
