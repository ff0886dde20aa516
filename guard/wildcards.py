"""Whether one pattern of `*` and `?` covers another: all that the second matches, the first matches too. Sound, not
complete: a yes is sure, a no may be a yes that is hard to see."""

from __future__ import annotations

import re


def covers(wide: str, narrow: str) -> bool:
    """`/api*` covers `/api/*`; `?` of the wide one stands for one character, so never for a `*` of the narrow one."""
    return _compiled(wide).fullmatch(narrow) is not None


def is_pattern(text: str) -> bool:
    return "*" in text or "?" in text


def _compiled(pattern: str) -> re.Pattern[str]:
    stars = re.sub(r"\*+", "*", pattern)
    words = {"*": ".*", "?": "[^*]"}
    return re.compile("".join(words.get(letter) or re.escape(letter) for letter in stars), re.DOTALL)
