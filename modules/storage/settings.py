"""Settings of the buckets."""

from typing import Annotated, Literal

from settings.types import (
    Bucket,
    Name,
    NotNegative,
    Strict,
    Tags,
)
from settings.unique_names import Unique


class LifecycleRuleSettings(Strict):
    """One lifecycle rule; its KEY is the rule's id."""

    prefix: str = ""
    """Objects that the rule is for."""
    enabled: bool = True
    """The rule is active."""
    abort_multipart_days: NotNegative = 0
    """Days until an unfinished upload is removed; 0 never."""
    expire_days: NotNegative = 0
    """Days until an object is removed; 0 never."""
    noncurrent_days: NotNegative = 0
    """Days until an earlier version is removed; 0 never."""
    noncurrent_kept: NotNegative = 0
    """Earlier versions that stay whatever their age."""
    expire_delete_markers: bool = False
    """Delete markers without versions are removed."""
    transitions: dict[Name, NotNegative] = {}
    """Storage class = days until an object moves there."""
    noncurrent_transitions: dict[Name, NotNegative] = {}
    """Storage class = days until an earlier version moves there."""


class BucketSettings(Strict):
    """A private, encrypted bucket; public access is always blocked."""

    name: Annotated[Bucket, Unique("bucket", "everywhere")]
    """Name of the bucket, unique in all of AWS."""
    versioning: bool
    """Earlier versions of objects are kept."""
    lifecycle: dict[str, LifecycleRuleSettings]
    encryption: Literal["AES256", "aws:kms"] = "AES256"
    """Encryption of objects."""
    bucket_key: bool = True
    """S3 uses a bucket key with KMS."""
    audience: Literal["tasks", "load_balancer"] = "tasks"
    """Who may write to the bucket: the tasks, or the load balancer for its logs."""
    tls_only: bool = False
    """The bucket policy denies plain HTTP."""
    tags: Tags = {}
