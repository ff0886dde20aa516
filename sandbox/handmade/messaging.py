"""Makes four queues: jobs of DEV and jobs of a developer's laptop, each with its dead-letter queue."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.handmade.console import Console, Tags

JOBS = "counterpromo-dev-jobs"
DEVLOCAL_JOBS = "counterpromo-devlocal-jobs"
MESSAGE_BYTES = "262144"  # what the console filled in when they were made


@dataclass(frozen=True, kw_only=True)
class QueueForm:
    """A queue and its dead-letter queue, in seconds. `encryption` holds the attributes of SQS for both."""

    visibility: int
    retention: int
    receive_wait: int
    max_receives: int
    dead_letter_retention: int
    encryption: Mapping[str, str] = field(default_factory=dict)
    owner_policy: bool = False
    tags: Tags = field(default_factory=dict)


DEV_QUEUE = QueueForm(visibility=120, retention=345600, receive_wait=20, max_receives=5, dead_letter_retention=1209600)


def queue_url(console: Console, name: str) -> str:
    """Returns the URL as parameters and containers contain it."""
    return f"https://sqs.{console.region}.amazonaws.com/{console.account_id}/{name}"


def queue_arn(console: Console, name: str) -> str:
    """Returns the queue's ARN."""
    return f"arn:aws:sqs:{console.region}:{console.account_id}:{name}"


def make_queues(console: Console, form: QueueForm) -> None:
    """Makes dead-letter queues first, as a queue can only name an existing one."""
    for name in (JOBS, DEVLOCAL_JOBS):
        dead_letters = f"{name}-dlq"
        _create(console, form, dead_letters, {"MessageRetentionPeriod": str(form.dead_letter_retention)})
        redrive = {"deadLetterTargetArn": queue_arn(console, dead_letters), "maxReceiveCount": form.max_receives}
        _create(
            console,
            form,
            name,
            {
                "VisibilityTimeout": str(form.visibility),
                "MessageRetentionPeriod": str(form.retention),
                "ReceiveMessageWaitTimeSeconds": str(form.receive_wait),
                "RedrivePolicy": json.dumps(redrive),
            },
        )


def _create(console: Console, form: QueueForm, name: str, attributes: dict[str, str]) -> None:
    allowed = {"Policy": _owner_policy(console, name)} if form.owner_policy else {}
    console.client("sqs").create_queue(
        QueueName=name,
        Attributes={"MaximumMessageSize": MESSAGE_BYTES, **attributes, **form.encryption, **allowed},
        tags=dict(form.tags),
    )
    console.notes.made("aws_sqs_queue", queue_url(console, name), f"queue {name}")


def _owner_policy(console: Console, name: str) -> str:
    """Returns the console's basic access policy."""
    owner = {
        "Sid": "__owner_statement",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{console.account_id}:root"},
        "Action": "SQS:*",
        "Resource": queue_arn(console, name),
    }
    return json.dumps({"Version": "2012-10-17", "Id": "__default_policy_ID", "Statement": [owner]})
