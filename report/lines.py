"""The line of one argument, such as `visibility_timeout_seconds: 120 -> 300`. Long values are folded."""

from __future__ import annotations

from guard.formats.text import clean
from report.arguments import Argument
from report.members import as_json

REPLACES = "   # forces a replacement"
_CONTEXT = 24  # characters before the first difference of two long texts


def line(argument: Argument, *, longest: int) -> tuple[str, str]:
    """Returns sign and text of a line. A value of more than `longest` characters is folded. The text is one line."""
    member = argument.member
    before, after = as_json(member.before), as_json(member.after)
    if member.sign == "+":
        said = f"{member.path}: {_folded(after, longest)}"
    elif member.sign == "-":
        said = f"{member.path}: {_folded(before, longest)}"
    elif member.before is None and member.after is None:
        said = member.path
    else:
        said = f"{member.path}: {' -> '.join(_folded_pair(before, after, longest))}"
    return member.sign, clean(said) + (REPLACES if argument.replaces else "")


def _folded(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _folded_pair(before: str, after: str, longest: int) -> tuple[str, str]:
    """Folds two texts so that the first character in which they differ is shown."""
    if max(len(before), len(after)) <= longest:
        return before, after
    pairs = zip(before, after, strict=False)
    differs = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    start = max(0, differs - _CONTEXT)
    head = "…" if start else ""
    return f"{head}{_folded(before[start:], longest)}", f"{head}{_folded(after[start:], longest)}"
