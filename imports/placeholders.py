"""References to what is withheld: the live value stands for each where it is known, a placeholder where it is not.

A placeholder is never sent to AWS: the argument that holds one is in `ignore_changes`. It has a form that the
provider's validation accepts, and the resource's comment lists the argument: `"//": {"withheld": ["alias"]}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from terraform.literal import literal

# An ARN passes the validation of ARNs, and of any text without a pattern.
WITHHELD = "arn:aws:iam::000000000000:withheld/"
_NAME = "withheld"
_BY_ATTRIBUTE: Mapping[str, str] = {
    "address": _NAME,
    "bucket": _NAME,
    "db_name": _NAME,
    "dns_name": _NAME,
    "family": _NAME,
    "identifier": _NAME,
    "name": _NAME,
    "port": "1",
    "revision": "1",
    "zone_id": "Z00000000000000000000",
}


class Redirection:
    """Replaces references to withheld addresses."""

    def __init__(self, gaps: Sequence[str]) -> None:
        names = "|".join(map(re.escape, gaps))
        self._reference = re.compile(r"\$\{[^{}]*\b(?:" + names + r")\b[^{}]*\}") if gaps else re.compile(r"(?!)")
        self._attribute = re.compile(r"\b(?:" + names + r")\.(\w+)")

    def refers(self, value: Any) -> bool:
        """Checks whether a value refers to what is withheld, wherever in it."""
        match value:
            case str():
                return bool(self._reference.search(value))
            case Mapping():
                return any(map(self.refers, (*value, *value.values())))
            case list():
                return any(map(self.refers, value))
            case _:
                return False

    def filled(self, value: Any, live: Any) -> Any:
        """Returns the value with the live one in place of each text that refers to what is withheld.

        In a list of several blocks nothing says which live block is which: it keeps its references.
        """
        if not self.refers(value) or live in (None, "", [], {}):
            return value
        match value:
            case str() if isinstance(live, str | int | float):
                return literal(live)
            case Mapping():
                block = live[0] if isinstance(live, list) and len(live) == 1 else live
                return {key: self.filled(item, _at(block, key)) for key, item in value.items()}
            case list() if isinstance(live, list) and not any(isinstance(item, Mapping | list) for item in live):
                return literal(live)
            case list() if isinstance(live, list) and len(live) == len(value) == 1:
                return [self.filled(value[0], live[0])]
            case _:
                return value

    def placed(self, value: Any) -> Any:
        """Returns the value with a placeholder in place of each reference to what is withheld."""
        match value:
            case str():
                return self._reference.sub(lambda match: self._placeholder(match.group()), value)
            case Mapping():
                return {self.placed(key): self.placed(item) for key, item in value.items()}
            case list():
                return [self.placed(item) for item in value]
            case _:
                return value

    def _placeholder(self, reference: str) -> str:
        attribute = self._attribute.search(reference)
        return _BY_ATTRIBUTE.get(attribute.group(1), WITHHELD) if attribute else WITHHELD


def _at(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None
