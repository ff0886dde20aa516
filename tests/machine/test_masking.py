"""Credentials never leave the process: whatever they look like, in whatever form a program prints them."""

import io
import json
import os
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machine import masking
from machine.masking import mask, remember, remember_environment
from machine.masking import masking as masked_stream

ODD = st.text(alphabet=st.sampled_from("Aa0+/=\r\n\t \"'\\%&<>\x07\x00é\u2028\ufeff"), min_size=2, max_size=8)
PART = st.text(alphabet="ABCDEFabcdef0123456789+/=", min_size=12, max_size=30)
SECRETS = st.builds(lambda first, odd, last, end: first + odd + last + end, PART, ODD, PART, ODD)


@pytest.fixture(autouse=True)
def _nothing_seen() -> Iterator[None]:
    masking.forget()
    yield
    masking.forget()


def shown_as(secret: str) -> list[str]:
    """A value in the forms programs print values in."""
    return [
        secret,
        repr(secret),
        json.dumps(secret),
        quote(secret, safe=""),
        " ".join(secret.split()),
        f"header X-Amz-Security-Token: {secret} is wrong",
        str(ValueError(f"Invalid header value {secret!r}")),
    ]


@given(secret=SECRETS)
def test_a_secret_that_was_seen_is_masked_in_every_form(secret: str) -> None:
    remember(secret)
    long_pieces = [piece for piece in masking._UNPRINTABLE.sub(" ", secret).split() if len(piece) >= masking.CUT]
    for shown in shown_as(secret):
        text = mask(f"before {shown} after")
        assert text.startswith("before")
        assert text.endswith("after")
        assert secret.strip() not in text
        assert not [piece for piece in long_pieces if piece in text], text
    masking.forget()


@given(secret=SECRETS, kept=st.integers(min_value=masking.CUT, max_value=60))
def test_a_secret_cut_short_is_masked(secret: str, kept: int) -> None:
    remember(secret)
    assert secret[:kept] not in mask(f"{secret[:kept]}…") or not secret[:kept].strip()
    masking.forget()


@given(secret=SECRETS, first=st.integers(min_value=0, max_value=20))
def test_a_piece_from_the_middle_of_a_secret_is_masked(secret: str, first: int) -> None:
    remember(secret)
    piece = secret[first : first + masking.CUT]
    assert len(piece) < masking.CUT or not piece.strip() or piece not in mask(f"…{piece}…")
    masking.forget()


OTHER_CHARACTERS = (" ", "'", "/", "", "\\n", "%2F", "\\u2028", "&quot;", "\\x00")


@given(secret=SECRETS, other=st.sampled_from(OTHER_CHARACTERS))
def test_a_secret_whose_odd_characters_are_rewritten_is_masked(secret: str, other: str) -> None:
    remember(secret)
    letters = re.findall("[A-Za-z0-9]+", secret)
    rewritten = "".join(f"{other if at else ''}{part}" for at, part in enumerate(letters))
    assert (
        len("".join(letters)) < masking.CUT or len(letters) == 1 or rewritten not in mask(f"before {rewritten} after")
    )
    masking.forget()


@given(value=st.binary(min_size=masking.SHORTEST * 2).filter(lambda value: b"\0" not in value))
def test_a_value_that_is_not_utf8_is_masked_as_python_reads_it(value: bytes) -> None:
    secret = os.fsdecode(value)
    masking.remember_environment({"AWS_SESSION_TOKEN": secret})
    assert secret not in masking.mask(f"token: {secret}")


def test_secrets_in_the_environment_are_masked_and_places_are_not() -> None:
    remember_environment(
        {
            "AWS_SECRET_ACCESS_KEY": "made-up-for-the-sandbox",
            "GITHUB_TOKEN": "a-token-of-no-known-form",
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/var/run/secrets/token",
            "AWS_REGION": "eu-west-2",
        }
    )
    text = mask("made-up-for-the-sandbox a-token-of-no-known-form /var/run/secrets/token eu-west-2")
    assert text == "**** **** /var/run/secrets/token eu-west-2"


@pytest.mark.parametrize(
    "secret",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "ASIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "IQoJb3JpZ2luX2VjEXAMPLETOKEN",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "xxxxxxxxxxxxxx.atlasv1.zzzzzzzzzzzzzzzzzzzzzz",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    ],
)
def test_a_credential_nobody_named_is_masked_by_its_form(secret: str) -> None:
    assert secret not in mask(f"it said: {secret}.")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://user:hunter2@proxy:3128 fails", "http://****@proxy:3128 fails"),
        ("[line 2]: aws_secret_access_key wJalrXUtnFEMI/K7", "[line 2]: aws_secret_access_key ****"),
        ('{"SecretAccessKey": "abcdefghijkl", "Version": 1}', '{"SecretAccessKey": "****", "Version": 1}'),
        ("?X-Amz-Signature=0a1b2c&x=1", "?X-Amz-Signature=****&x=1"),
        (
            "Authorization: AWS4-HMAC-SHA256 Credential=AKIA/x, Signature=00ff",
            "Authorization: AWS4-HMAC-SHA256 Credential=****",
        ),
    ],
)
def test_the_place_of_a_credential_stays_readable(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "arn:aws:iam::437064342167:role/counterpromo-dev-apply",
        "database.password: must be left out",
        "state.key = counterpromo/dev/terraform.tfstate",
        "5ca60e2f0a1b2c3d4e5f60718293a4b5c6d7e8f9",
        "no session token was found",
        "counterpromo plan dev --save",
        "AWS_SESSION_TOKEN: holds a carriage return (CRLF line ends)",
        'export AWS_SESSION_TOKEN="$(printf %s "$AWS_SESSION_TOKEN" | tr -d \'\\r\')"',
        "https://sqs.eu-west-2.amazonaws.com/437064342167/counterpromo-dev-jobs",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert mask(text) == text


def test_a_masking_stream_masks_what_is_written_and_keeps_what_it_is() -> None:
    stream = io.StringIO()
    print("token IQoJb3JpZ2luX2VjEXAMPLETOKEN", file=masked_stream(stream))
    assert stream.getvalue() == "token ****\n"
    assert not masked_stream(stream).isatty()
