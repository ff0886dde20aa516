"""One look at an account as `benchmarks/discover.py` measures it: in parallel, as discovery goes, or call after call.

In: settings, and an environment that leads to the account. Out: seconds, and every call that was made. Each look makes
its clients anew and waits 40 ms longer for every reply, as for that of a real region.
"""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError

from aws.reader import Aws
from modules.settings import Settings
from modules.stages import discover

DELAY_SECONDS = 0.04
TOKENS = {"ContinuationToken", "Marker", "NextToken", "nextToken"}
TOKENS |= {"StartRecordIdentifier", "StartRecordName", "StartRecordType"}


@dataclass(frozen=True)
class Call:
    """A request as a client was asked for it."""

    service: str
    operation: str
    parameters: Mapping[str, Any]

    @property
    def question(self) -> str:
        """Returns the key of a call, which is the same for every page of a listing."""
        asked = {key: value for key, value in self.parameters.items() if key not in TOKENS}
        return json.dumps([self.service, self.operation, asked], sort_keys=True)


@dataclass(frozen=True)
class Look:
    """One discovery: its duration in seconds, its calls, and the number of resources found."""

    seconds: float
    calls: Sequence[Call]
    found: int

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(call.question for call in self.calls)


def in_parallel(settings: Settings) -> Look:
    """Runs the discovery itself."""
    calls: list[Call] = []
    session = _delayed()
    _events(session).register(
        "provide-client-params",
        lambda *, params, model, **_: calls.append(Call(model.service_model.service_name, model.name, dict(params))),
    )
    began = time.perf_counter()
    with Aws(region=settings.aws.region, account_id=settings.aws.account_id, session=session) as aws:
        inventory = discover(aws, settings)
    return Look(time.perf_counter() - began, calls, len(inventory.found))


def in_series(calls: Sequence[Call]) -> float:
    """Seconds for the same calls, one after another. "There is none" is an answer, too."""
    session, clients = _delayed(), dict[str, Any]()
    make: Any = session.client
    began = time.perf_counter()
    for call in calls:
        if call.service not in clients:
            clients[call.service] = make(call.service)
        with suppress(ClientError):
            getattr(clients[call.service], xform_name(call.operation))(**call.parameters)
    return time.perf_counter() - began


def _delayed() -> boto3.Session:
    session = boto3.Session()
    _events(session).register("before-send", lambda **_: time.sleep(DELAY_SECONDS))
    return session


def _events(session: boto3.Session) -> Any:
    return session.events
