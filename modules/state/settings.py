"""`[state_bucket]` of the account: what the state bucket has beside its name, which is in `[state]`."""

from typing import Literal

from settings.types import Strict, Tags


class StateBucketSettings(Strict):
    """The state bucket: encryption, versions and tags. Without this table it is versioned, and encrypted by S3."""

    encryption: Literal["AES256", "aws:kms", "aws:kms:dsse"] = "AES256"
    """Algorithm of the encryption: S3's own keys, or KMS."""
    kms_key: str | None = None
    """ARN or id of the KMS key; without it, AWS's own key."""
    bucket_key: bool | None = None
    """S3 asks KMS for one key for the bucket instead of one for each object."""
    versioning: Literal["Enabled", "Suspended"] = "Enabled"
    """Earlier versions of states are kept."""
    tags: Tags = {}
    """Tags of the bucket."""
