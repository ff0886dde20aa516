"""Each source of credentials: what it gives is used, and whatever it raises is one line with the cure that fits it."""

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import BotoCoreError, ClientError, ConnectTimeoutError, CredentialRetrievalError
from hypothesis import example, given
from hypothesis import strategies as st

from aws.credentials import mfa
from aws.credentials.sources import SOURCES, Place, unusable
from aws.failure_causes import cause_of
from errors import CounterPromoError
from machine import masking
from tests.aws.credentials.person import KEY, MINE, SECRET, STATIC, Person, profiles, refusal, role
from tests.aws.test_failure_causes import SIMPLE, made
from tests.machine.test_masking import SECRETS

PLACE = Place(profile="mine", file="/home/me/.aws/config")
GIVEN = {"Version": 1, "AccessKeyId": KEY, "SecretAccessKey": SECRET}
PROCESS = profiles(mine="credential_process = @/process")
PRINTS = "cat <<'END'\n{}\nEND"
SHORT = "duration_seconds = 60"

REFUSED: list[tuple[str, dict[str, str], str, str]] = [
    ("a loop of roles", {"config": profiles(a=role("a", source="mine"), mine=role("b", source="a"))},
     "no credentials for aws from the role of the profile mine: Infinite loop", "correct [profile mine] in "),
    ("a role of nobody", {"config": profiles(mine=role("a", source="nowhere"))}, '"nowhere"',
     "correct [profile mine] in "),
    ("a role without source", {"config": profiles(mine="role_arn = arn:aws:iam::1:role/a")},
     "missing: source_profile or credential_source", "correct [profile mine] in "),
    ("a source nobody knows", {"config": profiles(mine="role_arn = arn:aws:iam::1:role/a\ncredential_source = X")},
     'The credential source "X"', "correct [profile mine] in "),
    ("a role that is no ARN", {"config": profiles(base=STATIC, mine="role_arn = dev\nsource_profile = base")},
     "Invalid length for parameter RoleArn", "correct [profile mine] in "),
    ("too short a session", {"config": profiles(base=STATIC, mine=role("a", source="base", more=SHORT))},
     "Invalid value for parameter DurationSeconds", "correct [profile mine] in "),
    ("a dead network", {"config": profiles(base=STATIC, mine=role("a", source="base"))},
     "aws does not answer: Could not connect", "check the network, AWS_ENDPOINT_URL"),
    ("a token file that is not there",
     {"AWS_WEB_IDENTITY_TOKEN_FILE": "@/none", "AWS_ROLE_ARN": "arn:aws:iam::1:role/a"},
     "AWS_WEB_IDENTITY_TOKEN_FILE=", "correct AWS_WEB_IDENTITY_TOKEN_FILE"),
    ("a token file of the profile that is not there",
     {"config": profiles(mine="role_arn = arn:aws:iam::1:role/ab\nweb_identity_token_file = @/none")},
     "a file or folder is missing", "correct AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or web_identity_token_file"),
    ("a token without role", {"AWS_WEB_IDENTITY_TOKEN_FILE": "/etc/hostname"}, "has no role ARN",
     "correct AWS_WEB_IDENT"),
    ("no endpoint of a container", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://example.com/"},
     "from the role of this container: Unsupported host", "correct AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    ("an endpoint of a container that is no address of HTTP", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "ftp://127.0.0.1/"},
     "from the role of this container: ", "correct AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    ("Identity Center without account and role", {"config": profiles(mine="sso_session = s")},
     "the profile mine has neither sso_account_id nor sso_role_name", "add both to [profile mine] in "),
    ("no token of a container", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9/",
     "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nonexistent"}, "a file or folder is missing", "correct AWS_CONTAINER"),
    ("half of the keys", {"AWS_ACCESS_KEY_ID": KEY}, "missing: AWS_SECRET_ACCESS_KEY", "export AWS_ACCESS_KEY_ID"),
    ("keys that have expired", {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET,
     "AWS_CREDENTIAL_EXPIRATION": "2020-01-01T00:00:00Z"}, "have expired (AWS_CREDENTIAL_EXPIRATION=2020",
     "export AWS_ACC"),
    ("keys in quotes", {"AWS_ACCESS_KEY_ID": f'"{KEY}"', "AWS_SECRET_ACCESS_KEY": SECRET}, "holds a quote",
     "export AWS_ACC"),
    ("an empty key", {"credentials": "[mine]\naws_access_key_id =\naws_secret_access_key =\n", **MINE},
     "the access key is empty", "correct the keys of the profile mine: aws configure --profile mine"),
    ("nobody signed in", {"config": profiles(mine="sso_session = s\nsso_account_id = 1\nsso_role_name = x")
     + "[sso-session s]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-2\n"},
     "from IAM Identity Center (the profile mine): Error loading SSO Token", "aws sso login --profile mine"),
    ("a sign-in without session", {"config": profiles(mine="sso_session = s\nsso_account_id = 1\nsso_role_name = x")},
     'sso-session does not exist: "s"', "correct [profile mine] in "),
    ("a role whose source is aws login", {"config": profiles(l="login_session = x", mine=role("a", source="l")),
     "PATH": "/nonexistent"}, "made by aws login", "install the AWS CLI 2.32"),
    ("nothing at all", {"config": profiles(mine="region = eu-west-2")}, "Unable to locate credentials", "log in again"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "message", "cure"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
def test_a_source_without_credentials_is_named_with_its_cure(
    given_: dict[str, str], message: str, cure: str, person: Person
) -> None:
    with pytest.raises(CounterPromoError) as refused:
        person.has(**(MINE if "config" in given_ else {}), **given_).resolved()
    error = refused.value
    assert message in error.message
    assert error.cure.startswith(cure)
    assert SECRET not in error.message + error.cure
    assert "\n" not in error.message


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=5)
    | st.sampled_from([SECRET, KEY, "2020-01-01T00:00:00Z"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*GIVEN, "Expiration"]), inner),
    max_leaves=6,
)
PRINTED = st.one_of(
    JSON.map(json.dumps),
    st.dictionaries(st.sampled_from([*GIVEN, "SessionToken", "Expiration", "AccountId"]), JSON)
    .map(lambda other: json.dumps(GIVEN | other)),
    st.just(SECRET),
    st.just(""),
)  # fmt: skip


@given(printed=PRINTED)
def test_whatever_a_credential_process_prints_is_used_or_one_line(printed: str) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        person = Person.make(Path(folder), patch).has(config=PROCESS, **MINE)
        person.program(PRINTS.format(printed))
        if refused := refusal(person):
            assert "the credential_process of the profile mine" in refused.message
            assert SECRET not in refused.message
            assert refused.cure.startswith("run its command by hand")


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (f"echo 'the key is {SECRET}' >&2; exit 1", "its command ended with an error"),
        ("printf '\\377\\376'", "what it gives is not UTF-8"),
        (f"echo '{SECRET}'", "its command printed no JSON"),
        (PRINTS.format(json.dumps(GIVEN | {"Version": 2})), "unsupported version"),
        (PRINTS.format(json.dumps(GIVEN | {"Expiration": "2020-01-01T00:00:00Z"})), "they have expired"),
        (PRINTS.format(json.dumps(GIVEN | {"SecretAccessKey": f"{SECRET}\r"})), "holds a blank or a line end"),
    ],
)
def test_a_credential_process_that_fails_shows_nothing_of_what_it_prints(
    program: str, message: str, person: Person
) -> None:
    person.program(program)
    with pytest.raises(CounterPromoError, match=message) as refused:
        person.has(config=PROCESS, **MINE).resolved()
    assert SECRET not in refused.value.message


def test_the_credential_process_of_a_source_profile_is_named_by_its_own_profile(person: Person) -> None:
    person.program("exit 1")
    config = profiles(base="credential_process = @/process", mine=role("a", source="base"))
    with pytest.raises(CounterPromoError, match="the credential_process of the profile base: its command ended"):
        person.has(config=config, **MINE).resolved()


@given(method=st.sampled_from(sorted([*SOURCES, "unknown"])), kind=st.sampled_from(SIMPLE), secret=SECRETS)
@example(method="container-role", kind=ConnectTimeoutError, secret="0" * 28)  # it is an OSError, too
def test_every_exception_of_botocore_in_every_source_has_one_line_and_a_cure(
    method: str, kind: type[BaseException], secret: str
) -> None:
    masking.remember(secret)
    failure = made(kind, f"said {secret!r}")
    assert isinstance(failure, BotoCoreError)
    error = unusable(failure, method=method, place=PLACE)
    assert error.cure
    assert "\n" not in error.message
    assert not [piece for piece in secret.split() if len(piece) >= masking.CUT and piece in error.message]
    if cause_of(kind).of_the_source and not isinstance(failure, CredentialRetrievalError):
        assert error.message.startswith(f"no credentials for aws from {PLACE.words(method)}")
    masking.forget()


@pytest.mark.parametrize("method", SOURCES)
@pytest.mark.parametrize(
    "failure", [KeyError("x"), AttributeError("x"), TypeError("x"), ValueError("x"), IndexError("x"), OSError(13, "x")]
)
def test_an_error_of_python_in_a_source_has_one_line_and_a_cure(method: str, failure: Exception) -> None:
    error = unusable(failure, method=method, place=PLACE)
    assert error.message.startswith(f"no credentials for aws from {PLACE.words(method)}: ")
    assert error.cure


def said(operation: str, code: str, message: str) -> CounterPromoError:
    return unusable(
        ClientError({"Error": {"Code": code, "Message": message}}, operation), method="assume-role", place=PLACE
    )


@pytest.mark.parametrize(
    ("operation", "code", "message", "shown", "cure"),
    [
        ("AssumeRole", "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code. ",
         "the MFA code was not accepted", "run the same command again with the next code"),
        ("AssumeRole", "AccessDenied", "User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on "
         "resource: arn:aws:iam::2:role/dev", "not allowed to call sts:AssumeRole on arn:aws:iam::2:role/dev",
         "allow these credentials to assume arn:aws:iam::2:role/dev in the trust policy of that role, and grant"),
        ("AssumeRoleWithWebIdentity", "AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity",
         "not allowed to call sts:AssumeRoleWithWebIdentity", "allow these credentials to assume the resource in"),
        ("AssumeRole", "ValidationError",
         "The requested DurationSeconds exceeds the MaxSessionDuration set for this role",
         "sts:AssumeRole failed: ValidationError: The requested DurationSeconds exceeds", "correct [profile mine] in "),
        ("AssumeRoleWithWebIdentity", "ExpiredTokenException", "Token expired: current date/time 1 must be before 0",
         "the credentials have expired (ExpiredTokenException)", "correct [profile mine] in "),
        ("GetRoleCredentials", "ForbiddenException", "No access",
         "no credentials for aws: sso:GetRoleCredentials was refused (ForbiddenException: ",
         "correct sso_account_id and sso_role_name"),
    ],
)  # fmt: skip
def test_an_answer_of_aws_while_it_is_signed_in_names_the_call_and_its_cure(
    operation: str, code: str, message: str, shown: str, cure: str
) -> None:
    error = said(operation, code, message)
    assert error.message.startswith(shown)
    assert error.cure.startswith(cure)


class Nobody:
    """A terminal on which nobody types: Ctrl-D, or the end of a pipe."""

    def __call__(self, prompt: str) -> str:
        raise EOFError


def test_the_end_of_input_is_not_an_interruption(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mfa, "_has_terminal", lambda: True)
    monkeypatch.setattr("getpass.getpass", Nobody())
    with pytest.raises(CounterPromoError, match="an MFA code is needed for the profile mine, and none was typed"):
        mfa.prompter("mine")("Enter MFA code: ")
    monkeypatch.setattr("getpass.getpass", lambda prompt: " 123456 ")
    assert mfa.prompter("mine")("Enter MFA code: ") == "123456"


def test_without_a_terminal_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mfa, "_has_terminal", lambda: False)
    with pytest.raises(CounterPromoError, match="there is no terminal to ask on") as refused:
        mfa.prompter("mine")("Enter MFA code for arn:aws:iam::1:mfa/me: ")
    assert "--profile mine" in refused.value.cure


def test_a_refresh_that_fails_says_the_same_as_the_first_time(person: Person) -> None:
    """An apply can outlive the session that its credentials come from."""
    text = GIVEN | {"Expiration": "2099-01-01T00:00:00Z"}
    person.program(PRINTS.format(json.dumps(text)))
    credentials = person.has(config=PROCESS, **MINE).resolved().credentials
    person.program("exit 1")
    with pytest.raises(CounterPromoError, match="the credential_process of the profile mine: its command ended"):
        credentials._refresh_using()
