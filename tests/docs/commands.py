"""Checks the commands of a block without running them: each command and each option exists.

`counterpromo` is compared with the command line itself, `aws` with botocore's service models (the AWS CLI is generated
from them: https://docs.aws.amazon.com/cli/latest/), `make` with the Makefile.
"""

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import botocore.session
import click
import typer
from botocore import xform_name

from cli.app import app
from tests.conftest import PROJECT

_ENDS = {"|", "||", "&&", ";", "&", "(", ")", ";;"}
_REDIRECTIONS = {">", ">>", "<", ">&", "2>", "&>"}
_OF_THE_CLI = {"query", "output", "region", "profile", "no-cli-pager", "cli-input-json", "endpoint-url"}
_NOT_IN_A_MODEL = {("s3", "sync"), ("s3", "cp"), ("s3", "ls")}


def commands(text: str) -> Iterator[list[str]]:
    """Yields every simple command as words, those in $(...) too, without comments and redirections."""
    for inner in re.findall(r"\$\(([^()]*)\)", text):
        yield from commands(inner)
    joined = re.sub(r"\$\([^()]*\)", "VALUE", text).replace("\\\n", " ")
    for line in joined.splitlines():
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        yield from _simple(list(words))


def _simple(words: Sequence[str]) -> Iterator[list[str]]:
    command: list[str] = []
    skip = False
    for word in words:
        if word in _ENDS:
            if command:
                yield command
            command = []
        elif skip or word in _REDIRECTIONS:
            skip = not skip
        else:
            command.append(word)
    if command:
        yield command


def fault(command: Sequence[str]) -> str:
    """Returns what is wrong with a command; empty if nothing is, or if the command is not one of these three."""
    words = list(command)
    while words and re.match(r"\w+=", words[0]):
        words.pop(0)
    name, *arguments = words or [""]
    checks = {"counterpromo": _ours, "aws": _of_aws, "make": _target}
    return checks[name](arguments) if name in checks else ""


def _ours(arguments: list[str]) -> str:
    """Parses the arguments as the command line does, and calls nothing."""
    found: Any = typer.main.get_command(app)
    if arguments and arguments[0] in {name for option in found.params for name in option.opts}:
        return ""
    try:
        while isinstance(found, click.Group):
            name, found_, arguments = found.resolve_command(click.Context(found), arguments)
            if found_ is None:
                return f"there is no command {name}"
            found = found_
        found.make_context(found.name, list(arguments))
    except click.exceptions.NoArgsIsHelpError as fault_:
        return str(fault_)
    except click.UsageError as fault_:
        return fault_.format_message()
    return ""


@cache
def _model(service: str) -> Any:
    return botocore.session.get_session().get_service_model(service)


def _of_aws(arguments: list[str]) -> str:
    service, operation, *rest = arguments
    if (service, operation) in _NOT_IN_A_MODEL:
        return ""
    model = _model({"s3api": "s3"}.get(service, service))
    if operation == "wait":
        waiters = botocore.session.get_session().create_client(service, region_name="eu-west-2").waiter_names
        name, *rest = rest
        return "" if name.replace("-", "_") in waiters else f"{service} waits for no {name}"
    named = {xform_name(each, "-"): each for each in model.operation_names}
    if operation not in named:
        return f"{service} has no {operation}"
    shape = model.operation_model(named[operation]).input_shape
    members = {xform_name(each, "-"): member.type_name for each, member in (shape.members if shape else {}).items()}
    known = {*members, *_OF_THE_CLI, *(f"no-{each}" for each, type_ in members.items() if type_ == "boolean")}
    unknown = [word for word in rest if word.startswith("--") and word[2:].split("=")[0] not in known]
    return f"{service} {operation} has no {', '.join(unknown)}" if unknown else ""


def _target(arguments: list[str]) -> str:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    missing = [each for each in arguments if not re.search(rf"^{re.escape(each)}:", makefile, re.MULTILINE)]
    return f"the Makefile has no {', '.join(missing)}" if missing else ""
