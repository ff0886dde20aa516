"""`--help` explains every argument and option of every command."""

import pytest
import typer
from typer.testing import CliRunner

from cli.app import app
from docs.generate.cli_page import commands

COMMANDS = dict(commands(typer.main.get_command(app), "counterpromo"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_explains_all_that_the_command_takes(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    shown = CliRunner().invoke(app, [*name.split()[1:], "--help"], env={"COLUMNS": "200"}).stdout
    for parameter in command.params:
        help_ = getattr(parameter, "help", None)
        assert help_, f"{name}: {parameter.name} has no help"
        assert " ".join(help_.split()[:3]) in shown, f"{name}: {parameter.name} is not explained"
