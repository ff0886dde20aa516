"""The collector of messages: what it reads from a call, and that the rooms of the architecture are all looked at."""

import ast

import pytest

from docs.generate import calls, imports_graph
from docs.generate.architecture_page import HOLDS
from tests.conftest import PROJECT
from tests.test_architecture import ARROWS


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('"plain"', "plain"),
        ('f"the bucket {state.bucket} of {name}"', "the bucket BUCKET of NAME"),
        ('f"one of {sorted(names)}"', "one of …"),
        ('"two " + "parts"', "two parts"),
        ('"this" if broken else "that"', "this or: that"),
        ("known", "a text that was assigned before"),
        ("unknown", ""),
    ],
)
def test_the_text_of_an_expression_keeps_its_words(expression: str, text: str) -> None:
    known = {"known": "a text that was assigned before"}
    assert calls.text(ast.parse(expression, mode="eval").body, known) == text


def test_every_class_of_errors_is_known_with_its_base() -> None:
    bases = calls.error_classes()
    assert bases["Incomplete"] == "Refused"
    assert bases["SettingsError"] == "CounterPromoError"


def test_every_error_that_is_raised_with_a_text_is_on_the_page() -> None:
    """Words of each raised text, found by a search that shares nothing with the collector."""
    page = " ".join((PROJECT / "docs" / "messages.md").read_text(encoding="utf-8").split())
    for file in calls.files():
        for node in ast.walk(ast.parse((PROJECT / file).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
                name = getattr(node.exc.func, "id", "")
                text = node.exc.args[0].value if isinstance(node.exc.args[0], ast.Constant) else None
                if name in ("Refused", "CounterPromoError") and isinstance(text, str):
                    assert text.replace("|", r"\|") in page, file


def test_the_pages_look_at_every_room() -> None:
    assert set(imports_graph.ROOMS) == set(ARROWS) == set(HOLDS)
    assert set(calls.ROOMS) == set(ARROWS) - {"main", "errors", "sandbox"}
