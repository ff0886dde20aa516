"""Settings of the queues."""

from typing import Annotated, Literal

from settings.types import (
    MessageBytes,
    Name,
    Positive,
    QueueDelaySeconds,
    QueueRetentionSeconds,
    QueueSeconds,
    QueueWaitSeconds,
    Strict,
    Tags,
)
from settings.unique_names import Unique


class QueueSettings(Strict):
    """A queue and its dead-letter queue. `audience` says who may touch them."""

    name: Annotated[Name, Unique("queue")]
    dead_letter_name: Annotated[Name, Unique("queue")]
    visibility_timeout_seconds: QueueSeconds
    retention_seconds: QueueRetentionSeconds
    dead_letter_retention_seconds: QueueRetentionSeconds
    receive_wait_seconds: QueueWaitSeconds
    max_receives: Positive
    audience: Literal["tasks", "developers"]
    dead_letter_visibility_timeout_seconds: QueueSeconds = 30
    dead_letter_receive_wait_seconds: QueueWaitSeconds = 0
    delay_seconds: QueueDelaySeconds = 0
    maximum_message_bytes: MessageBytes = 262144
    managed_encryption: bool = True
    kms_key: str | None = None
    dead_letter_managed_encryption: bool = True
    dead_letter_kms_key: str | None = None
    dead_letter_tags: Tags = {}
    tags: Tags = {}
