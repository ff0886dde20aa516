"""One identity: the one that is checked is the one that the real terraform uses, wherever it comes from."""

import json
import shlex
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from sandbox.env_vars import ACCESS_KEY_ID, SECRET_ACCESS_KEY
from sandbox.faults.proxy import Faults
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.faults.place import Place
from tests.faults.surroundings.rows import Surroundings

FOREIGN = "999999999999"
EVERYTHING = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'
KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox, Faults(sandbox) as faults:
        made = Place.make(sandbox, faults, tmp_path_factory.mktemp("identity"))
        for role in ("dev", "ci"):
            made.client("iam").create_role(RoleName=role, AssumeRolePolicyDocument="{}")
            made.client("iam").put_role_policy(RoleName=role, PolicyName="everything", PolicyDocument=EVERYTHING)
        yield made


def applied(place: Place, environ: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and output of a checked plan and apply in a process of its own."""
    run = place.started("--checked", environ=environ)
    said, _ = run.communicate(timeout=120)
    return run.returncode, said


def with_profiles(place: Place, folder: Path, **profiles: str) -> dict[str, str]:
    """The environment of a person whose credentials are in profiles, and in no variable."""
    config = folder / "config"
    config.write_text("".join(f"[profile {name}]\n{text}\n" for name, text in profiles.items()))
    kept = {name: value for name, value in place.environ.items() if name not in KEYS}
    return kept | {"AWS_CONFIG_FILE": str(config), "HOME": str(folder)}


STATIC = f"aws_access_key_id = {ACCESS_KEY_ID}\naws_secret_access_key = {SECRET_ACCESS_KEY}"


def program(folder: Path, name: str, text: str) -> Path:
    """A Python program that can be run by its path."""
    path, script = folder / name, folder / f"{name}.py"
    script.write_text(text)
    # A path with a space is no interpreter of a script's first line.
    path.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {shlex.quote(str(script))} "$@"\n')
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


PRINTS_CREDENTIALS = """
import datetime, json, pathlib, time
log = pathlib.Path({log!r})
with log.open("a") as file:
    file.write(f"{{time.time()}}\\n")
until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds={seconds})
print(json.dumps({{"Version": 1, "AccessKeyId": {key!r}, "SecretAccessKey": {secret!r},
    "SessionToken": "of-the-process", "Expiration": until.isoformat()}}))
"""


def credential_process(folder: Path, *, seconds: int, name: str = "process") -> tuple[Path, Path]:
    """A program that gives credentials for so many seconds, and the file in which it notes each time it is asked."""
    log = folder / "asked.log"
    text = PRINTS_CREDENTIALS.format(log=str(log), seconds=seconds, key=ACCESS_KEY_ID, secret=SECRET_ACCESS_KEY)
    return program(folder, name, text), log


def test_a_profile_with_keys_is_used_by_terraform(place: Place, tmp_path: Path) -> None:
    place.lay("by profile")
    environ = with_profiles(place, tmp_path, mine=STATIC) | {"AWS_PROFILE": "mine"}
    code, said = applied(place, environ)
    assert code == 0, said
    assert place.remembered() == "by profile"
    assert said.startswith(f"aws account {ACCOUNT}, as arn:aws:sts::{ACCOUNT}:user/moto, in {REGION}, at http://127.0")
    Surroundings.ENDPOINT_LEFT.check(said)


def test_an_assumed_role_is_used_by_terraform(place: Place, tmp_path: Path) -> None:
    place.lay("by role")
    role = f"role_arn = arn:aws:iam::{ACCOUNT}:role/dev\nsource_profile = mine"
    environ = with_profiles(place, tmp_path, mine=STATIC, role=role) | {"AWS_PROFILE": "role"}
    code, said = applied(place, environ)
    assert code == 0, said
    assert "assumed-role/dev/" in said
    assert place.remembered() == "by role"


def test_a_web_identity_is_used_by_terraform(place: Place, tmp_path: Path) -> None:
    place.lay("by web identity")
    (tmp_path / "token").write_text("a.web.token")
    web = {"AWS_WEB_IDENTITY_TOKEN_FILE": str(tmp_path / "token"), "AWS_ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/ci"}
    code, said = applied(place, with_profiles(place, tmp_path) | web)
    assert code == 0, said
    assert "assumed-role/ci/" in said
    assert place.remembered() == "by web identity"


@pytest.mark.soak
def test_credentials_that_expire_during_an_apply_are_refreshed(place: Place, tmp_path: Path) -> None:
    """Whoever asks after the slow resource is made is terraform, which then writes the state."""
    place.lay("outlived", seconds=7)
    process, log = credential_process(tmp_path, seconds=5)
    environ = with_profiles(place, tmp_path, mine=f"credential_process = {process}") | {"AWS_PROFILE": "mine"}
    made = tmp_path / "made"
    stack = json.loads((place.stack_dir / "cdk.tf.json").read_text())
    stack["resource"]["terraform_data"]["greeting"]["provisioner"][0]["local-exec"]["command"] += f"; touch {made}"
    (place.stack_dir / "cdk.tf.json").write_text(json.dumps(stack))
    code, said = applied(place, environ)
    assert code == 0, said
    assert place.remembered() == "outlived"
    assert float(log.read_text().split()[-1]) > made.stat().st_mtime
    assert place.held() == (False, False)


def test_a_profile_of_aws_login_is_read_through_the_aws_cli(place: Place, tmp_path: Path) -> None:
    place.lay("by aws login")
    credential_process(tmp_path, seconds=900, name="aws")
    login = f"login_session = arn:aws:iam::{ACCOUNT}:user/dev"
    environ = with_profiles(place, tmp_path, mine=login) | {"AWS_PROFILE": "mine"}
    code, said = applied(place, environ | {"PATH": f"{tmp_path}:{environ['PATH']}"})
    assert code == 0, said
    assert place.remembered() == "by aws login"


FOREIGN_KEYS = {"AWS_ACCESS_KEY": "AKIAFOREIGNFOREIGN00", "AWS_SECRET_KEY": "foreign-secret-of-nobody"}


@pytest.mark.parametrize(
    "variables",
    [
        FOREIGN_KEYS,  # Go's SDK reads these, boto3 does not
        {"AWS_S3_ENDPOINT": "http://127.0.0.1:1", "AWS_STS_ENDPOINT": "http://127.0.0.1:1"},
        {"TF_AWS_S3_ENDPOINT": "http://127.0.0.1:1"},
        {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1/"},
    ],
    ids=lambda variables: " ".join(variables),
)
def test_a_variable_that_only_terraform_reads_changes_nothing(
    place: Place, tmp_path: Path, variables: Mapping[str, str]
) -> None:
    place.lay("the checked one")
    environ = with_profiles(place, tmp_path, mine=STATIC) | {"AWS_PROFILE": "mine", **variables}
    code, said = applied(place, environ)
    assert code == 0, said
    assert place.remembered() == "the checked one"


def test_an_endpoint_in_the_profile_is_shown_and_used(place: Place, tmp_path: Path) -> None:
    place.lay("at the profile's endpoint")
    endpoint = place.environ["AWS_ENDPOINT_URL"]
    environ = with_profiles(place, tmp_path, mine=f"{STATIC}\nendpoint_url = {endpoint}") | {"AWS_PROFILE": "mine"}
    del environ["AWS_ENDPOINT_URL"]
    code, said = applied(place, environ)
    assert code == 0, said
    assert f"at {endpoint} (AWS_ENDPOINT_URL)" in said
    assert place.remembered() == "at the profile's endpoint"


@pytest.mark.parametrize(
    ("profile", "variables", "message", "cure"),
    [
        (
            f"role_arn = arn:aws:iam::{ACCOUNT}:role/dev\nsource_profile = base\nmfa_serial = arn:aws:iam::1:mfa/me",
            {},
            "an MFA code is needed, and there is no terminal to ask on",
            "run in a terminal, or export the session",
        ),
        ("credential_process = echo notjson", {}, "printed no JSON", "run its command by hand"),
        ("credential_process = /nonexistent/helper", {}, "a file or folder is missing", "run its command by hand"),
        ("credential_process = false", {}, "its command ended with an error", "run its command by hand"),
        ("login_session = x", {"PATH": "/nonexistent"}, "aws is not on the PATH", "install the AWS CLI 2.32"),
        ("sso_session = gone\nsso_account_id = 1\nsso_role_name = x", {}, 'sso-session does not exist: "gone"', "corr"),
        ("region = eu-west-2", {}, "no credentials for aws: Unable to locate credentials", "log in again"),
        (STATIC, {"AWS_DEFAULT_PROFILE": "base"}, "AWS_DEFAULT_PROFILE=base and AWS_PROFILE=mine", "unset AWS_DEF"),
        (STATIC, {"AWS_PROFILE": "nobody"}, "the profile nobody could not be found", "correct AWS_PROFILE"),
        (
            STATIC,
            {"AWS_RETRY_MODE": "turbo"},
            "AWS_RETRY_MODE=turbo: must be standard or adaptive",
            "correct AWS_RETRY",
        ),
    ],
)
def test_credentials_that_cannot_be_had_are_one_line_and_a_cure(
    place: Place, tmp_path: Path, profile: str, variables: Mapping[str, str], message: str, cure: str
) -> None:
    environ = with_profiles(place, tmp_path, base=STATIC, mine=profile) | {"AWS_PROFILE": "mine", **variables}
    code, said = applied(place, environ)
    lines = said.strip().splitlines()
    assert code in (1, 3), said
    assert len(lines) == 2, said
    assert message in lines[0]
    assert lines[1].startswith(f"try: {cure}")


def test_keys_in_variables_that_override_a_profile_are_named(place: Place, tmp_path: Path) -> None:
    foreign = place.client("sts")
    keys = foreign.assume_role(RoleArn=f"arn:aws:iam::{FOREIGN}:role/foreign", RoleSessionName="foreign")["Credentials"]
    exported = dict(zip(KEYS, (keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]), strict=True))
    environ = with_profiles(place, tmp_path, mine=STATIC) | {"AWS_PROFILE": "mine", **exported}
    code, said = applied(place, environ)
    assert code == 3
    assert f"of account {FOREIGN}, from" in said
    Surroundings.OVERRIDDEN.check(said)
