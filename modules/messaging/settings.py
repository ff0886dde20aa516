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
    """A queue and its dead-letter queue."""

    name: Annotated[Name, Unique("queue")]
    """Name of the queue."""
    dead_letter_name: Annotated[Name, Unique("queue")]
    """Name of the dead-letter queue."""
    visibility_timeout_seconds: QueueSeconds
    """Seconds that a received message is hidden from other receivers."""
    retention_seconds: QueueRetentionSeconds
    """Seconds that a message is kept."""
    dead_letter_retention_seconds: QueueRetentionSeconds
    """Seconds that a message is kept in the dead-letter queue."""
    receive_wait_seconds: QueueWaitSeconds
    """Seconds that a receive call waits for a message."""
    max_receives: Positive
    """Receives until a message goes to the dead-letter queue."""
    audience: Literal["tasks", "developers"]
    """Who may use the queue: the tasks, or the developers' laptops."""
    dead_letter_visibility_timeout_seconds: QueueSeconds = 30
    """Seconds that a message received from the dead-letter queue is hidden."""
    dead_letter_receive_wait_seconds: QueueWaitSeconds = 0
    """Seconds that a receive call on the dead-letter queue waits."""
    delay_seconds: QueueDelaySeconds = 0
    """Seconds until a new message can be received."""
    maximum_message_bytes: MessageBytes = 262144
    """Largest message. Provider 5.100.0 accepts at most 262144."""
    managed_encryption: bool = True
    """SQS encrypts with its own key."""
    kms_key: str | None = None
    """KMS key instead of the managed encryption."""
    dead_letter_managed_encryption: bool = True
    """SQS encrypts the dead-letter queue with its own key."""
    dead_letter_kms_key: str | None = None
    """KMS key of the dead-letter queue."""
    dead_letter_tags: Tags = {}
    """Tags of the dead-letter queue."""
    tags: Tags = {}
