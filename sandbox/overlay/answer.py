"""An answer of the emulator, read and written in AWS's protocols: query, ec2, json and rest-xml.

In: status, headers and body as they leave the emulator. Out: the body with amendments merged in. botocore reads it,
moto writes it; an answer that would not come back the same without any amendment is not touched, and that is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.awsrequest import HeadersDict
from botocore.parsers import create_parser
from moto.core.serialize import get_serializer_class

OK = 200


class NotTheSame(RuntimeError):
    """The emulator's answer, read and written again, lost something: the overlay would change more than it says."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer as the emulator sent it."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def parsed(answer: Answer, operation: Any, protocol: str) -> dict[str, Any]:
    """Returns the members of an answer; none where the emulator answered with an error. Raises NotTheSame."""
    if answer.status >= 300:
        return {}
    members = _read(answer, operation, protocol)
    again = _read(written(members, operation, protocol, answer.headers), operation, protocol)
    before, after = _whole_seconds(members), _whole_seconds(again)
    if after != before:
        lost = sorted(name for name in {*members, *again} if before.get(name) != after.get(name))
        raise NotTheSame(f"{operation.name}: {', '.join(lost)} cannot be written as it was read")
    return members


def written(members: Mapping[str, Any], operation: Any, protocol: str, headers: Mapping[str, str]) -> Answer:
    """Returns the answer that says these members, in the protocol of the request."""
    serializer = get_serializer_class(operation.service_model.service_name, protocol)(operation_model=operation)
    made = serializer.serialize(members)
    body = made["body"]
    kept = {name: value for name, value in headers.items() if name.lower() not in ("content-length", "content-type")}
    said = {str(name): str(value) for name, value in made["headers"].items()}
    whole = body if isinstance(body, bytes) else body.encode()
    return Answer(status=OK, headers=kept | said | {"Content-Length": str(len(whole))}, body=whole)


def _whole_seconds(value: Any) -> Any:
    """Returns the value with its times cut to seconds, which is all that some protocols write."""
    if isinstance(value, dict):
        return {name: _whole_seconds(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_whole_seconds(item) for item in value]
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def _read(answer: Answer, operation: Any, protocol: str) -> dict[str, Any]:
    response = {"status_code": answer.status, "headers": HeadersDict(answer.headers), "body": answer.body}
    members: dict[str, Any] = create_parser(protocol).parse(response, operation.output_shape)
    members.pop("ResponseMetadata", None)
    return members
