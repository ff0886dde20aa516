"""A copy of an emulated account: equal at first, and apart from then on."""

from __future__ import annotations

from typing import Any

import boto3
import pytest

from sandbox.server import Sandbox


@pytest.fixture(scope="module")
def sandbox() -> Any:
    with Sandbox.start(account_id="437064342167", region="eu-west-2") as sandbox:
        yield sandbox


def queues(sandbox: Sandbox) -> Any:
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-2")
    return session.client("sqs", endpoint_url=sandbox.endpoint)


def urls(sandbox: Sandbox) -> list[str]:
    return [url.rpartition("/")[2] for url in queues(sandbox).list_queues().get("QueueUrls", [])]


def test_copy_holds_what_the_account_held_and_goes_its_own_way(sandbox: Sandbox) -> None:
    queues(sandbox).create_queue(QueueName="before")
    with sandbox.copy() as copy:
        assert urls(copy) == ["before"]
        queues(copy).create_queue(QueueName="in-the-copy")
        queues(sandbox).create_queue(QueueName="after")
        assert sorted(urls(copy)) == ["before", "in-the-copy"]
        with copy.copy() as second:
            assert sorted(urls(second)) == ["before", "in-the-copy"]
        assert sorted(urls(sandbox)) == ["after", "before"]


def test_copy_ends_with_its_block(sandbox: Sandbox) -> None:
    with sandbox.copy() as copy:
        process = copy.process
        assert process.poll() is None
    while process.poll() is None:  # SIGTERM is on its way
        pass
    assert sandbox.process.poll() is None
