"""Maps settings to arguments: constructs read it forwards, the capture reads it backwards."""

from collections.abc import Mapping
from typing import Any

from settings.types import Strict
from terraform.literal import literal


class Feed:
    """A map from arguments of a resource to keys of a part of the settings. `at` is their block, such as
    `health_check.0`.

    A path may enter JSON text with `>`, and collect a list of pairs with `name:value`, as in
    `container_definitions>0.environment.name:value`.
    """

    def __init__(self, arguments: Mapping[str, str], *, at: str = "") -> None:
        self._arguments = dict(arguments)
        self._at = f"{at}." if at else ""

    def of(self, settings: Strict) -> dict[str, Any]:
        """Returns the arguments with the values of these settings, for a construct."""
        return {argument: literal(getattr(settings, key)) for argument, key in self._arguments.items()}

    def by(self, settings: Strict) -> dict[str, str]:
        """Returns the key of each setting in the file -> the path of its argument, for the capture."""
        return {f"{settings.where}.{key}": f"{self._at}{argument}" for argument, key in self._arguments.items()}


def tagged_by(settings: Strict, *, named: bool = False) -> dict[str, str]:
    """Returns the map of the tags, for the capture; `named` if the name of the part is only its Name tag."""
    return {f"{settings.where}.tags": "tags"} | ({f"{settings.where}.name": "tags.Name"} if named else {})


def tags_of(tags: Mapping[str, str], *, name: str | None = None) -> dict[str, str] | None:
    """Returns the tags argument; None without tags, because an empty map shows as an update."""
    named = {"Name": name} if name else {}
    return literal({**named, **tags}) or None
