"""The proxy: microburst in front of a running sandbox, in a thread of this process.

Input: a sandbox. Output: an endpoint for clients, and the number of requests that each fault met.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from microburst.app import make_app
from microburst.core.pipeline import Microburst

from sandbox.env_vars import isolated_environment
from sandbox.faults.kinds import Kind
from sandbox.server import LOOPBACK, Sandbox

START_SECONDS = 20
STOP_SECONDS = 5


class NeverFired(AssertionError):
    """A fault was injected and no request met it, so the fault explains nothing."""


@dataclass(frozen=True, kw_only=True)
class Injected:
    """A fault that waits for requests."""

    what: str
    rule: Any

    @property
    def fired(self) -> int:
        """Returns the number of requests that met the fault."""
        return int(self.rule.fired_count)


class Faults:
    """A context manager; leaving the block closes the port. Several can run in front of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._proxy = Microburst(sandbox.endpoint, resign=False)
        self._loop = asyncio.new_event_loop()
        self._runner = web.AppRunner(make_app(self._proxy), shutdown_timeout=1)
        self._thread = Thread(target=self._loop.run_forever, name="faults", daemon=True)
        self._port = 0

    @property
    def endpoint(self) -> str:
        """Returns the URL of the faulty AWS, for `AWS_ENDPOINT_URL`."""
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def requests(self) -> int:
        """Returns the number of all requests, faulty or not."""
        return int(self._proxy.requests_seen)

    def environment(self) -> dict[str, str]:
        """Returns a client's complete environment, as the sandbox's own, through the proxy."""
        return isolated_environment(endpoint=self.endpoint, region=self._sandbox.region)

    @contextmanager
    def inject(
        self,
        kind: Kind,
        *,
        service: str,
        action: str = "",
        times: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> Iterator[Injected]:
        """Answers the first `times` requests for this service and action with `kind`; None means all of them.

        A request must have the parts of headers in `headers` and match the JMESPath expression `body`. Raises
        `NeverFired` at the end of the block if no request met the fault.
        """
        match = {"service": service, "operation": action or None, "headers": headers, "body": body, "times": times}
        (rule,) = self._proxy.engine.add_rules([{**kind, **match}])
        injected = Injected(what=f"{service}:{action or '*'}", rule=rule)
        try:
            yield injected
        finally:
            self._proxy.engine.rules.remove(rule)
        if not injected.fired:
            raise NeverFired(f"no request for {injected.what} met the fault")

    def __enter__(self) -> Self:
        self._thread.start()
        self._wait(asyncio.run_coroutine_threadsafe(self._listen(), self._loop), START_SECONDS)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wait(asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop), STOP_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_SECONDS)
        self._loop.close()

    async def _listen(self) -> None:
        await self._runner.setup()
        site = web.TCPSite(self._runner, LOOPBACK, 0)
        await site.start()
        (self._port,) = [address[1] for address in self._runner.addresses]

    @staticmethod
    def _wait(doing: Future[None], seconds: float) -> None:
        doing.result(timeout=seconds)
