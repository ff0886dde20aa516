"""Settings of what stands around an environment: image repositories, and whom its alarms tell."""

from typing import Literal

from envs.strict import Key, Name, Positive, RepositoryName, Strict, Tags


class ImageSettings(Strict):
    """A repository of images. The application pushes; Terraform keeps the repository and what may stay in it.

    A tag that cannot be overwritten names one image for ever: what was tried is what is promoted.
    """

    name: RepositoryName
    immutable_tags: bool = True
    scan_on_push: bool = True
    keep_images: Positive = 50
    untagged_days: Positive = 7
    tags: Tags = {}


class SubscriptionSettings(Strict):
    """Who is told. Whoever is subscribed by email has to confirm it, in the mail that AWS sends."""

    protocol: Literal["email", "email-json", "https", "sms", "sqs", "lambda"]
    endpoint: str


class NotificationSettings(Strict):
    """The topic that alarms speak to, and who listens (key = subscription)."""

    topic: Name
    display_name: str = ""
    subscriptions: dict[Key, SubscriptionSettings] = {}
    tags: Tags = {}
