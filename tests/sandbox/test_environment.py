"""Environment variables of the process that starts a sandbox: none of them misleads a client."""

import os
import subprocess
import sys

import pytest

from sandbox.env_vars import ACCESS_KEY_ID, UNANSWERABLE, child_environment, client_environment, isolated_environment
from sandbox.server import Sandbox
from tests.sandbox.account import ACCOUNT_ID, REGION

STRAYS = {
    "AWS_PROFILE": "production",
    "AWS_ACCESS_KEY_ID": "AKIAREALREALREALREAL",
    "AWS_SESSION_TOKEN": "a-real-token",
    "AWS_ENDPOINT_URL": "http://192.0.2.1",
    "AWS_ENDPOINT_URL_SQS": "http://192.0.2.2",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "HTTP_PROXY": "http://192.0.2.3:3128",
    "http_proxy": "http://192.0.2.3:3128",
    "MOTO_ACCOUNT_ID": "111111111111",
}
ASK = "import boto3; print(boto3.client('sts').get_caller_identity()['Account']); boto3.client('sqs').list_queues()"


def test_the_child_process_gets_no_aws_setting_and_no_proxy() -> None:
    seen = child_environment({"PATH": "/bin", **STRAYS})
    assert seen["PATH"] == "/bin"
    assert not {name for name in STRAYS if name in seen}


def test_a_misleading_variable_is_overridden_or_removed() -> None:
    endpoint = "http://127.0.0.1:1"
    over = client_environment(endpoint=endpoint, region=REGION, inherited=STRAYS)
    assert over["AWS_ENDPOINT_URL"] == over["AWS_ENDPOINT_URL_SQS"] == endpoint
    assert over["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] == "false"
    assert over["AWS_ACCESS_KEY_ID"] == ACCESS_KEY_ID
    assert "127.0.0.1" in over["NO_PROXY"]
    whole = isolated_environment(endpoint=endpoint, region=REGION, inherited={"PATH": "/bin", **STRAYS})
    assert whole["PATH"] == "/bin"
    assert whole["HTTP_PROXY"] == STRAYS["HTTP_PROXY"]
    assert not {*UNANSWERABLE} & {*whole, *over}
    assert "AWS_ENDPOINT_URL_SQS" not in whole


def test_a_client_with_misleading_variables_reaches_the_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in STRAYS.items():
        monkeypatch.setenv(name, value)
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION) as sandbox:
        overlaid = os.environ | sandbox.environment()
        for name in UNANSWERABLE:
            overlaid.pop(name, None)
        answer = subprocess.run([sys.executable, "-c", ASK], env=overlaid, capture_output=True, text=True, check=True)
        assert answer.stdout.strip() == ACCOUNT_ID
