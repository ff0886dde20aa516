"""Reads the live resources of an account, all services at once.

One service that cannot be read makes discovery fail: a resource that was not seen must not count as absent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

from aws.reader import Aws
from errors import CounterPromoError, Refused
from imports.model import Found

_Settings = TypeVar("_Settings")
Progress = Callable[[str, int], None]
_Areas = Mapping[str, Callable[[Aws, _Settings], list[Found]]]


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """The live resources, sorted by type and id, the number of AWS calls, and the duration.

    `unread` are the calls about parts of resources that a service does not serve: these parts were not looked for.
    """

    found: tuple[Found, ...]
    api_calls: int
    seconds: float
    unread: tuple[str, ...] = ()


class Incomplete(Refused):
    """Some services could not be read; `failures` is service -> error."""

    def __init__(self, failures: Mapping[str, CounterPromoError]) -> None:
        lines = [f"  {area}: {failure.message}" for area, failure in failures.items()]
        cures = dict.fromkeys(failure.cure for failure in failures.values())
        super().__init__("\n".join(["discovery is incomplete", *lines]), cure="; ".join(cures))
        self.failures = failures


def look(aws: Aws, settings: _Settings, *, into: _Areas[_Settings], done: Progress | None = None) -> Inventory:
    """Reads all these services at once. `done(service, number of resources)` is called when a service is finished.

    Raises Incomplete if a service could not be read, CounterPromoError if AWS does not answer or the credentials fail.
    """
    began = time.perf_counter()
    with ThreadPoolExecutor(len(into), thread_name_prefix="area") as threads:
        started = {name: threads.submit(find, aws, settings) for name, find in into.items()}
        for name, future in started.items():
            if done:
                future.add_done_callback(_reporter(name, done))
    failures = {name: failure for name, future in started.items() if (failure := _failure(future))}
    if failures:
        raise _one_error(failures)
    found = _merged(live for future in started.values() for live in future.result())
    return Inventory(
        found=tuple(found[key] for key in sorted(found)),
        api_calls=aws.calls,
        seconds=time.perf_counter() - began,
        unread=tuple(sorted(aws.unread)),
    )


def _merged(all_found: Iterable[Found]) -> dict[tuple[str, str], Found]:
    """Returns each resource once, with the facts of all areas that found it, and the name of the last."""
    found = dict[tuple[str, str], Found]()
    for live in all_found:
        earlier = found.get(live.key)
        found[live.key] = replace(live, facts={**earlier.facts, **live.facts}) if earlier else live
    return found


def _reporter(name: str, done: Progress) -> Callable[[Future[list[Found]]], None]:
    def report(future: Future[list[Found]]) -> None:
        if future.exception() is None:
            done(name, len(future.result()))

    return report


def _failure(future: Future[list[Found]]) -> CounterPromoError | None:
    """Returns the error of a service; None if there is none. Raises an error that is not a CounterPromoError."""
    error = future.exception()
    if error is None or isinstance(error, CounterPromoError):
        return error
    raise error


def _one_error(failures: Mapping[str, CounterPromoError]) -> CounterPromoError:
    """Returns one error: a dead endpoint or bad credentials once, refused calls by service."""
    broken = next((failure for failure in failures.values() if not isinstance(failure, Refused)), None)
    return broken or Incomplete(failures)
