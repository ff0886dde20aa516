"""What terraform was not allowed to do: its errors in, the missing IAM actions out; pure."""

from __future__ import annotations

import re

from aws.iam_actions import action

# AWS says which action; https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
_SAID = re.compile(r"not authorized to perform:\s+(?P<action>[a-z0-9-]+:[A-Za-z0-9]+)")
# The answer to a HEAD request has no text, and some services only give their code: the call says it then.
_CALLED = re.compile(
    r"operation error (?P<service>[A-Za-z0-9 ]+): (?P<operation>\w+), (?:(?!operation error ).)*?"
    r"api error (?:AccessDenied\w*|Forbidden|UnauthorizedOperation|AuthorizationError)\b"
)


def denied(text: str) -> list[str]:
    """The actions that were denied, each once, in the order they are met."""
    unfolded = " ".join(text.split())
    said = [found["action"] for found in _SAID.finditer(unfolded)]
    called = [action(found["service"], found["operation"]) for found in _CALLED.finditer(unfolded)]
    return list(dict.fromkeys(said or called))
