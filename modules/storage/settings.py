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
    """What becomes of objects below `prefix`, in days; what is 0 does not happen. The rule's key is its id.

    `transitions` and `noncurrent_transitions` are storage class = days, as `STANDARD_IA = 30`; `noncurrent_kept` is how
    many earlier versions stay whatever their age.
    """

    prefix: str = ""
    enabled: bool = True
    abort_multipart_days: NotNegative = 0
    expire_days: NotNegative = 0
    noncurrent_days: NotNegative = 0
    noncurrent_kept: NotNegative = 0
    expire_delete_markers: bool = False
    transitions: dict[Name, NotNegative] = {}
    noncurrent_transitions: dict[Name, NotNegative] = {}


class BucketSettings(Strict):
    """A private bucket: public access blocked and encrypted always. `audience` says who may write to it.

    `tls_only` denies plain HTTP in the bucket's policy.
    """

    name: Annotated[Bucket, Unique("bucket", "everywhere")]
    versioning: bool
    lifecycle: dict[str, LifecycleRuleSettings]
    encryption: Literal["AES256", "aws:kms"] = "AES256"
    bucket_key: bool = True
    audience: Literal["tasks", "load_balancer"] = "tasks"
    tls_only: bool = False
    tags: Tags = {}
