"""Settings of the KMS keys."""

from typing import Annotated, Literal

from settings.types import DeletionWindowDays, Name, Strict, Tags
from settings.unique_names import Unique


class KeySettings(Strict):
    """A customer managed key of KMS for one kind of data. It rotates every year.

    `encrypts` decides which service of AWS the key policy admits: CloudWatch Logs for `logs`, CloudWatch alarms for
    `topic`. Everything else is decided by the IAM policies of this account.
    """

    alias: Annotated[Name, Unique("key alias")]
    """Alias of the key, without `alias/`."""
    encrypts: Literal["logs", "storage", "secrets", "topic", "database", "images"]
    """Kind of data that the key encrypts."""
    description: str
    """Description of the key."""
    deletion_window_days: DeletionWindowDays = 30
    """Days in which a deletion of the key can be cancelled."""
    tags: Tags = {}
