"""Settings of the secrets."""

from settings.types import Name, Strict, Tags


class SecretSettings(Strict):
    """A secret's container. Its value is put there by a person and never read by this code."""

    name: Name
    description: str | None = None
    tags: Tags = {}
