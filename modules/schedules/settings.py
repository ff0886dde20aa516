"""Settings of the schedules."""

from typing import Annotated, Literal

from modules.messaging.settings import QueueSettings
from settings.references import Ref
from settings.types import Key, Name, Strict, shaped
from settings.unique_names import Unique

ScheduleName = Annotated[str, shaped(r"[A-Za-z0-9._-]{1,64}", "at most 64 letters, digits and . _ -")]
# https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
Expression = Annotated[str, shaped(r"(cron|rate|at)\(.+\)", "cron(...), rate(...) or at(...)")]
TimeZone = Annotated[str, shaped(r"[A-Za-z0-9_+/-]{1,50}", "a time zone such as Europe/London")]
Message = Annotated[str, shaped(r"[\s\S]{1,262144}", "a text of at most 262144 characters")]


def _without_a_kms_key(queue: QueueSettings) -> bool:
    return queue.kms_key is None


class ScheduleSettings(Strict):
    """A schedule of EventBridge Scheduler that puts one message into a queue each time.

    `role` is the role that Scheduler assumes to send the message, `policy` the inline policy of the role. The role has
    no permission on a key of KMS, so the queue must be encrypted by SQS.
    """

    name: Annotated[ScheduleName, Unique("schedule")]
    """Name of the schedule."""
    expression: Expression
    """When a message is sent."""
    time_zone: TimeZone = "UTC"
    """Time zone of the expression."""
    state: Literal["ENABLED", "DISABLED"] = "ENABLED"
    """Whether the schedule sends messages."""
    description: str | None = None
    """Description of the schedule."""
    queue: Annotated[Key, Ref("queues", only=_without_a_kms_key, described="[queues] without kms_key")]
    """Queue that gets the message."""
    message: Message
    """Body of the message."""
    role: Annotated[Name, Unique("role", "account")]
    """Role that EventBridge Scheduler assumes."""
    policy: Name
    """Name of the policy in that role."""
