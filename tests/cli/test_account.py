"""Credentials against an emulated AWS: those of another account or region, or none, end in one line."""

import boto3
import pytest

from aws.identity import identify
from errors import CounterPromoError, Refused
from sandbox.server import Sandbox
from settings.account import AwsSettings
from tests.cli.conftest import ACCOUNT, REGION

OURS = AwsSettings(account_id=ACCOUNT, region=REGION)


@pytest.fixture(autouse=True)
def environment(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sandbox.environment().items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_PROFILE", raising=False)


def other_account(sandbox: Sandbox) -> dict[str, str]:
    """Temporary credentials of account 123456789012, as `aws sts assume-role` gives them."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
    sts = session.client("sts", endpoint_url=sandbox.endpoint)
    taken = sts.assume_role(RoleArn="arn:aws:iam::123456789012:role/other", RoleSessionName="test")["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": taken["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": taken["SecretAccessKey"],
        "AWS_SESSION_TOKEN": taken["SessionToken"],
    }


def test_credentials_of_another_account_are_refused(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in other_account(sandbox).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(
        Refused, match=f"of account 123456789012, from the variables .*; the settings are for account {ACCOUNT}"
    ):
        identify(OURS)


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_another_region_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.setenv(name, "us-east-1")
    with pytest.raises(Refused, match=f"{name}=us-east-1, the settings say {REGION}"):
        identify(OURS)


def test_missing_credentials_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name)
    with pytest.raises(CounterPromoError, match="no credentials"):
        identify(OURS)


def test_missing_profile_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    with pytest.raises(CounterPromoError, match="nobody"):
        identify(OURS)


def test_dead_endpoint_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    with pytest.raises(CounterPromoError, match="does not answer.*http://127.0.0.1:9") as dead:
        identify(OURS)
    assert "AWS_ENDPOINT_URL" in dead.value.cure


def test_session_without_region_variable_uses_the_settings_region(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_REGION")
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    account = identify(OURS)
    assert (account.account_id, account.session.region_name) == (ACCOUNT, REGION)
