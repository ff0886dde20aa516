"""The command line knows what the workflows type: commands, arguments and options, without running them."""

import click
import pytest
import typer

from cli.app import app

SHA256, COMMIT = "9f" * 32, "a" * 40
LINES = [
    pytest.param("plan dev --no-lock --json now.json", id="plan-again"),
    pytest.param("plan dev --no-lock --format markdown --output plan.md --json plan.json", id="plan"),
    pytest.param("plan dev --no-lock --format markdown --output plan.md --json plan.json --save", id="plan-save"),
    pytest.param(f"apply dev --reviewed {SHA256} --yes", id="apply"),
    pytest.param("import dev --yes --report import.json", id="import"),
    pytest.param("import dev --yes --apply --report import.json", id="import-apply"),
    pytest.param("unlock dev --yes", id="unlock"),
    pytest.param("pipeline environments", id="environments"),
    pytest.param("pipeline environments --schema-task", id="environments-schema-task"),
    pytest.param("pipeline schema-image prod", id="schema-image"),
    pytest.param("pipeline role dev plan", id="role"),
    pytest.param("pipeline role prod image", id="role-image"),
    pytest.param("pipeline protected prod --reviewers", id="protected"),
    pytest.param(f"pipeline fingerprint plan.json --expect {SHA256} --first-build", id="fingerprint"),
    pytest.param("pipeline comment dev --pull-request 12 --exit-code 2 --body plan.md", id="comment"),
    pytest.param("pipeline drift dev --exit-code 2 --body plan.md", id="drift"),
    pytest.param(f"pipeline propose dev --base {COMMIT} --files changed", id="propose"),
    pytest.param(f"pipeline applied dev {COMMIT}", id="applied"),
]


@pytest.mark.parametrize("line", LINES)
def test_is_known(line: str) -> None:
    command: click.Command = typer.main.get_command(app)
    context = click.Context(command)
    words = line.split()
    while isinstance(command, click.Group):
        name, command_, words = command.resolve_command(context, words)
        assert command_ is not None, name
        command, context = command_, click.Context(command_, parent=context, info_name=name)
    command.parse_args(context, words)
