"""Every exception of boto3's libraries has a cause and a cure, and shows no credential."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import botocore
import botocore.exceptions
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aws.errors import FAILURES, explain
from aws.failure_causes import CAUSES, OTHER, cause_of
from machine import masking
from tests.machine.test_masking import SECRETS

WARNINGS = (Warning,)


def subclasses(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    """The class and all classes derived from it."""
    yield kind
    for child in kind.__subclasses__():
        yield from subclasses(child)


def exception_classes() -> list[type[BaseException]]:
    """Every exception class that a module of botocore defines, without warnings and private control flow."""
    for module in pkgutil.iter_modules(botocore.__path__):
        if module.name not in ("crt", "docs", "vendored"):
            importlib.import_module(f"botocore.{module.name}")
    found = {kind for base in (botocore.exceptions.BotoCoreError, Exception) for kind in subclasses(base)}
    ours = [each for each in found if each.__module__.startswith("botocore.") and "vendored" not in each.__module__]
    return sorted(
        (each for each in ours if not issubclass(each, Warning) and not each.__name__.startswith("_")),
        key=lambda each: each.__name__,
    )


CLASSES = exception_classes()
# These never leave botocore: it catches them itself, or only parsers of event streams and models raise them.
CAUGHT_INSIDE = {
    "BadIMDSRequestError",
    "BotoCoreError",
    "ChecksumMismatch",
    "ClientError",
    "DuplicateHeader",
    "InvalidArnException",
    "InvalidHeadersLength",
    "InvalidPayloadLength",
    "InvalidShapeError",
    "InvalidShapeReferenceError",
    "NoInitialResponseError",
    "NoShapeFoundError",
    "OperationNotFoundError",
    "ParserError",
}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_an_exception_class_of_botocore_has_a_cause(kind: type[BaseException]) -> None:
    assert cause_of(kind) is not OTHER or kind.__name__ in CAUGHT_INSIDE, "name it in aws/failure_causes.py"


def test_a_named_class_exists() -> None:
    known = {kind.__name__ for kind in CLASSES}
    assert {name for cause in CAUSES for name in cause.classes} <= known


def made(kind: type[BaseException], text: str) -> BaseException:
    """An instance, with the text in each of the words that its message takes."""
    taken = inspect.signature(kind).parameters.values()
    words: dict[str, Any] = {
        one.name: text for one in taken if one.kind is one.POSITIONAL_OR_KEYWORD and one.default is one.empty
    }
    if "last_response" in words:
        words["last_response"] = {"Error": {"Message": text}}
    while True:
        try:
            return kind(**words)
        except KeyError as missing:
            words[missing.args[0]] = text


SIMPLE = [kind for kind in CLASSES if issubclass(kind, botocore.exceptions.BotoCoreError)]


@given(secret=SECRETS, kind=st.sampled_from(SIMPLE))
def test_no_message_shows_a_credential_or_a_second_line(secret: str, kind: type[BaseException]) -> None:
    masking.remember(secret)
    failure = made(kind, f"header {secret!r} is bad: {secret}")
    assert isinstance(failure, FAILURES)
    error = explain(failure, service="sts", operation="GetCallerIdentity")
    pieces = [piece for piece in secret.split() if len(piece) >= masking.CUT]
    assert not [piece for piece in pieces if piece in error.message + error.cure]
    assert "\n" not in error.message
    assert error.cure
    masking.forget()


@pytest.mark.parametrize(
    ("failure", "begins"),
    [
        (ValueError("Invalid endpoint: localhost:4566"), "a setting for aws is wrong: Invalid endpoint"),
        (
            FileNotFoundError(2, "No such file", "/nonexistent/helper"),
            "aws cannot be asked: a file or folder is missing",
        ),
        (RuntimeError("Credentials were refreshed, but are still expired"), "no credentials for aws: "),
    ],
)
def test_an_error_of_python_in_a_call_has_a_cause(failure: ValueError | OSError, begins: str) -> None:
    error = explain(failure, service="sts", operation="GetCallerIdentity")
    assert error.message.startswith(begins)
    assert error.cure
