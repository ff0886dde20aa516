"""The sandbox starts on loopback, explains failures, and never outlives the process that started it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from sandbox.server import Sandbox, SandboxError
from tests.sandbox.account import ACCOUNT_ID, REGION, Account

PROJECT = Path(__file__).resolve().parent.parent.parent
PARENT = f"""
import signal, time
from sandbox.server import Sandbox
signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs this in the background made it deaf
with Sandbox.start(account_id="{ACCOUNT_ID}", region="{REGION}") as sandbox:
    print(sandbox.process.pid, flush=True)
    time.sleep(600)
"""


def start(*, port: int = 0) -> Sandbox:
    return Sandbox.start(account_id=ACCOUNT_ID, region=REGION, port=port)


def test_the_sandbox_answers_on_loopback_and_ends_with_its_block_after_an_error() -> None:
    sandbox = start()
    with pytest.raises(ZeroDivisionError):
        look_and_fail(sandbox)
    assert sandbox.process.poll() is not None
    assert not answers(sandbox.port)
    sandbox.stop()


def look_and_fail(sandbox: Sandbox) -> None:
    with sandbox:
        assert Account(sandbox.endpoint).client("sts").get_caller_identity()["Account"] == ACCOUNT_ID
        listening = [each for each in psutil.Process(sandbox.process.pid).net_connections() if each.status == "LISTEN"]
        assert {each.laddr.ip for each in listening} == {"127.0.0.1"}
        _ = 1 / 0


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=lambda number: number.name)
def test_the_sandbox_ends_when_its_parent_is_killed(number: signal.Signals) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=PROJECT, stdout=subprocess.PIPE, text=True)
    with parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert psutil.pid_exists(child)
        parent.send_signal(number)
    assert gone(child)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_the_sandbox_ends_on_a_signal(number: signal.Signals) -> None:
    with start() as sandbox:
        os.kill(sandbox.process.pid, number)
        assert sandbox.process.wait(timeout=5) == 0


def test_an_answer_is_sent_in_one_piece() -> None:
    """Go's client sometimes loses the second of two pieces and repeats a request that succeeded."""
    with start() as sandbox:
        for _ in range(10):
            with socket.create_connection(("127.0.0.1", sandbox.port), timeout=10) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                first = connection.recv(1 << 20)
            assert first.startswith(b"HTTP/1.1 200")
            assert first.rstrip().endswith(b"</ListAllMyBucketsResult>")


def test_a_used_port_is_named_in_the_error() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SandboxError, match=f"port {port} of 127.0.0.1 cannot be used"):
            start(port=port)


def test_a_failed_start_shows_the_end_of_the_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "moto.py").write_text("raise ImportError('moto is broken')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(SandboxError, match=r"exit code 1(.|\n)*moto is broken"):
        start()


def test_a_key_of_another_account_sees_that_account(corrected: Account) -> None:
    role = "arn:aws:iam::999999999999:role/visitor"
    given = corrected.client("sts").assume_role(RoleArn=role, RoleSessionName="visit")["Credentials"]
    keys = {"key": given["AccessKeyId"], "secret": given["SecretAccessKey"], "token": given["SessionToken"]}
    visitor = Account(corrected.endpoint, **keys)
    assert visitor.client("sts").get_caller_identity()["Account"] == "999999999999"
    corrected.client("sqs").create_queue(QueueName="of-the-first-account")
    assert "QueueUrls" not in visitor.client("sqs").list_queues()


def test_the_command_prints_export_lines_and_runs_until_interrupted() -> None:
    command = [sys.executable, "-m", "sandbox", "--empty"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        printed = until_comment(process)
        endpoint = next(line.partition("=")[2] for line in printed if line.startswith("export AWS_ENDPOINT_URL="))
        assert Account(endpoint).client("ec2").describe_vpcs()["Vpcs"][0]["IsDefault"]
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
    assert not answers(int(endpoint.rpartition(":")[2]))


def until_comment(process: subprocess.Popen[str]) -> list[str]:
    """Returns the lines that a terminal shows before the program waits."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or not lines[-1].startswith("#"):
        lines.append(process.stdout.readline().strip())
    return lines


def answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def gone(pid: int) -> bool:
    """Returns whether the process ends within five seconds."""
    for _ in range(50):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.1)
    os.kill(pid, signal.SIGKILL)
    return False
