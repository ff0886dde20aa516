"""The four queues: jobs of DEV and jobs of a developer's laptop, each with its dead letters."""

from __future__ import annotations

import json

from sandbox.handmade.console import Console

JOBS = "counterpromo-dev-jobs"
DEVLOCAL_JOBS = "counterpromo-devlocal-jobs"
MESSAGE_BYTES = "262144"  # what the console filled in when they were made


def queue_url(console: Console, name: str) -> str:
    """The URL as it stands in parameters and containers."""
    return f"https://sqs.{console.region}.amazonaws.com/{console.account_id}/{name}"


def queue_arn(console: Console, name: str) -> str:
    """The queue's ARN, as redrive and role policies name it."""
    return f"arn:aws:sqs:{console.region}:{console.account_id}:{name}"


def make_queues(console: Console) -> None:
    """Dead letters first: a queue can only name one that is there."""
    sqs = console.client("sqs")
    for name in (JOBS, DEVLOCAL_JOBS):
        dead_letters = f"{name}-dlq"
        sqs.create_queue(
            QueueName=dead_letters,
            Attributes={"MessageRetentionPeriod": "1209600", "MaximumMessageSize": MESSAGE_BYTES},
        )
        redrive = {"deadLetterTargetArn": queue_arn(console, dead_letters), "maxReceiveCount": 5}
        sqs.create_queue(
            QueueName=name,
            Attributes={
                "VisibilityTimeout": "120",
                "MessageRetentionPeriod": "345600",
                "ReceiveMessageWaitTimeSeconds": "20",
                "MaximumMessageSize": MESSAGE_BYTES,
                "RedrivePolicy": json.dumps(redrive),
            },
        )
