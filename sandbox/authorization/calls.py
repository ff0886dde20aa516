"""Reads a WSGI request as AWS does: the action of a service, and its parameters."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router

_SIGNED = re.compile(r"Credential=(?P<key>[^/]+)/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/aws4_request")
# As a request is signed -> as botocore calls it, and as IAM does.
_MODELS = {
    "elasticfilesystem": "efs",
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "states": "stepfunctions",
}
_PREFIXES = {"monitoring": "cloudwatch"}
_JSON, _QUERY = ("json", "rest-json"), ("query", "ec2")


@dataclass(frozen=True, kw_only=True)
class Call:
    """`service` is IAM's prefix; `operation` is a moto OperationModel, for answers in the format of the service."""

    key: str
    region: str
    service: str
    operation: Any
    parameters: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.operation.name)


def signed_by(environ: Mapping[str, Any]) -> str:
    """Returns the access key of a request; empty if the request is not signed."""
    signed = _SIGNED.search(environ.get("HTTP_AUTHORIZATION", ""))
    return signed["key"] if signed else ""


def read(environ: dict[str, Any]) -> Call:
    """Reads the call and leaves the body to be read again. Raises werkzeug's NotFound if no AWS service answers the
    request.
    """
    signed = _SIGNED.search(environ["HTTP_AUTHORIZATION"])
    assert signed
    service = signed["service"]
    body = b"" if service == "s3" else _kept(environ)
    request = Request(environ if service == "s3" else {**environ, "wsgi.input": io.BytesIO(body)})
    operation, in_path = get_service_router(_MODELS.get(service, service)).match(request)
    return Call(
        key=signed["key"],
        region=signed["region"],
        service=_PREFIXES.get(service, service),
        operation=operation,
        parameters={**_in_body(request, operation, body), **in_path},
    )


def _kept(environ: dict[str, Any]) -> bytes:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def _in_body(request: Request, operation: Any, body: bytes) -> dict[str, Any]:
    """Returns the parameters in the body. For XML bodies, only path and query matter here."""
    protocol = determine_request_protocol(operation.service_model, request.content_type)
    if protocol in _JSON:
        given = json.loads(body or b"{}")
        return given if isinstance(given, dict) else {}
    if protocol in _QUERY:
        parser = PROTOCOL_PARSERS[protocol](operation)
        return dict(
            parser.parse(
                {
                    "method": request.method,
                    "values": request.values,
                    "headers": request.headers,
                    "body": body,
                    "url_path": request.path,
                    "url_params": {},
                }
            )
        )
    return {**request.args, **_by_member(operation, request.args)}


def _by_member(operation: Any, query: Mapping[str, str]) -> dict[str, str]:
    """Returns the parameters of the query by the names of botocore's model: `id` of S3 is its `Id`."""
    members = operation.input_shape.members if operation.input_shape else {}
    names = {member: shape.serialization.get("name", member) for member, shape in members.items()}
    return {member: query[name] for member, name in names.items() if name in query}
