"""The terminal: a question needs a person or `--yes`; without a terminal, progress is plain lines."""

import io

import pytest

from cli.terminal import check_answerable, confirm, print_error, step
from errors import CounterPromoError, Refused


class Keyboard(io.StringIO):
    """A terminal at which this was typed."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("typed", ["", "\n", "n\n", "no\n", "yesterday\n"])
def test_confirm_with_any_answer_but_yes_refuses(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    with pytest.raises(Refused, match="not confirmed"):
        confirm("apply?", yes=False)


@pytest.mark.parametrize("typed", ["y\n", "Yes\n"])
def test_confirm_with_yes_goes_on(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    confirm("apply?", yes=False)


def test_confirm_without_a_terminal_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(Refused, match="no terminal"):
        check_answerable(yes=False)
    confirm("apply?", yes=True)


def test_step_without_a_terminal_prints_one_line_and_no_news(capsys: pytest.CaptureFixture[str]) -> None:
    with step("planning dev") as news:
        news("reading [bold]one[/bold]")
    assert capsys.readouterr().err == "planning dev…\n"


def test_error_and_refusal_are_printed_with_different_words(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(CounterPromoError("no terraform [here]", cure="install it"))
    print_error(Refused("not safe"))
    assert capsys.readouterr().err == "error: no terraform [here]\ntry: install it\nrefused: not safe\n"
