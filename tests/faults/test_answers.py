"""Wrong answers of AWS to discovery: each gets a message and a cure, and an unseen resource never counts as absent."""

from collections.abc import Iterator

import boto3
import pytest

from aws import identity
from envs.load import load
from errors import CounterPromoError
from imports.discovery import Inventory
from modules.stages import discover
from sandbox.faults.proxy import Faults
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.conftest import ENVS
from tests.faults.answers import ANSWERS, Answer
from tests.faults.row import NOTHING

MORE_THAN_A_PAGE = 60
SETTINGS = load("dev", ENVS)


@pytest.fixture(scope="module")
def faults() -> Iterator[Faults]:
    """Before an account with two pages of parameters in it."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as before:
        ssm = boto3.client(
            "ssm",
            endpoint_url=sandbox.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        for number in range(MORE_THAN_A_PAGE):
            ssm.put_parameter(Name=f"/counterpromo/dev/number/{number}", Value="1", Type="String")
        yield before


@pytest.fixture(scope="module")
def undisturbed(faults: Faults) -> Inventory:
    with pytest.MonkeyPatch.context() as patched:
        return _looked(faults, patched, attempts="5")


def _looked(faults: Faults, patched: pytest.MonkeyPatch, *, attempts: str) -> Inventory:
    """As `counterpromo import` does it: who are we, then what is there."""
    for name, value in {**faults.environment(), "AWS_MAX_ATTEMPTS": attempts}.items():
        patched.setenv(name, value)
    with identity.identify(SETTINGS.aws).reader() as aws:
        return discover(aws, SETTINGS)


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.name)
def test_every_wrong_answer_has_its_message(
    answer: Answer,
    faults: Faults,
    undisturbed: Inventory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with faults.inject(answer.kind, **answer.where) as injected:
        if answer.sees == NOTHING:
            assert _looked(faults, monkeypatch, attempts=answer.attempts).found == undisturbed.found
            assert injected.fired == answer.where["times"]
            return
        with pytest.raises(CounterPromoError) as stopped:
            _looked(faults, monkeypatch, attempts=answer.attempts)
    answer.check_error(stopped.value, capsys)


def test_once_the_fault_is_gone_the_same_look_finds_everything(
    faults: Faults, undisturbed: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    parameters = [found for found in undisturbed.found if found.type == "aws_ssm_parameter"]
    assert len(parameters) == MORE_THAN_A_PAGE
    assert _looked(faults, monkeypatch, attempts="5").found == undisturbed.found
