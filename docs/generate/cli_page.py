"""docs/cli.md: every command with its arguments, options and exit codes, from the command line itself."""

import re
from collections.abc import Iterator
from typing import Any

import click
import typer

from cli.app import app
from docs.generate.markdown import head, table
from errors import ExitCode

MEANINGS = {
    ExitCode.DONE: "the command is done; `plan` found no changes",
    ExitCode.BROKEN: "something is broken: the message says what, and `try:` says what to do",
    ExitCode.CHANGES: "`plan` found changes that may be applied; `schema check` or `schema plan` found differences",
    ExitCode.REFUSED: "refused: going on would not be safe, and nothing was written; `audit` has findings",
    ExitCode.INCOMPLETE: "`import` and `bootstrap` adopted everything but the resources that the output names",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C or a signal; run the same command again to go on",
}
COMPLETION = """## Shell completion

Completion of commands and options works in bash, zsh and fish. Print the script for the current shell, or let the
command put it into the start-up file of your shell (`~/.bashrc`, `~/.zfunc`, `~/.config/fish/completions`):

<!-- run by: tests/docs/test_completion.py -->
```sh
source <(counterpromo --show-completion bash)     # this shell only
counterpromo --install-completion bash            # every new shell; or zsh, or fish
```

Then type `counterpromo`, a space, and press Tab twice.
"""


def cli_page() -> str:
    """Returns the page."""
    root = typer.main.get_command(app)
    introduction = (
        "`counterpromo COMMAND --help` prints the same. Every command that writes asks first on a terminal; `--yes` "
        "answers, and with neither it refuses. `ENV` is the name of a settings file: `dev` for `envs/dev.toml`.",
        table(["exit code", "meaning"], [(str(int(code)), MEANINGS[code]) for code in ExitCode]).rstrip(),
    )
    parts = [head("Command line", *introduction), _options("Options of every command", root)]
    parts += [_command(name, command) for name, command in commands(root, "counterpromo")]
    return "\n".join([*parts, COMPLETION])


def commands(group: Any, prefix: str) -> Iterator[tuple[str, Any]]:
    """Yields every command below `group` with all that is typed before its arguments."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if command.hidden:
            continue
        if hasattr(command, "list_commands"):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def _command(name: str, command: Any) -> str:
    usage = command.make_context(name, [], resilient_parsing=True).get_usage()
    usage = re.sub(r"\s+", " ", usage.removeprefix("Usage: "))
    described = " ".join((command.help or "").split())
    return f"## {name.removeprefix('counterpromo ')}\n\n{described}\n\n`{usage}`\n\n{_options('', command)}"


def _options(title: str, command: Any) -> str:
    rows = [_row(each) for each in command.params if not getattr(each, "hidden", False)]
    rows = [row for row in rows if row[0] != "`--help`"]
    heading = f"## {title}\n\n" if title else ""
    return heading + (table(["argument or option", "default", "meaning"], rows) if rows else "")


def _row(parameter: Any) -> tuple[str, str, str]:
    choices = getattr(parameter.type, "choices", None)
    kind = " or ".join(str(getattr(each, "value", each)) for each in choices) if choices else ""
    if parameter.param_type_name == "argument":
        name = f"`{parameter.make_metavar(click.Context(click.Command('counterpromo')))}`"
        shown = f"{name} ({kind})" if kind else name
    else:
        value = "" if parameter.is_flag else f" {parameter.metavar or kind or parameter.type.name.upper()}"
        shown = f"`{', '.join(parameter.opts)}{value}`"
    meaning = parameter.help or ""
    if parameter.envvar:
        meaning = f"{meaning} Environment variable: `{parameter.envvar}`."
    return shown, _default(parameter), meaning


def _default(parameter: Any) -> str:
    default = getattr(parameter.default, "value", parameter.default)
    if default in (None, "", False) or callable(default) or "UNSET" in repr(default).upper():
        return "required" if parameter.required else ""
    return f"`{default}`"
