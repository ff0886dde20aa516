"""Finds what may lean on the environment: resources of other services, each with the words by which it names others.

Nothing of it is adopted. No reply is kept: only the ids, ARNs and names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aws.reader import WHOLE, Aws
from imports.matching.leaning import WORDS
from imports.matching.name_filter import near
from imports.model import Found
from imports.normalise import last
from modules.messaging.discovery import queue_url
from modules.network import discovery_nat
from modules.network.candidate_vpcs import likely_vpcs
from modules.pipelines.roles import of_workflows
from modules.settings import Settings
from modules.surroundings.look import Look
from modules.surroundings.looks import FEEDING, INTERFACES, LOOKS, OWN_LOOK
from settings.unique_names import names_of

_WORD = re.compile(r"[\w:/.@-]{6,}")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns what the listings hold, and the network interfaces of the likely VPCs whose owner no listing shows."""
    place = place_of(settings)
    shown = aws.each(lambda look: listed(aws, look, place), LOOKS)
    details = [(look, item, parent) for look, some in zip(LOOKS, shown, strict=True) for item, parent in some]
    further = aws.each(lambda one: _further(aws, *one), details)
    around = [
        as_found(look, item, parent, more, place)
        for (look, item, parent), more in zip(details, further, strict=True)
        if not _is_of_the_workflows(look, item, settings)
    ]
    return [*around, *_feeding_queues(aws, settings), *_interfaces(aws, settings)]


def place_of(settings: Settings) -> Mapping[str, str]:
    """Returns what a look may say of the settings."""
    return {
        "account_id": settings.aws.account_id,
        "project": settings.project,
        "environment": settings.environment,
    }


def listed(aws: Aws, look: Look, place: Mapping[str, str]) -> list[tuple[Any, Any]]:
    """Returns the items of a listing, each with its parent or None; none, with a note, where AWS refuses the call."""
    filled = {key: value.format_map(place) if isinstance(value, str) else value for key, value in look.more.items()}

    def items(parent: Any) -> list[tuple[Any, Any]]:
        asked = look.within.asks(parent) if look.within else {}
        return [(item, parent) for item in _items(aws, look, {**filled, **asked})]

    def ask() -> list[tuple[Any, Any]]:
        if look.within is None:
            return items(None)
        parents = aws.listing(look.service, look.within.operation, look.within.at)
        return [each for parent in parents for each in items(parent)]

    found: list[tuple[Any, Any]] = aws.if_readable(ask, otherwise=[])
    return found


def _items(aws: Aws, look: Look, parameters: Mapping[str, Any]) -> list[Any]:
    path = look.at.split(".")
    if len(path) == 1:
        return aws.listing(look.service, look.operation, look.at, **parameters)
    reply = aws.reply(look.service, look.operation, WHOLE, **parameters)
    return list(reply.get(path[0], {}).get(path[1]) or [])


def _further(aws: Aws, look: Look, item: Any, parent: Any) -> Any:
    """Returns the reply of the further call about an item, if its look has one."""
    then = look.then
    if then is None:
        return None
    read = aws.listing if then.at else aws.reply
    return aws.if_readable(
        lambda: read(look.service, then.operation, then.at or WHOLE, **then.asks(item, parent)), otherwise=None
    )


def as_found(look: Look, item: Any, parent: Any, more: Any, place: Mapping[str, str]) -> Found:
    """Returns an item with its words; `parent` and `more` are None where the look has none."""
    if "{" in look.named:
        members = item if isinstance(item, Mapping) else {}
        id_ = look.named.format_map({**place, **members, "item": item, "parent": parent})
    else:
        id_ = str(item[look.named] if look.named else item)
    name = last(id_.rpartition(":")[2]) if id_.startswith("arn:") else id_
    return Found(type=look.type, id=id_, name=name, facts={WORDS: words(item) | words(more)})


def _is_of_the_workflows(look: Look, item: Any, settings: Settings) -> bool:
    """Returns True for the roles of the workflows and their policies, which belong to stack `account`."""
    if look.service != "iam":
        return False
    return of_workflows(project=settings.project).fullmatch(last(item["Arn"])) is not None


def _feeding_queues(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the queues whose dead-letter queue has a name of the environment."""
    ours = near(settings, names=names_of(settings, "queue"))
    urls = [url for url in aws.listing("sqs", "list_queues", "QueueUrls") if ours(last(url))]

    def feeding(url: str) -> list[str]:
        return aws.listing(FEEDING.service, FEEDING.operation, FEEDING.at, QueueUrl=url)

    nothing: list[str] = []
    listed = aws.each(lambda url: aws.if_readable(lambda: feeding(url), otherwise=nothing), urls)
    return [
        Found(
            type=FEEDING.type,
            id=queue_url(aws, last(source)),
            name=last(source),
            facts={WORDS: frozenset({queue_url(aws, last(target))})},
        )
        for target, sources in zip(urls, listed, strict=True)
        for source in sources
    ]


def words(value: Any) -> frozenset[str]:
    """Returns the words of all texts in a reply, and the host of each URL."""
    found = {word.rstrip(".:/") for text in _texts(value) for word in _WORD.findall(text)}
    return frozenset(found | {host for word in found if (host := _host(word))})


def _host(word: str) -> str:
    """Returns `dev.counterpromo.com` for `https://dev.counterpromo.com:443/health`; empty for a word that is no URL."""
    return re.split(r"[/:]", word.partition("://")[2].rpartition("@")[2])[0]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if key != "ResponseMetadata":
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _interfaces(aws: Aws, settings: Settings) -> Iterator[Found]:
    """Yields one interface for each description: a service makes one in each subnet, with ids in the description."""
    vpcs = sorted(likely_vpcs(aws, settings))
    if not vpcs:
        return
    wanted = [{"Name": "vpc-id", "Values": vpcs}]
    interfaces: list[Any] = aws.if_readable(
        lambda: aws.listing(INTERFACES.service, INTERFACES.operation, INTERFACES.at, Filters=wanted), otherwise=[]
    )
    said, of_nat = set[str](), discovery_nat.interfaces(aws, settings)
    for one in sorted(interfaces, key=lambda each: str(each["NetworkInterfaceId"])):
        text = str(one.get("Description") or "without a description")
        owner = re.sub(r"-[0-9a-f]{8}-[0-9a-f-]{27}$", "", text)
        known = text.startswith(OWN_LOOK) or "InstanceId" in one.get("Attachment", {})
        known |= one["NetworkInterfaceId"] in of_nat
        if not known and owner not in said:
            said.add(owner)
            yield Found(type=INTERFACES.type, id=one["NetworkInterfaceId"], name=owner, facts={WORDS: words(one)})
