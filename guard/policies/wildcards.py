"""Compares patterns with `*` and `?`. True is proven; False also means that the comparison found no proof."""

from __future__ import annotations

import re


def covers(wide: str, narrow: str) -> bool:
    """Returns True if `wide` matches all that `narrow` matches: `/api*` covers `/api/*`, `?` does not cover `*`."""
    return _compiled(wide).fullmatch(narrow) is not None


def is_pattern(text: str) -> bool:
    return "*" in text or "?" in text


def _compiled(pattern: str) -> re.Pattern[str]:
    stars = re.sub(r"\*+", "*", pattern)
    words = {"*": ".*", "?": "[^*]"}
    return re.compile("".join(words.get(letter) or re.escape(letter) for letter in stars), re.DOTALL)
