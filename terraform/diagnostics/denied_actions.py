"""The denials in terraform's errors: texts in, each denied action with its kind of policy out; pure."""

from __future__ import annotations

import re

from aws.denials import Denial, parse
from aws.iam_actions import action

# The SDK's names of services, where IAM's is not the same in lower case without blanks.
_IAM_NAMES = {
    "CloudWatch Logs": "logs",
    "EventBridge": "events",
    "Elastic Load Balancing v2": "elasticloadbalancing",
}
# The answer to a HEAD request has no text, and some services only give their code: the call says it then.
_CALLED = re.compile(
    r"operation error (?P<service>[A-Za-z0-9 ]+): (?P<operation>\w+), (?:(?!operation error ).)*?"
    r"api error (?:AccessDenied\w*|Forbidden|UnauthorizedOperation|AuthorizationError)\b"
)


def denied(text: str) -> list[Denial]:
    """Returns each denial once, in the order they stand there: in AWS's words, else by the call that failed."""
    if said := parse(text):
        return list(said)
    called = _CALLED.finditer(" ".join(text.split()))
    return list(dict.fromkeys(Denial(action=iam_action(call["service"], call["operation"])) for call in called))


def iam_action(service: str, operation: str) -> str:
    """Returns the action as IAM names it: `S3`, `HeadBucket` -> `s3:ListBucket`."""
    return action(_IAM_NAMES.get(service, service.lower().replace(" ", "")), operation)
