"""docs/messages.md: every message with its cause and its cure, collected from the code that makes it."""

import re
from collections.abc import Iterable
from functools import cache

from docs.generate.calls import ROOMS, Call, calls, error_classes, files, first_text
from docs.generate.markdown import head, table
from guard.rules import RULES

INTRODUCTION = """A message is one line that states the cause: `error:` (exit code 1, something is broken) or
`refused:` (exit code 3, going on would not be safe, and nothing was written). The line `try:` below it states the
cure. Words in capitals stand for what is filled in, an ellipsis for what the program works out. Search this page for
a few words of the message. [Faults](faults.md) lists the faults that a test makes happen, with what is kept in each."""
OF_OTHERS = """Known causes of what Terraform, AWS or the operating system reports. An error that fits no row is
printed as it came.
"""
OF_SETTINGS = """A fault in a settings file is printed as `KEY = VALUE: RULE`, all faults of all files at once. The
cure is always to edit the file. The rules of a single key are in [settings](settings.md). These hold between keys or
files:
"""
OF_THE_GUARD = """A finding names the address, the cause, and the rule in brackets at its end. [Guard](guard.md)
explains how to waive a finding.
"""
OF_THE_DOCTOR = """`counterpromo doctor` prints a row for each subject: `ok`, `warn` or `fail`. A row that fails shows
one of the errors above. These rows warn:
"""
DECISIONS = """Settings that only a person can fill in. Every plan and the doctor repeat them until they are set.
"""
ROOM_TITLES = {
    "settings": "Settings",
    "machine": "This machine",
    "aws": "AWS",
    "database_schema": "Schema of the database",
    "terraform": "Terraform, plans and state",
    "guard": "Guard",
    "imports": "Import",
    "modules": "Modules",
    "envs": "Settings files",
    "permissions": "Permissions",
    "stacks": "Stacks",
    "operations": "Commands",
    "workflows": "Workflows",
    "cli": "Command line",
    "audit": "Audit",
    "reach": "Audit: paths of services",
}
WHAT = ("what", "message", "0")


def messages_page() -> str:
    """Returns the page."""
    sections = [_errors(), _terraform_causes(), _settings_rules(), _guard_rules(), _doctor_rows(), _open_decisions()]
    return "\n".join([head("Messages", INTRODUCTION), *sections])


@cache
def _all_calls() -> tuple[Call, ...]:
    return tuple(call for file in files() for call in calls(file))


def _errors() -> str:
    """Errors and refusals, by room: calls of the error classes with a text of their own."""
    classes = error_classes()
    parts = ["## Errors and refusals\n"]
    for room in ROOMS:
        rows = []
        for call in _all_calls():
            message = _shown(first_text(call, WHAT))
            if call.file.startswith(f"{room}/") and call.callee in classes and message:
                kind = "refused" if classes[call.callee] == "Refused" else "error"
                rows.append((f"{kind}: {message}", _cure(call), f"`{call.file}`"))
        if rows:
            parts += [f"### {ROOM_TITLES[room]}\n", table(["cause, as printed", "cure", "raised in"], _distinct(rows))]
    return "\n".join(parts)


def _terraform_causes() -> str:
    """Returns the table of causes of errors of other programs: calls that have `what` and `cure`."""
    classes = error_classes()
    rows = [
        (f"error: {_shown(call.texts['what'])}", _shown(call.texts["cure"]), f"`{call.file}`")
        for call in _all_calls()
        if call.texts.get("what") and call.texts.get("cure") and call.callee not in classes
    ]
    columns = ["cause, as printed", "cure", "known in"]
    return "\n".join(["## Causes of errors of other programs\n", OF_OTHERS, table(columns, _distinct(rows))])


def _settings_rules() -> str:
    """Rules between several keys or files: calls of `Fault` with key, value and rule."""
    rows = []
    for call in _all_calls():
        key, rule = _shown(first_text(call, ("key", "0"))), _shown(first_text(call, ("rule", "2")))
        if call.callee == "Fault" and rule and not call.file.startswith("guard/"):
            rows.append((f"`{key or 'KEY'}`", rule, f"`{call.file}`"))
    return "\n".join(["## Settings files\n", OF_SETTINGS, table(["key", "rule", "checked in"], _distinct(rows))])


def _guard_rules() -> str:
    rows = [
        (f"`{name}`", _shown(rule.says), _shown(rule.help), "yes" if rule.waivable else "no")
        for name, rule in RULES.items()
    ]
    return "\n".join(["## Guard rules\n", OF_THE_GUARD, table(["rule", "cause", "cure", "can be waived"], rows)])


def _doctor_rows() -> str:
    """Rows of `counterpromo doctor` that are not well; a failed row shows one of the errors above."""
    rows = []
    for call in _all_calls():
        if call.file.startswith("operations/doctor/") and call.callee in ("warn", "failed"):
            subject, detail = first_text(call, ("subject", "0")), first_text(call, ("detail", "1"))
            if subject and detail:
                rows.append((f"`{subject}`", _shown(detail), _shown(call.texts.get("cure", ""))))
    return "\n".join(["## Rows of the doctor\n", OF_THE_DOCTOR, table(["subject", "cause", "cure"], _distinct(rows))])


def _open_decisions() -> str:
    """Settings that a person still has to fill in: calls with `open` and `cure`."""
    rows = []
    for call in _all_calls():
        if call.file == "envs/open_decisions.py" and call.texts.get("cure") and call.texts.get("open"):
            rows.append((f"`{call.texts['subject']}`", _shown(call.texts["open"]), _shown(call.texts["cure"])))
    return "\n".join(["## Open decisions\n", DECISIONS, table(["subject", "cause", "cure"], _distinct(rows))])


def _shown(text: str) -> str:
    """Returns the text for a page: placeholders of templates in capitals, lines joined."""
    return re.sub(r"\{(\w+)\}", lambda found: found[1].upper(), " ".join(text.split()))


def _cure(call: Call) -> str:
    """Returns the cure of a message; empty where it has none."""
    if "cure" not in call.texts:
        return ""
    return _shown(call.texts["cure"]) or "depends on the case, and is printed"


def _distinct(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return list(dict.fromkeys(rows))
