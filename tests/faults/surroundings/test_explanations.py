"""Shells, machines, profiles and policies that stop a command: the cause in one line, and the cure.

Nothing here starts terraform or a sandbox: the faults are stopped before either, or are words of AWS.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws.credentials import mfa
from aws.credentials.sources import Place, unusable
from aws.errors import explain
from errors import CounterPromoError
from machine import unknown_errors, variables
from machine.checkout import refuse_other_checkout
from machine.node_process import error_of
from operations import synth
from tests.aws.credentials.person import KEY, MINE, SECRET, Person, profiles, refusal
from tests.aws.test_authorization_messages import SAID
from tests.conftest import PROJECT
from tests.faults.row import Fault
from tests.faults.surroundings.rows import Surroundings
from tests.machine.test_checkout import make_checkout

Capsys = pytest.CaptureFixture[str]
WHO = "User: arn:aws:sts::437064342167:assumed-role/dev/me is not authorized to perform: "
BUCKET = "PermanentRedirect"


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    return Person.make(tmp_path / "home", monkeypatch)


def raised(doing: Callable[[], object]) -> CounterPromoError:
    with pytest.raises(CounterPromoError) as stopped:
        doing()
    return stopped.value


SSO = "sso_session = s\nsso_account_id = 1\nsso_role_name = x\n[sso-session s]\nsso_region = eu-west-2\n"
SSO += "sso_start_url = https://x.awsapps.com/start"
KEYS = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
OF_A_PERSON: tuple[tuple[Fault, dict[str, str]], ...] = (
    (Surroundings.TWO_PROFILES, {"AWS_DEFAULT_PROFILE": "good", "AWS_PROFILE": "other"}),
    (Surroundings.TILDE, {"AWS_CA_BUNDLE": "~/ca.pem"}),
    (Surroundings.CA_BUNDLE, {"AWS_CA_BUNDLE": "/nonexistent/ca.pem"}),
    (Surroundings.CONFIG, {"config": "[profile mine]\nregion\n"}),
    (Surroundings.QUOTES, KEYS | {"AWS_ACCESS_KEY_ID": f'"{KEY}"'}),
    (Surroundings.SIGNED_OUT, {"config": profiles(mine=SSO), **MINE}),
    (Surroundings.NO_CLI, {"config": profiles(mine="login_session = x"), "PATH": "/nonexistent", **MINE}),
    (Surroundings.NO_JSON, {"config": profiles(mine="credential_process = echo no"), **MINE}),
    (Surroundings.PROCESS_FAILS, {"config": profiles(mine=f"credential_process = cat {SECRET}"), **MINE}),
    (Surroundings.CARRIAGE_RETURN, KEYS | {"AWS_SESSION_TOKEN": f"{SECRET}\r"}),
    (Surroundings.ENDPOINT, {"AWS_ENDPOINT_URL": "localhost:4566"}),
    (Surroundings.REGION_RETURN, KEYS | {"AWS_REGION": "eu-west-2\r"}),
    (Surroundings.RETRY_MODE, {"AWS_RETRY_MODE": "turbo"}),
)


@pytest.mark.parametrize(("fault", "given"), OF_A_PERSON, ids=lambda one: one.name if isinstance(one, Fault) else "")
def test_wrong_credentials_and_variables_are_named(
    fault: Fault, given: dict[str, str], person: Person, capsys: Capsys
) -> None:
    error = refusal(person.has(**given))
    assert error is not None
    assert SECRET not in error.message
    fault.check_error(error, capsys)


@pytest.mark.parametrize(
    ("fault", "name", "value"),
    [
        (Surroundings.REATTACH, "TF_REATTACH_PROVIDERS", "x"),
        (Surroundings.CLI_CONFIG, "TF_CLI_CONFIG_FILE", "/usr"),
        (Surroundings.TMPDIR, "TMPDIR", "/nonexistent"),
    ],
)
def test_wrong_variables_of_terraform_are_named(fault: Fault, name: str, value: str, capsys: Capsys) -> None:
    fault.check_error(raised(lambda: variables.refuse({name: value}, reader="terraform")), capsys)


def test_command_of_another_checkout_is_refused(tmp_path: Path, capsys: Capsys) -> None:
    places = [("the current folder", make_checkout(tmp_path / "other"))]
    Surroundings.CHECKOUT.check_error(raised(lambda: refuse_other_checkout(PROJECT, places=places)), capsys)


def test_missing_mfa_code_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    ask = mfa.prompter("mine")
    monkeypatch.setattr(mfa, "_has_terminal", lambda: False)
    Surroundings.MFA.check_error(raised(lambda: ask("Enter MFA code for me: ")), capsys)
    monkeypatch.setattr(mfa, "_has_terminal", lambda: True)
    with open(os.devnull, encoding="utf-8") as nobody:
        monkeypatch.setattr("getpass.getpass", lambda prompt: nobody.readline())
        Surroundings.MFA_END.check_error(raised(lambda: ask("Enter MFA code for me: ")), capsys)


def said(operation: str, code: str, message: str, **more: Any) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": message}, **more}
    return ClientError(answer, operation)


def of_the_role(failure: ClientError) -> CounterPromoError:
    return unusable(failure, method="assume-role", place=Place(profile="mine", file="/home/me/.aws/config"))


KMS = f"{WHO}kms:Decrypt on resource: arn:aws:kms:eu-west-2:1:key/1 because no identity-based policy allows it"
SCP = f"{WHO}ec2:DescribeVpcs with an explicit deny in a service control policy"
ASSUME = f"{WHO}sts:AssumeRole on resource: arn:aws:iam::437064342167:role/dev"
WRONG_CODE = "MultiFactorAuthentication failed with invalid MFA one time pass code."
MOVED = {"ResponseMetadata": {"HTTPHeaders": {"x-amz-bucket-region": "us-east-1"}}}
OF_AWS: tuple[tuple[Fault, Callable[[], CounterPromoError]], ...] = (
    (
        Surroundings.STATE_KEY,
        lambda: explain(said("GetObject", "AccessDenied", KMS), service="s3", operation="GetObject"),
    ),
    (
        Surroundings.CONTROL_POLICY,
        lambda: explain(said("DescribeVpcs", "UnauthorizedOperation", SCP), service="ec2", operation="DescribeVpcs"),
    ),
    (
        Surroundings.ENCODED,
        lambda: explain(said("CreateVpc", "UnauthorizedOperation", SAID), service="ec2", operation="CreateVpc"),
    ),
    (
        Surroundings.OTHER_REGION,
        lambda: explain(said("HeadBucket", BUCKET, "", **MOVED), service="s3", operation="HeadBucket"),
    ),
    (Surroundings.TRUST, lambda: of_the_role(said("AssumeRole", "AccessDenied", ASSUME))),
    (Surroundings.MFA_WRONG, lambda: of_the_role(said("AssumeRole", "AccessDenied", WRONG_CODE))),
    (Surroundings.OTHERS_FOLDER, lambda: synth.explain("EACCES: permission denied, mkdir '/srv/cdktf.out'")),
    (Surroundings.NODE_KILLED, lambda: error_of(-9, [], options="")),
    (
        Surroundings.NODE_OPTIONS,
        lambda: error_of(1, ["Error: Cannot find module"], options="--require /nonexistent.js"),
    ),
)


@pytest.mark.parametrize(("fault", "error"), OF_AWS, ids=lambda one: one.name if isinstance(one, Fault) else "")
def test_errors_of_aws_and_node_have_a_cure(
    fault: Fault, error: Callable[[], CounterPromoError], capsys: Capsys
) -> None:
    fault.check_error(error(), capsys)


def test_unknown_error_writes_its_details_to_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told: list[CounterPromoError] = []
    unknown_errors.report(LookupError("nowhere"), told.append)
    Surroundings.UNKNOWN.check_error(told[0], capsys)
