"""The AWS files of a person: read as boto3 reads them, or named with file, line and cure, without a value of theirs."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import CounterPromoError
from tests.aws.credentials.person import KEY, MINE, SECRET, STATIC, Person, profiles, refusal

GOOD = [
    pytest.param({"config": profiles(mine=STATIC), **MINE}, id="a profile"),
    pytest.param({"credentials": f"[mine]\n{STATIC}", **MINE}, id="keys in the credentials file"),
    pytest.param({"config": profiles(mine=STATIC).replace("\n", "\r\n"), **MINE}, id="CRLF line ends"),
    pytest.param({"config": profiles(mine=STATIC), "AWS_CONFIG_FILE": "~/.aws/config", **MINE}, id="a quoted tilde"),
    pytest.param({"config": profiles(**{'"a b"': STATIC}), "AWS_PROFILE": "a b"}, id="a blank in the name"),
    pytest.param({"credentials": f"[default]\n{STATIC}", "AWS_PROFILE": ""}, id="AWS_PROFILE set to nothing"),
    pytest.param({"credentials": f"[default]\n{STATIC}", "AWS_CONFIG_FILE": ""}, id="AWS_CONFIG_FILE set to nothing"),
    pytest.param({"config": profiles(mine=STATIC + "retry_mode = legacy"), **MINE}, id="a retry mode of boto3's own"),
    pytest.param({"config": profiles(mine=STATIC + "max_attempts = 3"), **MINE}, id="a number of attempts"),
]


@pytest.mark.parametrize("given_", GOOD)
def test_files_that_boto3_reads_are_used(given_: dict[str, str], person: Person) -> None:
    resolved = person.has(**given_).resolved()
    assert resolved.credentials.get_frozen_credentials().secret_key == SECRET


BAD = [
    (profiles(mine=STATIC).encode("utf-16"), "it is UTF-16, and must be UTF-8"),
    (b"\xef\xbb\xbf" + profiles(mine=STATIC).encode(), "it begins with a byte order mark"),
    (profiles(mine=STATIC).encode() + b"# caf\xe9\n", "it is not UTF-8 at byte "),
    (profiles(mine=STATIC) * 2, "line 5: the section [profile mine] is there already"),
    (profiles(mine=STATIC * 2), "line 4: aws_access_key_id is in [profile mine] already"),
    (STATIC, "line 1 stands before any [profile NAME]"),
    (f"[profile mine]\naws_secret_access_key {SECRET}\n", "line 2 is neither [profile NAME] nor NAME = VALUE"),
    ("[profile mine]\ns3 =\n  addressing_style path\n", "an indented line is not NAME = VALUE"),
    (profiles(mine=STATIC + "ca_bundle = /nonexistent"), "has ca_bundle = /nonexistent: there is no such file"),
    (profiles(mine=STATIC + "ca_bundle = ~/ca.pem"), "has ca_bundle = ~/ca.pem: begins with ~, which only the shell"),
    (profiles(mine=STATIC + "ca_bundle ="), "has ca_bundle = : is empty"),
    (profiles(mine=STATIC + "max_attempts = many"), "has max_attempts = many: must be a whole number from 1"),
    (profiles(mine=STATIC + "endpoint_url = localhost:1"), "has endpoint_url = localhost:1: must be an address such"),
]


@pytest.mark.parametrize(("config", "message"), BAD, ids=[message for _, message in BAD])
def test_a_file_that_cannot_be_used_is_named_with_its_line(config: str | bytes, message: str, person: Person) -> None:
    with pytest.raises(CounterPromoError) as refused:
        person.has(config=config, **MINE).resolved()
    assert message in refused.value.message
    assert SECRET not in refused.value.message
    assert str(person.home / ".aws" / "config") in refused.value.cure


@pytest.mark.parametrize("variable", ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"])
@pytest.mark.parametrize("keys", [{}, {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}])
def test_profiles_in_a_pipe_are_refused_rather_than_waited_for(
    variable: str, keys: dict[str, str], person: Person
) -> None:
    os.mkfifo(person.home / "pipe")
    with pytest.raises(CounterPromoError) as refused:
        person.has(**keys, **{variable: "@/pipe"}).resolved()
    assert f"{variable}={person.home}/pipe is a pipe" in refused.value.message
    assert f"set {variable}" in refused.value.cure


NEAR = [
    ({"config": f"[mine]\n{STATIC}"}, "mine", "write [profile mine] in place of [mine] in "),
    ({"credentials": f"[profile mine]\n{STATIC}"}, "mine", "write [mine] in place of [profile mine] in "),
    ({"config": profiles(**{"a b": STATIC})}, "a b", 'write [profile "a b"] in place of [profile a b] in '),
    ({"config": profiles(Mine=STATIC)}, "mine", "export AWS_PROFILE=Mine"),
    ({"config": profiles(other=STATIC)}, "mine", "correct AWS_PROFILE; aws configure list-profiles shows"),
    ({}, "mine", "correct AWS_PROFILE; aws configure list-profiles shows"),
]


@pytest.mark.parametrize(("files", "name", "cure"), NEAR, ids=[cure for *_, cure in NEAR])
def test_a_profile_that_is_not_found_is_looked_for_nearby(
    files: dict[str, str], name: str, cure: str, person: Person
) -> None:
    with pytest.raises(CounterPromoError, match=f"the profile {name} could not be found") as refused:
        person.has(**files, AWS_PROFILE=name).resolved()
    assert refused.value.cure.startswith(cure)


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_folder_in_place_of_a_file_is_named(name: str, person: Person) -> None:
    (person.home / ".aws" / name).mkdir()
    with pytest.raises(CounterPromoError, match="must be a file of AWS profiles, but is a folder"):
        person.has(**MINE).resolved()


@pytest.mark.parametrize("name", ["config", "credentials"])
def test_a_file_of_another_user_is_named(name: str, person: Person) -> None:
    path = person.file(f".aws/{name}", "[default]\n")
    readable = os.access
    person.patch.setattr(os, "access", lambda asked, mode: str(asked) != str(path) and readable(asked, mode))
    with pytest.raises(CounterPromoError, match="may not read the AWS profiles") as refused:
        person.resolved()
    assert f"chmod 600 {path}" in refused.value.cure


def test_keys_in_variables_need_no_file(person: Person) -> None:
    (person.home / ".aws" / "credentials").mkdir()
    resolved = person.has(AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY=SECRET).resolved()
    assert resolved.method == "env"


TEXTS = (
    *("[profile mine]", "[mine]", "[profile", STATIC, f"aws_secret_access_key {SECRET}", "  indented = 1", "= x"),
    *(f"x = {SECRET}", SECRET, "role_arn = x", "source_profile = mine", "credential_process = false", "\ufeff"),
    *("s3 =", "  a", "sso_session = s", "[sso-session s]", "web_identity_token_file = /dev/null", "max_attempts = x"),
)
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\x00\n"])


@given(lines=st.lists(st.sampled_from(TEXTS), max_size=8), ends=ENDS, name=st.sampled_from(["config", "credentials"]))
def test_any_file_is_used_or_refused_in_one_line_without_a_secret(lines: list[str], ends: str, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        person = Person.make(Path(folder), patch)
        person.file(f".aws/{name}", ends.join(lines))
        if refused := refusal(person.has(**MINE)):
            assert "\n" not in refused.message
            assert SECRET not in refused.message + refused.cure
            assert refused.cure
