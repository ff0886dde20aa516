"""Replaces an attribute of moto."""

from __future__ import annotations


def patch(owner: object, name: str, replacement: object) -> None:
    """Replaces `owner.name`. Raises AttributeError if moto no longer has it."""
    getattr(owner, name)
    setattr(owner, name, replacement)
