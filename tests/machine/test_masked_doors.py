"""Every door by which a text leaves the process: whatever a credential looks like, none of them lets it through."""

import datetime
import io
import json
import logging
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import click
import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from aws.errors import explain
from cli import terminal
from cli.terminal import print_error, say, step
from errors import CounterPromoError
from imports.files import report as import_report
from machine import masking, os_errors, unknown_errors
from machine.node_process import error_of
from report import markdown, text
from report.report import report_of
from terraform.diagnostics.error_messages import errors_of
from terraform.plan.plan import Plan
from terraform.process import Finished
from terraform.runner import TerraformFailed
from tests.machine.test_masking import SECRETS
from workflows import texts

Door = Callable[[str], str]
HERE = Path()


@contextmanager
def streams() -> Iterator[io.StringIO]:
    """Both streams of the command line, as `cli.app` sets them up."""
    heard = io.StringIO()
    terminal.stdout.cache_clear()
    terminal.stderr.cache_clear()
    with redirect_stdout(masking.masking(heard)), redirect_stderr(masking.masking(heard)):
        yield heard
    terminal.stdout.cache_clear()
    terminal.stderr.cache_clear()


def printed(doing: Callable[[], object]) -> str:
    with streams() as heard:
        doing()
    return heard.getvalue()


def logged(secret: str) -> str:
    """Hands over a warning of a library as Python itself does, where nobody has configured logging."""
    record = logging.LogRecord("a.library", logging.WARNING, "", 0, "it has %r", (secret,), None)
    assert logging.lastResort is not None
    return printed(lambda: logging.lastResort and logging.lastResort.handle(record))


def asked(secret: str) -> str:
    def doing() -> None:
        with step(f"reading {secret}") as news:
            news(f"still {secret}")

    return printed(doing)


def thrown(secret: str) -> str:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", folder)
        said: list[CounterPromoError] = []
        unknown_errors.report(KeyError(secret), said.append)
        details = "".join(file.read_text() for file in Path(folder).rglob("details.txt"))
    assert details
    return said[0].message + details


def of_terraform(secret: str) -> str:
    event = {"diagnostic": {"severity": "error", "summary": "no", "detail": f'token "{secret}" is wrong'}}
    errors = errors_of(stdout=json.dumps(event), stderr="") + errors_of(stdout="", stderr=f"│ Error: bad {secret}\n")
    finished = Finished(argv=("terraform", "plan"), cwd=HERE, exit_code=1, stdout="", stderr="")
    return TerraformFailed(finished, errors=errors).message


def plan_of(secret: str) -> Plan:
    entry = {"address": "aws_sqs_queue.a", "type": "aws_sqs_queue", "name": "a", "mode": "managed"}
    values = {"actions": ["update"], "before": {"policy": f"{'x' * 200}{secret}"}, "after": {"policy": secret}}
    return Plan.of({"resource_changes": [{**entry, "change": values}]})


def planned(secret: str) -> str:
    report = report_of(plan_of(secret), title=f"dev {secret}", verdict=None, has_changes=True)

    def showing() -> None:
        for _, line in text.render(report, blocked=True):
            say(line)

    shown = printed(showing)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.md"
        masking.write(file, markdown.render(report, today=datetime.date(2026, 1, 1)))
        return shown + file.read_text()


def commented(secret: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        body = Path(folder) / "body.md"
        body.write_text(f"| a | `{secret}` |", encoding="utf-8", errors="backslashreplace")
        return texts.text("plan", "dev", ended=texts.plan_exit_code(2), body=body, environ={})


def imported(secret: str) -> str:
    document: dict[str, Any] = {"captured": [{"value": secret, "of": [secret]}], "seconds": {"plan": None}}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        import_report.write(document, path)
        assert json.loads(path.read_text())["seconds"] == {"plan": None}
        return path.read_text()


def of_aws(secret: str) -> str:
    failure = ClientError({"Error": {"Code": "InvalidToken", "Message": f"the token {secret} is bad"}}, "ListQueues")
    return printed(lambda: print_error(explain(failure, service="sqs", operation="ListQueues")))


DOORS: dict[str, Door] = {
    "stdout": lambda secret: printed(lambda: say(f"it is {secret}")),
    "an error": lambda secret: printed(lambda: print_error(CounterPromoError(f"bad {secret}", cure=f"unset {secret}"))),
    "an error of the system": lambda secret: printed(
        lambda: print_error(os_errors.explain(OSError(2, "No such file", secret)))
    ),
    "an error of the options": lambda secret: printed(lambda: click.UsageError(f"no such option {secret}").show()),
    "a traceback": lambda secret: printed(lambda: print(f"ValueError: {secret!r}", file=sys.stderr)),
    "a log": logged,
    "progress": asked,
    "an error nobody explains": thrown,
    "an error of terraform": of_terraform,
    "an error of AWS": of_aws,
    "an error of Node": lambda secret: error_of(1, [f"Error: {secret}"], options="").message,
    "the report of a plan": planned,
    "a comment on GitHub": commented,
    "the report of an import": imported,
}


@pytest.mark.parametrize("door", DOORS)
@given(secret=SECRETS)
def test_no_credential_leaves_by_any_door(door: str, secret: str) -> None:
    masking.remember(secret)
    said = DOORS[door](secret)
    assert said
    pieces = [secret.strip(), *(piece for piece in secret.split() if len(piece) >= masking.CUT)]
    assert not [piece for piece in pieces if piece in said], said
    masking.forget()


NAMED = st.sampled_from(["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GITHUB_TOKEN", "PGPASSWORD", "TF_TOKEN_x"])


@given(secret=SECRETS, name=NAMED, door=st.sampled_from(sorted(DOORS)))
def test_the_value_of_a_variable_leaves_by_no_door(secret: str, name: str, door: str) -> None:
    masking.remember_environment({name: secret, "HOME": "/root"})
    assert secret.strip() not in DOORS[door](secret)
    masking.forget()


def test_a_stream_that_masks_has_no_way_around_it() -> None:
    stream = masking.masking(io.TextIOWrapper(io.BytesIO()))
    assert not hasattr(stream, "buffer")
    assert stream.encoding
