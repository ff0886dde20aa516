"""What is asked and what is shown: a question needs a person or `--yes`; elsewhere than on a terminal, plain lines."""

import io

import pytest

from cli.terminal import check_answerable, confirm, print_error, step
from errors import CounterPromoError, Refused


class Keyboard(io.StringIO):
    """A terminal at which this was typed."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("typed", ["", "\n", "n\n", "no\n", "yesterday\n"])
def test_anything_but_yes_is_no(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    with pytest.raises(Refused, match="not confirmed"):
        confirm("apply?", yes=False)


@pytest.mark.parametrize("typed", ["y\n", "Yes\n"])
def test_yes_is_yes(typed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Keyboard(typed))
    confirm("apply?", yes=False)


def test_without_a_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    with pytest.raises(Refused, match="no terminal"):
        check_answerable(yes=False)
    confirm("apply?", yes=True)


def test_a_step_is_plain_lines_and_its_news_are_kept_back(capsys: pytest.CaptureFixture[str]) -> None:
    with step("planning dev") as news:
        news("reading [bold]one[/bold]")
    assert capsys.readouterr().err == "planning dev…\n"


def test_an_error_and_a_refusal_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    print_error(CounterPromoError("no terraform [here]", cure="install it"))
    print_error(Refused("not safe"))
    assert capsys.readouterr().err == "error: no terraform [here]\ntry: install it\nrefused: not safe\n"
