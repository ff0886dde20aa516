"""Settings of the secrets."""

from typing import Annotated

from modules.keys.references import SecretsKey
from settings.types import Name, Strict, Tags
from settings.unique_names import Unique


class SecretSettings(Strict):
    """The container of a secret. A person puts the value in; this code never reads it."""

    name: Annotated[Name, Unique("secret")]
    """Name of the secret."""
    description: str | None = None
    """Description of the secret."""
    key: SecretsKey | None = None
    """KMS key of the secret; without it Secrets Manager uses its own."""
    tags: Tags = {}
