"""The rows of the doctor: a subject, its condition, and the cure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from errors import CounterPromoError


class Health(Enum):
    """The result of a check, as it is printed."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One thing that was looked at."""

    subject: str
    health: Health
    detail: str
    cure: str = ""


def ok(subject: str, detail: str) -> Row:
    return Row(subject=subject, health=Health.OK, detail=detail)


def warn(subject: str, detail: str, *, cure: str) -> Row:
    return Row(subject=subject, health=Health.WARN, detail=detail, cure=cure)


def failed(subject: str, error: CounterPromoError) -> Row:
    return Row(subject=subject, health=Health.FAIL, detail=error.message, cure=error.cure)


def looked(subject: str, look: Callable[[], Row]) -> Row:
    """Returns the row of `look`, or the error that it raises as a row."""
    try:
        return look()
    except CounterPromoError as error:
        return failed(subject, error)
