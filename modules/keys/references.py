"""References to the KMS keys: each section may name a key for its own kind of data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from modules.keys.settings import KeySettings
from settings.references import Ref
from settings.types import Key


def _encrypts(kind: str) -> Callable[[KeySettings], bool]:
    return lambda key: key.encrypts == kind


LogsKey = Annotated[Key, Ref("keys", only=_encrypts("logs"), described="[keys] that encrypts logs")]
StorageKey = Annotated[Key, Ref("keys", only=_encrypts("storage"), described="[keys] that encrypts storage")]
SecretsKey = Annotated[Key, Ref("keys", only=_encrypts("secrets"), described="[keys] that encrypts secrets")]
TopicKey = Annotated[Key, Ref("keys", only=_encrypts("topic"), described="[keys] that encrypts topic")]
DatabaseKey = Annotated[Key, Ref("keys", only=_encrypts("database"), described="[keys] that encrypts database")]
ImagesKey = Annotated[Key, Ref("keys", only=_encrypts("images"), described="[keys] that encrypts images")]
