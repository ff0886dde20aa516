"""Maps settings to arguments: constructs read it forwards, the capture reads it backwards."""

from collections.abc import Mapping
from typing import Any

from settings.types import Strict
from terraform.literal import literal


class Feed:
    """Argument -> key of a settings part. `at` is the block the arguments stand in, such as `health_check.0`.

    A path may step into JSON text with `>`, and gather a list of pairs with `name:value`, as in
    `container_definitions>0.environment.name:value`.
    """

    def __init__(self, arguments: Mapping[str, str], *, at: str = "") -> None:
        self._arguments = dict(arguments)
        self._at = f"{at}." if at else ""

    def of(self, settings: Strict) -> dict[str, Any]:
        """The arguments with the values of these settings, for a construct to be made with."""
        return {argument: literal(getattr(settings, key)) for argument, key in self._arguments.items()}

    def by(self, settings: Strict) -> dict[str, str]:
        """Place of the setting in the file -> path of the argument, for the capture."""
        return {f"{settings.where}.{key}": f"{self._at}{argument}" for argument, key in self._arguments.items()}


def tagged_by(settings: Strict, *, named: bool = False) -> dict[str, str]:
    """What `tags_of` says, for the capture; `named` where the part's name is nothing but its Name tag."""
    return {f"{settings.where}.tags": "tags"} | ({f"{settings.where}.name": "tags.Name"} if named else {})


def tags_of(tags: Mapping[str, str], *, name: str | None = None) -> dict[str, str] | None:
    """The tags argument, or None where there are none: an empty map would show as an update."""
    named = {"Name": name} if name else {}
    return literal({**named, **tags}) or None
