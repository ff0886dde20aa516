"""An encoded denial of EC2 is decoded by STS where that is allowed, and the cure says so where it is not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from xml.sax.saxutils import escape

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from aws.authorization_messages import decoded, sentence
from aws.denials import ENCODED, parse
from aws.errors import explain
from terraform.diagnostics import error_messages
from tests.aws.credentials.person import KEY, SECRET, Person

MESSAGE = "4GIOHlTkIaWHQD0Q0m6XSnuUMCm-abc_123"
SAID = (
    "creating EC2 VPC: operation error EC2: CreateVpc, https response error StatusCode: 403, RequestID: 1, api error "
    f"UnauthorizedOperation: You are not authorized to perform this operation. {ENCODED}: {MESSAGE}"
)
VPC = "arn:aws:ec2:eu-west-2:437064342167:vpc/*"
DECODED = {
    "allowed": False,
    "explicitDeny": True,
    "matchedStatements": {"items": []},
    "context": {
        "principal": {"id": "AIDA", "name": "dev", "arn": "arn:aws:iam::437064342167:user/dev"},
        "action": "ec2:CreateVpc",
        "resource": VPC,
        "conditions": {"items": []},
    },
}


@contextmanager
def sts(status: int, answer: str) -> Iterator[str]:
    """The address of an STS that gives one answer, as AWS words it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer.encode())))
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def shown(person: Person, *, status: int, answer: str) -> error_messages.Explained:
    """The cause and the cure of terraform's error, where STS answers like this."""
    import os

    with sts(status, answer) as endpoint:
        person.has(AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET, AWS_ENDPOINT_URL_STS=endpoint).resolved()
        known = error_messages.explain((decoded(SAID, environ=os.environ),))
    assert known is not None
    return known


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person.make(tmp_path, monkeypatch)


def test_a_message_that_may_be_decoded_names_action_resource_and_deny(person: Person) -> None:
    text = escape(json.dumps(DECODED))
    answer = f"<DecodeAuthorizationMessageResponse><DecodeAuthorizationMessageResult><DecodedMessage>{text}"
    answer += "</DecodedMessage></DecodeAuthorizationMessageResult></DecodeAuthorizationMessageResponse>"
    known = shown(person, status=200, answer=answer)
    assert (
        known.what
        == f"not allowed to call ec2:CreateVpc on {VPC} (UnauthorizedOperation): a policy denies it explicitly"
    )
    assert known.cure.startswith("remove the Deny statement for ec2:CreateVpc")
    assert "DecodeAuthorizationMessage" not in known.cure


def test_a_message_that_may_not_be_decoded_says_how_it_can_be(person: Person) -> None:
    denied = "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
    known = shown(person, status=403, answer=denied)
    assert known.what == "not allowed to call ec2:CreateVpc (UnauthorizedOperation)"
    assert known.cure == (
        "grant ec2:CreateVpc to these credentials; grant sts:DecodeAuthorizationMessage to these credentials and run "
        "again to read AWS's whole reason"
    )


def test_without_credentials_the_message_stays_out_of_the_text() -> None:
    text = decoded(SAID, environ={"AWS_PROFILE": "of nobody"})
    assert MESSAGE not in text
    assert text.endswith(ENCODED)
    assert decoded("an ordinary error", environ={}) == "an ordinary error"


def test_a_call_of_boto3_says_how_it_can_be_decoded() -> None:
    failure = ClientError({"Error": {"Code": "UnauthorizedOperation", "Message": SAID}}, "DescribeVpcs")
    error = explain(failure, service="ec2", operation="DescribeVpcs")
    assert "sts:DecodeAuthorizationMessage" in error.cure
    assert MESSAGE not in error.message


@given(
    explicit=st.booleans(),
    action=st.from_regex(r"[a-z0-9-]{2,9}:[A-Z][A-Za-z]{2,9}", fullmatch=True),
    resource=st.from_regex(r"arn:aws:ec2:[a-z0-9-]{1,9}:[0-9]{12}:[a-z-]{2,9}/[a-z0-9*]{1,9}", fullmatch=True),
)
def test_a_decoded_message_is_read_like_any_other_denial(explicit: bool, action: str, resource: str) -> None:
    (denial,) = parse(sentence({"explicitDeny": explicit, "context": {"action": action, "resource": resource}}))
    assert (denial.action, denial.resource, denial.explicit) == (action, resource, explicit)
    assert "an action" in sentence({})
