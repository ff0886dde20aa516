"""Explains terraform's errors: from diagnostics to one line and a cure. Pure.

Terraform's own texts are matched as 1.11 writes them (`-json` diagnostics, or its boxed text where there is no -json).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from aws.denials import Denial, parse, with_decoding
from machine.masking import mask
from terraform.diagnostics import json_lines
from terraform.diagnostics.denied_actions import denied, iam_action
from terraform.diagnostics.known_errors import KNOWN, NO_MEMORY


def errors_of(*, stdout: str, stderr: str) -> tuple[str, ...]:
    """Returns each error that terraform reported, as summary and detail, without warnings and credentials.

    Where terraform or the provider ended for want of memory, that is the only error: all others follow from it.
    """
    if stop := NO_MEMORY.search(stderr):
        return (stop[0],)
    return tuple(mask(error) for error in _from_json(stdout) or _from_text(stderr) or _from_text(stdout))


class Explained(NamedTuple):
    """The cause of a failure and its cure; `rest` are the errors with other causes."""

    what: str
    cure: str
    rest: tuple[str, ...]


def explain(errors: tuple[str, ...], *, stack: str = "ENV") -> Explained | None:
    """Returns the first known cause that matches, in the order of KNOWN; None if no cause is known."""
    text = "\n".join(errors)
    for cause in KNOWN:
        if found := list(cause.pattern.finditer(text)):
            groups = {name: ", ".join(_distinct(name, found)) for name in cause.pattern.groupindex}
            groups |= _of_the_calls(found, text)
            return Explained(
                what=cause.what.format(stack=stack, **groups),
                cure=cause.cure.format(stack=stack, **groups),
                rest=tuple(error for error in errors if not cause.pattern.search(error)),
            )
    if denials := denied(text):
        return Explained(
            what="; ".join(denial.sentence() for denial in denials),
            cure=f"{with_decoding(_together(denials), text=text)}; counterpromo policy prints all that a command needs",
            rest=tuple(error for error in errors if not denied(error)),
        )
    return None


def _distinct(name: str, found: Sequence[re.Match[str]]) -> list[str]:
    return list(dict.fromkeys(match[name] or "" for match in found))


def _of_the_calls(found: Sequence[re.Match[str]], text: str) -> dict[str, str]:
    """Returns `action`, `denied` and `allow` of the matched calls; AWS's own words count more than the call's name."""
    denials: dict[Denial, str] = {}
    for match in found:
        groups = match.groupdict()
        called = iam_action(groups.get("service") or "", groups.get("operation") or "")
        end = text.find("operation error ", match.end())
        said = parse(text[match.start() : end if end >= 0 else len(text)]) or (Denial(action=called),)
        denials |= {denial: groups.get("code") or "" for denial in said}
    return {
        "action": ", ".join(dict.fromkeys(denial.action for denial in denials)),
        "denied": "; ".join(denial.sentence(code) for denial, code in denials.items()),
        "allow": with_decoding(_together(list(denials)), text=text),
    }


def _together(denials: Sequence[Denial]) -> str:
    """Joins the cures of several denials in one sentence: plain grants are one."""
    plain = [denial.action for denial in denials if denial.kind is None and not denial.explicit]
    cures = [f"grant {', '.join(dict.fromkeys(plain))} to these credentials"] if plain else []
    cures += [denial.cure for denial in denials if denial.kind is not None or denial.explicit]
    return "; ".join(dict.fromkeys(cures))


def shorten(error: str, *, length: int = 300) -> str:
    """Returns an error as one line of at most `length` characters."""
    line = " ".join(error.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _from_json(stdout: str) -> list[str]:
    errors = []
    for diagnostic in json_lines.errors(stdout):
        where = f"{diagnostic['address']}: " if diagnostic.get("address") else ""
        errors.append(f"{where}{diagnostic.get('summary', '')}\n{diagnostic.get('detail', '')}".strip())
    return errors


def _from_text(text: str) -> list[str]:
    """Returns the errors in a text, without colours and the box that terraform draws around an error."""
    unboxed = re.sub(r"(?m)\x1b\[[0-9;]*m|^[│╷╵] ?", "", text)
    parts = re.split(r"(?m)^Error: ", unboxed)
    return [part.strip() for part in parts[1:]] or [part.strip() for part in parts if part.strip()]
