"""Settings of the secrets."""

from typing import Annotated

from settings.types import Name, Strict, Tags
from settings.unique_names import Unique


class SecretSettings(Strict):
    """A secret's container. Its value is put there by a person and never read by this code."""

    name: Annotated[Name, Unique("secret")]
    """Name of the secret."""
    description: str | None = None
    """Description of the secret."""
    tags: Tags = {}
