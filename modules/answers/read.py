"""Reads AWS's answers about adopted resources. In: the reader, what was matched. Out: pins of what the provider cannot
say, and notes on calls that were denied: one of them does not hold up the import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws.reader import WHOLE, Aws
from imports.files.pins_file import Pin
from imports.model import Found, Match
from imports.pinning import beyond_provider
from modules.answers import compute, network, stores
from modules.answers.answer import Answer
from settings.provider_version import PROVIDER_VERSION

ANSWERS: tuple[Answer, ...] = (*compute.ANSWERS, *stores.ANSWERS, *network.ANSWERS)


def what_the_provider_cannot_say(
    aws: Aws, matched: Sequence[Match], found: Sequence[Found], *, today: str
) -> tuple[Pin, ...]:
    """Returns a pin for each unusual value of AWS that no argument of the provider holds."""
    live = {one.key: one for one in found}
    pairs = [
        (match, live[match.type, match.id], answer)
        for match in matched
        for answer in ANSWERS
        if answer.type == match.type and (match.type, match.id) in live
    ]
    items = aws.each(lambda pair: _item(aws, pair[1], pair[2]), pairs)
    return tuple(
        pin
        for (match, _, answer), item in zip(pairs, items, strict=True)
        if item is not None
        for pin in beyond_provider.pins(
            item, answer.beyond, address=match.address, provider=PROVIDER_VERSION, today=today
        )
    )


def _item(aws: Aws, live: Found, answer: Answer) -> Any:
    """Returns what AWS says of one resource; None if the call is denied, or does not have it."""
    parameters = answer.asks(live)

    def ask() -> Any:
        if answer.named and answer.paged:
            return aws.listing(answer.service, answer.operation, answer.at, **parameters)
        return aws.reply(answer.service, answer.operation, answer.at or WHOLE, **parameters)

    reply = aws.if_readable(ask, otherwise=None)
    if reply is None or not answer.named:
        return reply
    return next((item for item in reply if _is(item, live, answer)), None)


def _is(item: Mapping[str, Any], live: Found, answer: Answer) -> bool:
    value = str(item.get(answer.named, "")).removeprefix("/hostedzone/")
    return value in {live.id, live.facts.get("id"), live.facts.get("arn"), live.name}
