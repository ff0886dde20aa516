"""The tags some people put on things beyond the name."""

from __future__ import annotations

from collections.abc import Mapping

MORE_TAGS = {"Project": "Counter Promo", "Owner": "platform@counterpromo.com"}


def more_tags(choice: str) -> Mapping[str, str]:
    """None where the choice is that names are enough."""
    return MORE_TAGS if choice == "more than names" else {}
