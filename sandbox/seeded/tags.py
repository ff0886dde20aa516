"""Returns the tags that some people add besides the name."""

from __future__ import annotations

from collections.abc import Mapping

MORE_TAGS = {"Project": "Counter Promo", "Owner": "platform@counterpromo.com"}


def more_tags(choice: str) -> Mapping[str, str]:
    """Returns further tags; none if the choice is names only."""
    return MORE_TAGS if choice == "more than names" else {}
