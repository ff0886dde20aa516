"""The form of credentials: a key that is empty, quoted, or holds a line end is named before AWS is asked.

AWS answers such a key with "does not know these credentials", and a person logs in again for nothing. No value is
shown. https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html
"""

from __future__ import annotations

from typing import Any

PRINTABLE = range(0x21, 0x7F)


def fault(frozen: Any) -> str | None:
    """Returns the fault of the first part that cannot be right; None where all can."""
    parts = {"access key": frozen.access_key, "secret access key": frozen.secret_key}
    parts |= {"session token": frozen.token} if frozen.token is not None else {}
    for name, value in parts.items():
        if wrong := _fault_of(value, may_be_empty=name == "session token"):
            return f"the {name} {wrong}"
    return None


def _fault_of(value: object, *, may_be_empty: bool) -> str | None:
    if not isinstance(value, str):
        return "is no text"
    if not value.strip():
        return None if may_be_empty and not value else "is empty"
    if set(value) & {"'", '"'}:
        return "holds a quote"
    if value.split() != [value]:
        return "holds a blank or a line end (a file with CRLF line ends)"
    if any(ord(character) not in PRINTABLE for character in value):
        return "holds a character that no key of AWS has"
    return None
