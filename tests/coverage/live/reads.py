"""Short forms of amendments: an item of a list, an attribute in a list of pairs, an answer as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.overlay.amendment import Amendment


def item(call: str, at: str, which: Mapping[str, Any], **members: Any) -> Amendment:
    """Returns an amendment of one item. `call` is `SERVICE.OPERATION`."""
    service, _, operation = call.partition(".")
    return Amendment(service=service, operation=operation, at=at, item=which, members=members)


def attributes(call: str, when: Mapping[str, Any], **values: str) -> list[Amendment]:
    """Returns an amendment for each attribute of a list of pairs; `__` in a name stands for a dot, `_` for itself."""
    service, _, operation = call.partition(".")
    return [
        Amendment(
            service=service,
            operation=operation,
            when=when,
            at="Attributes",
            item={"Key": name.replace("__", ".")},
            members={"Value": value},
            adds=True,
        )
        for name, value in values.items()
    ]


def answer(call: str, when: Mapping[str, Any], **members: Any) -> Amendment:
    """Returns an amendment of the answer as a whole."""
    service, _, operation = call.partition(".")
    return Amendment(service=service, operation=operation, when=when, members=members)


def tags(**values: str) -> list[dict[str, str]]:
    """Returns tags in the form of most services."""
    return [{"Key": key, "Value": value} for key, value in values.items()]
