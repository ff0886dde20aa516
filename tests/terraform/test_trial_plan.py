"""Plans of a draft: the rehearsed plan is applied as it is, if the stack has not changed since."""

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from sandbox.server import Sandbox
from terraform.runner import Terraform, private_plan_file
from terraform.trial_plan import Rehearsal
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.one_queue import ADDRESS, NAME, document, write_stack

AS_TERRAFORM_HAS_IT = {"MaximumMessageSize": "262144"}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty account, which this process speaks to."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        for name, value in sandbox.isolated_environment().items():
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.usefixtures("account")
def test_rehearsed_plan_is_applied_if_the_stack_is_unchanged(tmp_path: Path) -> None:
    defended = {"lifecycle": {"prevent_destroy": True}}
    said = document(backend={"local": {"path": str(tmp_path / "remote.tfstate")}}, **defended)
    stack = write_stack(tmp_path, said)
    with private_plan_file() as saved:
        boto3.client("sqs", region_name=REGION).create_queue(QueueName=NAME, Attributes=AS_TERRAFORM_HAS_IT)
        terraform = Terraform(stack_dir=stack, environ=os.environ)
        terraform.init()
        rehearsal = Rehearsal(initialised=stack, saved=saved)
        assert rehearsal.of(stack) is None, "nothing was planned yet"
        shown = rehearsal.plan(stack)
        (change,) = shown["resource_changes"]
        assert (change["address"], change["change"]["actions"]) == (ADDRESS, ["no-op"])
        assert not terraform.addresses(), "a rehearsal writes no state"
        write_stack(tmp_path, {**said, "output": {"more": {"value": "now"}}})
        assert rehearsal.of(stack) is None, "the stack says something else by now"
        write_stack(tmp_path, said)
        assert rehearsal.of(stack) == shown
        terraform.apply(saved)
        assert terraform.addresses() == {ADDRESS}


@pytest.mark.usefixtures("account")
def test_replacement_is_planned_in_spite_of_prevent_destroy(tmp_path: Path) -> None:
    """With `prevent_destroy` Terraform stops before it says what differs."""
    said = document(backend={"local": {}}, fifo_queue=True, lifecycle={"prevent_destroy": True})
    said["resource"]["aws_sqs_queue"]["jobs"]["name"] = f"{NAME}.fifo"
    stack = write_stack(tmp_path, said)
    with private_plan_file() as saved:
        boto3.client("sqs", region_name=REGION).create_queue(QueueName=NAME)
        Terraform(stack_dir=stack, environ=os.environ).init()
        shown = Rehearsal(initialised=stack, saved=saved).plan(stack)
    (change,) = shown["resource_changes"]
    assert change["change"]["actions"] == ["delete", "create"]
    assert change["change"]["before"]["name"] == NAME
