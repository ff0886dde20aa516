"""Settings of the buckets."""

from typing import Annotated, Literal

from modules.keys.references import StorageKey
from settings.types import (
    Bucket,
    Key,
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


class CorsRuleSettings(Strict):
    """One CORS rule: pages of these origins may use these methods.

    https://docs.aws.amazon.com/AmazonS3/latest/API/API_CORSRule.html
    """

    origins: list[str]
    """Origins whose pages may ask; `*` for all."""
    methods: list[Literal["GET", "PUT", "HEAD", "POST", "DELETE"]]
    """HTTP methods that the pages may use."""
    headers: list[str] = []
    """Headers that the pages may send."""
    expose_headers: list[str] = []
    """Headers of the answer that the pages may read."""
    max_age_seconds: NotNegative = 0
    """Seconds that a browser may keep the answer to its question; 0 leaves it to the browser."""
    id: str | None = None
    """Id of the rule."""


class BucketSettings(Strict):
    """A private, encrypted bucket; public access is always blocked."""

    name: Annotated[Bucket, Unique("bucket", "everywhere")]
    """Name of the bucket, unique in all of AWS."""
    versioning: bool
    """Earlier versions of objects are kept."""
    lifecycle: dict[str, LifecycleRuleSettings]
    encryption: Literal["AES256", "aws:kms"] = "AES256"
    """Encryption of objects."""
    key: StorageKey | None = None
    """KMS key of objects with the encryption `aws:kms`; without it S3 uses its own key of KMS."""
    bucket_key: bool = True
    """S3 uses a bucket key with KMS."""
    audience: Literal["tasks", "load_balancer"] = "tasks"
    """Who may write to the bucket: the tasks, or the load balancer for its logs."""
    cors: dict[Key, CorsRuleSettings] = {}
    """CORS rules: pages of other origins that may read or write objects."""
    tls_only: bool = False
    """The bucket policy denies plain HTTP."""
    tags: Tags = {}
