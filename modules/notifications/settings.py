"""Settings of the alarm topic and its subscriptions."""

from typing import Annotated, Literal

from modules.keys.references import TopicKey
from settings.copying import NotCopied
from settings.types import Key, Name, Strict, Tags
from settings.unique_names import Unique


class SubscriptionSettings(Strict):
    """A subscriber. A subscription by email must be confirmed in the mail that AWS sends."""

    protocol: Literal["email", "email-json", "https", "sms", "sqs", "lambda"]
    """How the subscriber is notified."""
    endpoint: str
    """Address for the protocol: an email address, a URL, an ARN."""


class NotificationSettings(Strict):
    """The SNS topic of the alarms, and its subscribers (KEY = subscription)."""

    topic: Annotated[Name, Unique("topic")]
    """Name of the SNS topic of the alarms."""
    display_name: str = ""
    """Sender name in messages."""
    key: TopicKey | None = None
    """KMS key of the topic; without it messages are not encrypted at rest."""
    subscriptions: dict[Key, Annotated[SubscriptionSettings, NotCopied()]] = {}
    tags: Tags = {}
