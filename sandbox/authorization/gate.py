"""Lets a request through to the emulator, or answers it with the denial of its service, in its format."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from moto.core.exceptions import ServiceException
from moto.core.serialize import get_serializer_class
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from sandbox.authorization import calls, checks, verdict
from sandbox.authorization.calls import Call
from sandbox.authorization.verdict import Denial

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
_CODES = {"ec2": "UnauthorizedOperation"}
_FIRST = {"ec2": "You are not authorized to perform this operation. "}
_FORBIDDEN = 403
_REFUSED = {"json": 400}


class Denied(ServiceException):  # type: ignore[misc]
    """The denial as an exception. moto looks up its own exceptions in the model of one service; this one fits all."""


def authorized(application: Application, *, account_id: str) -> Application:
    """Returns the application with the checks in front. A key that this account did not issue is the root user's."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = calls.signed_by(environ)
        if not key or verdict.is_root(key, account_id=account_id):
            return application(environ, start_response)
        try:
            call = calls.read(environ)
        except NotFound:
            return application(environ, start_response)
        denial = verdict.refused(
            checks.of(call, account_id=account_id),
            key=key,
            token=environ.get("HTTP_X_AMZ_SECURITY_TOKEN", ""),
            account_id=account_id,
        )
        if denial is None:
            return application(environ, start_response)
        answered: Iterable[bytes] = _denied(call, denial)(environ, start_response)
        return answered

    return answer


def _denied(call: Call, denial: Denial) -> Response:
    """Returns the denial in the format of the service."""
    protocol = str(call.operation.service_model.protocol)
    code = _CODES.get(call.service, "AccessDeniedException" if protocol in ("json", "rest-json") else "AccessDenied")
    said = f"{_FIRST.get(call.service, '')}{denial}"
    serializer = get_serializer_class(call.operation.service_model.service_name, protocol)(
        operation_model=call.operation
    )
    body = serializer.serialize(Denied(code, said))
    return Response(
        body["body"],
        status=_REFUSED.get(protocol, _FORBIDDEN),
        headers={str(k): str(v) for k, v in body["headers"].items()},
    )
