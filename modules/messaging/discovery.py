"""Finds queues.

A queue is imported by its URL as AWS spells it; an emulator answers with another host.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from aws.reader import WHOLE, Aws
from imports.matching.name_filter import near
from imports.model import Found
from imports.normalise import last, live
from modules.messaging import satellites
from modules.settings import Settings


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every queue of the region; of those with our names, the dead-letter queue and the policies."""
    urls = aws.listing("sqs", "list_queues", "QueueUrls")
    names = {name for queue in settings.queues.values() for name in (queue.name, queue.dead_letter_name)}
    ours = near(settings, names=names)
    likely = [url for url in urls if ours(last(url))]
    described = dict(zip(likely, aws.each(lambda url: _attributes(aws, url), likely), strict=True))
    queues = {url: _queue(aws, last(url), described.get(url, {})) for url in urls}
    policies = (satellites.parts(queues[url].id, last(url), attributes) for url, attributes in described.items())
    return [*queues.values(), *(policy for some in policies for policy in some)]


def _attributes(aws: Aws, url: str) -> Mapping[str, str]:
    """Returns the policies of a queue."""
    names = ["Policy", "RedrivePolicy", "RedriveAllowPolicy"]
    reply = aws.reply("sqs", "get_queue_attributes", WHOLE, QueueUrl=url, AttributeNames=names)
    attributes: Mapping[str, str] = reply.get("Attributes", {})
    return attributes


def _queue(aws: Aws, name: str, attributes: Mapping[str, str]) -> Found:
    url = queue_url(aws, name)
    arn = f"arn:aws:sqs:{aws.region}:{aws.account_id}:{name}"
    target = json.loads(attributes.get("RedrivePolicy") or "{}").get("deadLetterTargetArn")
    return live("aws_sqs_queue", url, {"name": name, "url": url, "arn": arn, "dead_letters": target}, name=name)


def queue_url(aws: Aws, name: str) -> str:
    """Returns the URL of a queue of the account as AWS spells it."""
    return f"https://sqs.{aws.region}.amazonaws.com/{aws.account_id}/{name}"
