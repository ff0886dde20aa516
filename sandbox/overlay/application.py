"""The overlay as a WSGI application around the emulator, and the address under which its amendments are set.

`PUT /_overlay` takes a JSON list of amendments in place of those there were, `GET` shows them with `met`, the number of
answers each was merged into. No bucket can have that name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from moto.core.request import Request, determine_request_protocol
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from sandbox.authorization import calls
from sandbox.overlay.amendment import Amendment
from sandbox.overlay.answer import Answer, parsed, written
from sandbox.overlay.client import PATH
from sandbox.overlay.merge import amend, concerns
from sandbox.overlay.validate import InvalidAmendment

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
# As IAM calls the services, and as botocore does.
_MODELS = {"elasticloadbalancing": "elbv2", "monitoring": "cloudwatch"}


@dataclass(kw_only=True)
class Overlay:
    """The amendments of a running emulator, and how many answers each was merged into."""

    application: Application
    amendments: Sequence[Amendment] = ()
    met: Counter[int] = field(default_factory=Counter)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == PATH:
            answered: Iterable[bytes] = self._set(environ)(environ, start_response)
            return answered
        if not self.amendments or not calls.signed_by(environ):
            return self.application(environ, start_response)
        try:
            call = calls.read(environ)
        except NotFound:
            return self.application(environ, start_response)
        service = _MODELS.get(call.service, call.service)
        wanted = [
            number
            for number, each in enumerate(self.amendments)
            if (each.service, each.operation) == (service, call.name) and concerns(each, call.parameters)
        ]
        if not wanted:
            return self.application(environ, start_response)
        content_type = environ.get("CONTENT_TYPE", "")
        changed = self._amended(self._answer(environ), call.operation, content_type, wanted)
        start_response(f"{changed.status} {HTTPStatus(changed.status).phrase}", list(changed.headers.items()))
        return [changed.body]

    def _answer(self, environ: dict[str, Any]) -> Answer:
        head: list[Any] = []
        body = b"".join(self.application(environ, lambda *given, **_: head.extend(given)))
        return Answer(status=int(head[0].split()[0]), headers=dict(head[1]), body=body)

    def _amended(self, answer: Answer, operation: Any, content_type: str, wanted: Sequence[int]) -> Answer:
        """Returns the amended answer; an amendment of the answer as a whole replaces an error of the emulator, too."""
        protocol = determine_request_protocol(operation.service_model, content_type)
        members = parsed(answer, operation, protocol)
        for number in wanted:
            if answer.status < 300 or not self.amendments[number].at:
                self.met[number] += amend(members, self.amendments[number])
        return written(members, operation, protocol, answer.headers) if members else answer

    def _set(self, environ: dict[str, Any]) -> Response:
        request = Request(environ)
        if request.method == "PUT":
            try:
                amendments = tuple(Amendment.read(each) for each in json.loads(request.get_data()))
            except (InvalidAmendment, ValueError) as error:
                return Response(str(error), status=HTTPStatus.BAD_REQUEST)
            self.amendments, self.met = amendments, Counter()
        shown = [{**each.as_json(), "met": self.met[number]} for number, each in enumerate(self.amendments)]
        return Response(json.dumps(shown), content_type="application/json")
