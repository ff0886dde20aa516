"""Tags of a resource: what the settings say, plus the Name tag where it has a name."""

from collections.abc import Mapping

from modules.feeds import literal


def tags_of(tags: Mapping[str, str], *, name: str | None = None) -> dict[str, str] | None:
    """The tags argument, or None where there are none: an empty map would show as an update."""
    named = {"Name": name} if name else {}
    return literal({**named, **tags}) or None
