"""AWS as a script: replies written by hand, given to the real boto3 clients in place of the network.

An unscripted call fails the test. Retries, parsing and paging are botocore's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse

from aws.reader import Aws


@dataclass(frozen=True)
class Reply:
    """One HTTP reply."""

    body: str
    status: int = 200


@dataclass
class Script:
    """Replies by `service.Operation`, each a list to go through (the last stays) or an exception to raise."""

    replies: Mapping[str, list[Reply] | Exception]
    asked: list[str] = field(default_factory=list)

    def aws(self) -> Aws:
        session = boto3.Session(aws_access_key_id="x", aws_secret_access_key="x", region_name="eu-west-2")
        events: Any = session.events
        events.register("before-send", self._answer)
        return Aws(region="eu-west-2", account_id="123456789012", session=session)

    def _answer(self, *, request: Any, event_name: str, **_event: Any) -> AWSResponse:
        call = event_name.removeprefix("before-send.")
        self.asked.append(call)
        reply = self.replies[call]
        if isinstance(reply, Exception):
            raise reply
        said = reply.pop(0) if len(reply) > 1 else reply[0]
        headers: Any = {"Content-Type": "text/xml" if said.body.startswith("<") else "application/x-amz-json-1.1"}
        return AWSResponse(request.url, said.status, headers, _Raw(said.body.encode()))


@dataclass
class _Raw:
    """The stream from which botocore reads a body."""

    body: bytes

    def stream(self, amt: int = 0, decode_content: bool = False) -> Iterator[bytes]:
        yield self.body

    def read(self, amt: int | None = None) -> bytes:
        body, self.body = self.body, b""
        return body


# No task is there, so that none refers to a secret or parameter.
NO_TASKS = {
    "ecs.ListTaskDefinitions": [Reply('{"taskDefinitionArns": []}')],
    "ecs.ListClusters": [Reply('{"clusterArns": []}')],
}


def ec2_error(code: str, status: int = 403) -> Reply:
    return Reply(
        f"<Response><Errors><Error><Code>{code}</Code><Message>No.</Message></Error></Errors></Response>", status
    )


def json_error(code: str, status: int = 400) -> Reply:
    return Reply(f'{{"__type": "{code}", "message": "No."}}', status)
