"""The one way a fix gets into moto."""

from __future__ import annotations


def patch(owner: object, name: str, replacement: object) -> None:
    """Put `replacement` in the place of `owner.name`; an AttributeError says that moto no longer has it."""
    getattr(owner, name)
    setattr(owner, name, replacement)
