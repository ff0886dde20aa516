"""The resource to import is gone, is another one, or goes at the last moment: nothing is created instead."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from aws.reader import Aws
from envs.load import load
from errors import CounterPromoError
from modules.stages import prove
from operations.adopt.accept_proof import accept
from operations.adopt.record import Record
from sandbox.server import Sandbox
from terraform.trial_plan import Scratch
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.one_queue import NAME, document, write_stack
from tests.conftest import ENVS
from tests.faults.rows import Settings

Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        for name, value in sandbox.isolated_environment().items():
            monkeypatch.setenv(name, value)
        yield sandbox


@pytest.fixture
def stack(tmp_path: Path) -> Path:
    return write_stack(tmp_path, document(backend={}))


@pytest.mark.soak
def test_resource_deleted_between_discovery_and_plan_is_not_created(
    account: Sandbox, stack: Path, capsys: Capsys
) -> None:
    """To Terraform an id that was gone before is no other than one that goes now."""
    sqs = boto3.client("sqs", region_name=REGION)
    queue = sqs.create_queue(QueueName=NAME)["QueueUrl"]
    with Aws(region=REGION, account_id=ACCOUNT) as aws:
        assert [one.rpartition("/")[2] for one in aws.listing("sqs", "list_queues", "QueueUrls")] == [NAME]
    sqs.delete_queue(QueueUrl=queue)
    with pytest.raises(CounterPromoError) as stopped:
        Scratch(provider_of=stack).plan(stack)
    Settings.ID_GONE.check_error(stopped.value, capsys)
    assert "aws_sqs_queue.jobs" in stopped.value.message
    assert "QueueUrls" not in sqs.list_queues()


def test_import_of_another_resource_is_refused(capsys: Capsys) -> None:
    """As it does for a database: a wrong id gets the account's only instance."""
    change = {"actions": ["no-op"], "importing": {"id": "ours"}, "before": {"identifier": "theirs"}}
    entry = {"address": "aws_db_instance.database", "type": "aws_db_instance", "mode": "managed", "change": change}
    plan = {"format_version": "1.2", "errored": False, "complete": True, "resource_changes": [entry]}
    proof = prove(plan, {"aws_db_instance.database": "ours"})
    with pytest.raises(CounterPromoError) as refused:
        accept(proof, record=Record(settings=load("dev", ENVS)), title="dev")
    Settings.ID_OF_ANOTHER.check_error(refused.value, capsys)
