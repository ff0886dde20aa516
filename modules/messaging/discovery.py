"""Finds queues.

A queue is imported by its URL as AWS spells it; an emulator answers with another host.
"""

from __future__ import annotations

import json

from aws.reader import WHOLE, Aws
from imports.matching.name_filter import near
from imports.model import Found
from imports.normalise import last, live
from modules.settings import Settings


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every queue of the region, and the dead-letter queue of those with our names."""
    urls = aws.listing("sqs", "list_queues", "QueueUrls")
    names = {name for queue in settings.queues.values() for name in (queue.name, queue.dead_letter_name)}
    ours = near(settings, names=names)
    likely = [url for url in urls if ours(last(url))]
    targets = dict(zip(likely, aws.each(lambda url: _dead_letters(aws, url), likely), strict=True))
    return [_queue(aws, last(url), targets.get(url)) for url in urls]


def _dead_letters(aws: Aws, url: str) -> str | None:
    """Returns the ARN of the dead-letter queue."""
    reply = aws.reply("sqs", "get_queue_attributes", WHOLE, QueueUrl=url, AttributeNames=["RedrivePolicy"])
    policy = json.loads(reply.get("Attributes", {}).get("RedrivePolicy", "{}"))
    target: str | None = policy.get("deadLetterTargetArn")
    return target


def _queue(aws: Aws, name: str, dead_letters: str | None) -> Found:
    url = f"https://sqs.{aws.region}.amazonaws.com/{aws.account_id}/{name}"
    arn = f"arn:aws:sqs:{aws.region}:{aws.account_id}:{name}"
    return live("aws_sqs_queue", url, {"name": name, "url": url, "arn": arn, "dead_letters": dead_letters}, name=name)
