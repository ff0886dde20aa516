"""Limits of this machine, a folder that cannot be made, and other servers in place of AWS: cause and cure."""

import json
import ssl
from pathlib import Path

import pytest
from botocore.exceptions import SSLError
from botocore.parsers import ResponseParserError

from aws.errors import Failure, explain
from errors import CounterPromoError
from machine import unknown_errors
from machine.node_process import error_of
from operations import synth
from operations.node import find_node
from operations.workspace import Workspace
from terraform.diagnostics import crash, error_messages
from terraform.executable import terraform_version
from tests.conftest import ENVS
from tests.faults.row import Fault
from tests.faults.surroundings.rows import Surroundings

Capsys = pytest.CaptureFixture[str]
# As Go 1.23 and V8 11 print them under `ulimit -v`.
OF_GO = (
    "fatal error: failed to reserve page summary memory\n\nruntime stack:\nruntime.throw({0x380c7c1, 0x7f11aaaed008})"
)
OF_V8 = "#\n# Fatal process OOM in Failed to reserve virtual memory for CodeRange\n#"
PAGE = "Unable to parse response (syntax error: line 1, column 0), invalid XML received: b'<!DOCTYPE html>\\n<html>'"


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        (Surroundings.WEB_PAGE, ResponseParserError(PAGE)),
        (
            Surroundings.NO_TLS,
            SSLError(endpoint_url="https://x", error=ssl.SSLError("[SSL: WRONG_VERSION_NUMBER] wrong version number")),
        ),
        (Surroundings.MODELS, json.JSONDecodeError("Expecting value", "{", 1)),
    ],
)
def test_answer_of_another_server_is_named(fault: Fault, failure: Failure, capsys: Capsys) -> None:
    fault.check_error(explain(failure, service="sts", operation="GetCallerIdentity"), capsys)


def test_stack_folder_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    monkeypatch.setenv("CDKTF_OUTDIR", "/dev/null/out")
    with pytest.raises(CounterPromoError) as stopped:
        synth.synthesize(Workspace.of(envs=ENVS), only=["dev"])
    Surroundings.OUTDIR.check_error(stopped.value, capsys)


def program(folder: Path, name: str, *, prints: str) -> Path:
    """A program that prints this on stderr and fails."""
    (folder / "said").write_text(prints)
    path = folder / name
    path.write_text(f'#!/bin/sh\ncat "{folder}/said" >&2\nexit 2\n')
    path.chmod(0o755)
    return path


def test_missing_memory_for_terraform_is_named(tmp_path: Path, capsys: Capsys) -> None:
    with pytest.raises(CounterPromoError) as stopped:
        terraform_version(str(program(tmp_path, "terraform", prints=OF_GO)))
    Surroundings.NO_MEMORY.check_error(stopped.value, capsys)


def test_no_memory_for_the_provider_is_no_crash_of_it(capsys: Capsys) -> None:
    """Terraform reports each call to the provider that ended: none of them is about a resource."""
    lost = "Plugin did not respond\nThe plugin encountered an error, and failed to respond to the plugin"
    stdout = json.dumps({"@level": "error", "diagnostic": {"severity": "error", "summary": lost}})
    stack = (
        "Stack trace from the terraform-provider-aws_v5.100.0_x5 plugin:\n\nfatal error: out of memory\n\ngoroutine 11"
    )
    errors = error_messages.errors_of(stdout=stdout, stderr=stack)
    assert crash.crashed(error_messages.errors_of(stdout=stdout, stderr="panic: nil"))
    assert not crash.crashed(errors)
    explained = error_messages.explain(errors)
    assert explained is not None
    Surroundings.NO_MEMORY.check_error(CounterPromoError(explained.what, cure=explained.cure), capsys)


def test_missing_memory_for_node_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    monkeypatch.setenv("PATH", f"{program(tmp_path, 'node', prints=OF_V8).parent}:/usr/bin:/bin")
    with pytest.raises(CounterPromoError) as stopped:
        find_node()
    Surroundings.NO_MEMORY_FOR_NODE.check_error(stopped.value, capsys)
    assert "was killed" in error_of(-5, OF_V8.splitlines(), options="").message


@pytest.mark.parametrize("call", ["fork/exec /x/terraform-provider-aws: ", "open /x/plan: "])
def test_limit_of_open_files_is_named(call: str, capsys: Capsys) -> None:
    explained = error_messages.explain((f"Failed to instantiate provider\n{call}too many open files",))
    assert explained is not None
    Surroundings.OPEN_FILES.check_error(CounterPromoError(explained.what, cure=explained.cure), capsys)


def test_limit_of_threads_is_named() -> None:
    known = unknown_errors.explain(RuntimeError("can't start new thread"))
    assert known is not None
    assert known.message == "this machine has reached a limit: can't start new thread"
