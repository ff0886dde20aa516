"""Finds what may lean on the environment: resources of other services, each with the words by which it names others.

Nothing of it is adopted. No reply is kept: only the ids, ARNs and names in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aws.reader import WHOLE, Aws
from imports.matching.leaning import WORDS
from imports.model import Found
from imports.normalise import last
from modules.network import discovery_nat
from modules.network.candidate_vpcs import likely_vpcs
from modules.settings import Settings
from modules.surroundings.looks import INTERFACES, LOOKS, OWN_LOOK, Look

_WORD = re.compile(r"[\w:/.@-]{6,}")


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns what the listings hold, and the network interfaces of the likely VPCs whose owner no listing shows."""
    listed = aws.each(lambda look: _listed(aws, look), LOOKS)
    details = [(look, item) for look, items in zip(LOOKS, listed, strict=True) for item in items]
    further = aws.each(lambda pair: _further(aws, *pair), details)
    around = [_found(look, item, more) for (look, item), more in zip(details, further, strict=True)]
    return [*around, *_interfaces(aws, settings)]


def _listed(aws: Aws, look: Look) -> list[Any]:
    """Returns the items of a listing; none, with a note, where AWS refuses the call."""
    path = look.at.split(".")

    def ask() -> list[Any]:
        if len(path) == 1:
            return aws.listing(look.service, look.operation, look.at, **look.more)
        reply = aws.reply(look.service, look.operation, WHOLE, **look.more)
        return list(reply.get(path[0], {}).get(path[1]) or [])

    items: list[Any] = aws.if_readable(ask, otherwise=[])
    return items


def _further(aws: Aws, look: Look, item: Any) -> Any:
    """Returns the reply of the further call about an item, if its look has one."""
    if look.then is None:
        return None
    operation, parameter, member = look.then
    return aws.if_readable(
        lambda: aws.reply(look.service, operation, WHOLE, **{parameter: item[member]}), otherwise=None
    )


def _found(look: Look, item: Any, more: Any) -> Found:
    id_ = look.named.format_map(item) if "{" in look.named else str(item[look.named] if look.named else item)
    name = last(id_.rpartition(":")[2]) if id_.startswith("arn:") else id_
    return Found(type=look.type, id=id_, name=name, facts={WORDS: words(item) | words(more)})


def words(value: Any) -> frozenset[str]:
    """Returns the words of all texts in a reply."""
    return frozenset(word.rstrip(".:/") for text in _texts(value) for word in _WORD.findall(text))


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
