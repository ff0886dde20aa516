"""Encoded authorization messages: EC2 says why it denies a call only to who may call sts:DecodeAuthorizationMessage.

In: the text of an error, and the credentials that met it. Out: the text, with the message in the words that AWS uses
elsewhere, which `aws.denials` reads. A message that these credentials may not decode is left out of the text.
https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from aws.credentials.resolve import already_resolved
from aws.credentials.sources import UNUSABLE
from aws.denials import ENCODED
from errors import CounterPromoError

_MESSAGE = re.compile(rf"{ENCODED}:?\s*(?P<message>[A-Za-z0-9_-]{{20,}}=*)")
_LONGEST = 10_240  # that STS decodes
_SECONDS = 5


def decoded(text: str, *, environ: Mapping[str, str]) -> str:
    """Returns the text with each encoded message in words, or with `ENCODED` alone, where it may not be decoded."""
    return _MESSAGE.sub(lambda found: _in_words(found["message"], ask=_decoder(environ)), text)


def sentence(document: Mapping[str, Any]) -> str:
    """Returns AWS's usual words for a decoded message: who, which action, on what, and the denying statement if any."""
    context: Mapping[str, Any] = document.get("context") or {}
    who = (context.get("principal") or {}).get("arn") or "these credentials"
    on = f" on resource: {context['resource']}" if context.get("resource") else ""
    denied = " with an explicit deny" if document.get("explicitDeny") else ""
    return f"User: {who} is not authorized to perform: {context.get('action', 'an action')}{on}{denied}"


def _in_words(message: str, *, ask: Callable[[str], str]) -> str:
    if len(message) > _LONGEST:
        return ENCODED
    try:
        document = json.loads(ask(message))
        return sentence(document) if isinstance(document, dict) else ENCODED
    except (CounterPromoError, *UNUSABLE):  # credentials that cannot be refreshed end in the former
        return ENCODED


def _decoder(environ: Mapping[str, str]) -> Callable[[str], str]:
    def ask(message: str) -> str:
        from botocore.config import Config

        resolved = already_resolved(environ)
        if resolved is None:
            raise ValueError("no credentials were checked")
        config = Config(connect_timeout=_SECONDS, read_timeout=_SECONDS, retries={"total_max_attempts": 1})
        region = str(resolved.botocore.get_config_variable("region"))
        sts: Any = resolved.session(region).client("sts", config=config)
        return str(sts.decode_authorization_message(EncodedMessage=message)["DecodedMessage"])

    return ask
