"""Reads an AWS account with boto3 clients that only read, from many threads at once.

Credentials, profile and AWS_ENDPOINT_URL come from boto3's usual places. Each reply is requested once and then cached,
so several services may ask for the same. Every failure is a CounterPromoError: see `aws.errors`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from types import TracebackType
from typing import Any, Self, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ProfileNotFound

from aws import read_only, truncated_replies
from aws.errors import FAILURES, NotServed, explain, lacks
from aws.retries import attempts
from errors import Refused

THREADS = 32  # they only wait for replies
WHOLE = ""
# The largest page sizes of AWS. SQS and S3 return no pages but cut the list, unless a page size is set.
_PAGE_SIZES = {
    "describe_parameters": 50,
    "list_buckets": 1000,
    "list_queues": 1000,
    "list_roles": 1000,
    "list_secrets": 100,
}
# Operations whose documentation says that an empty list is left out of the reply.
_LEFT_OUT_WHEN_EMPTY = {"describe_budgets", "list_queues"}

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
Reply = Mapping[str, Any]


class Aws:
    """Reads one account in one region. Use it as a context manager: leaving ends its threads."""

    def __init__(self, *, region: str, account_id: str, session: boto3.Session | None = None) -> None:
        self.region = region
        self.account_id = account_id
        try:
            self._session = session or boto3.Session(region_name=region)
        except ProfileNotFound as failure:
            raise explain(failure, service="sts", operation="GetCallerIdentity") from failure
        self.calls = 0
        self.unread: set[str] = set()
        self._counting = Lock()
        self._clients: dict[str, Any] = {}
        self._creating = Lock()
        self._asked: dict[str, Future[Any]] = {}
        self._asking = Lock()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="aws")

    def listing(self, service: str, operation: str, key: str, **parameters: Any) -> list[Any]:
        """Returns the items of all pages of a listing, which are in the member `key` of each reply.

        Raises Refused if a reply lacks the key: then the list is cut, not empty.
        """
        items: list[Any] = self._cached(
            (service, operation, key, parameters), lambda: self._pages(service, operation, key, parameters)
        )
        return items

    def reply(self, service: str, operation: str, key: str, **parameters: Any) -> Any:
        """Returns the member `key` of a reply, or the reply for WHOLE. Raises Refused if it lacks the key."""
        return self.reply_or_absent(service, operation, key, absent=(), **parameters)

    def reply_or_absent(
        self, service: str, operation: str, key: str, *, absent: Collection[str], **parameters: Any
    ) -> Any:
        """Returns the same as `reply`, but None for the error codes in `absent`."""
        return self._cached(
            (service, operation, key, parameters),
            lambda: self._one(service, operation, key, absent=absent, parameters=parameters),
        )

    def if_served(self, ask: Callable[[], _Result], *, otherwise: _Result) -> _Result:
        """Returns the answer; `otherwise`, and a note in `unread`, where the service does not serve the call.

        For calls about parts of a resource, which a region may lack: one of them does not hold up the rest.
        """
        return self._or_noted(ask, otherwise=otherwise, refused=NotServed)

    def if_readable(self, ask: Callable[[], _Result], *, otherwise: _Result) -> _Result:
        """Returns the answer; `otherwise`, and a note in `unread`, where AWS refuses the call for any reason.

        For what is around the environment: not to see it loses nothing of the environment itself.
        """
        return self._or_noted(ask, otherwise=otherwise, refused=Refused)

    def listing_if_served(self, service: str, operation: str, key: str, **parameters: Any) -> list[Any]:
        """Returns the same as `listing`; empty, and noted in `unread`, where the service does not serve the call."""
        nothing: list[Any] = []
        return self.if_served(lambda: self.listing(service, operation, key, **parameters), otherwise=nothing)

    def each(self, function: Callable[[_Item], _Result], items: Sequence[_Item]) -> list[_Result]:
        """Calls `function` for all items at once; returns the results in order. `function` must not call `each`."""
        return list(self._threads.map(function, items))

    def together(self, readers: Sequence[Callable[[], Iterable[_Item]]]) -> list[_Item]:
        """Runs readers at once; returns all their items, in the order of the readers. A reader may call `each`."""
        with ThreadPoolExecutor(max_workers=len(readers), thread_name_prefix="readers") as threads:
            return [item for part in threads.map(lambda reader: list(reader()), readers) for item in part]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _pages(self, service: str, operation: str, key: str, parameters: Reply) -> list[Any]:
        client = self._client(service)
        if not client.can_paginate(operation):
            return list(self._one(service, operation, key, absent=(), parameters=parameters))
        size = {"PageSize": _PAGE_SIZES[operation]} if operation in _PAGE_SIZES else {}
        items: list[Any] = []
        try:
            for page in client.get_paginator(operation).paginate(**parameters, PaginationConfig=size):
                if key not in page and operation not in _LEFT_OUT_WHEN_EMPTY:
                    raise lacks(key, service=service, operation=self._named(service, operation))
                items += page.get(key, [])
        except FAILURES as failure:
            raise explain(failure, service=service, operation=self._named(service, operation)) from failure
        return items

    def _one(self, service: str, operation: str, key: str, *, absent: Collection[str], parameters: Reply) -> Any:
        try:
            reply = getattr(self._client(service), operation)(**parameters)
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") in absent:
                return None
            raise explain(failure, service=service, operation=self._named(service, operation)) from failure
        except FAILURES as failure:
            raise explain(failure, service=service, operation=self._named(service, operation)) from failure
        if key == WHOLE:
            return reply
        if key not in reply:
            raise lacks(key, service=service, operation=self._named(service, operation))
        return reply[key]

    def _cached(self, question: tuple[Any, ...], ask: Callable[[], _Result]) -> _Result:
        """Returns the answer to a question. The first thread calls AWS; the others wait for its answer or error."""
        with self._asking:
            known = self._asked.get(key := json.dumps(question, sort_keys=True))
            answer = self._asked.setdefault(key, Future())
        if known is None:
            try:
                answer.set_result(ask())
            except BaseException as failure:  # noqa: BLE001 - raised in every thread that waits
                answer.set_exception(failure)
        result: _Result = answer.result()
        return result

    def _client(self, service: str) -> Any:
        """Returns the client of a service. Clients are created one at a time: boto3 creates them from shared state."""
        if service not in self._clients:
            with self._creating:
                if service not in self._clients:
                    make: Any = self._session.client
                    client = read_only.lock(make(service, region_name=self.region, config=_config()))
                    client.meta.events.register("before-call", self._count)
                    client.meta.events.register("before-parse", truncated_replies.check)
                    self._clients[service] = client
        return self._clients[service]

    def _named(self, service: str, operation: str) -> str:
        return str(self._client(service).meta.method_to_api_mapping[operation])

    def _or_noted(self, ask: Callable[[], _Result], *, otherwise: _Result, refused: type[Refused]) -> _Result:
        try:
            return ask()
        except refused as failure:
            with self._counting:
                self.unread.add(failure.message)
            return otherwise

    def _count(self, **_event: Any) -> None:
        with self._counting:
            self.calls += 1


def _config() -> Config:
    return Config(
        retries={"mode": "standard", "total_max_attempts": attempts(5)},
        connect_timeout=5,
        read_timeout=30,
        max_pool_connections=THREADS,
    )
