"""The kinds of faults, as rules of microburst, with the code, status and text that AWS answers with.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#CommonErrors
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Kind = Mapping[str, Any]


def error(code: str, message: str = "", *, status: int) -> Kind:
    """Returns an error reply, in the format of the request's protocol."""
    return {"error": {"code": code, "message": message or code, "status": status}}


def late(seconds: float) -> Kind:
    """Returns the right answer after a delay."""
    return {"latency": seconds * 1000}


def cut(*, after: float) -> Kind:
    """Returns the first part (0 to 1) of the right answer, then closes the connection: the client knows that more is
    missing.
    """
    return {"response": {"abort_frac": after}}


def truncated(*, after: float) -> Kind:
    """Returns a shortened reply with status 200: only its content shows the client that it is incomplete."""
    return {"response": {"truncate_frac": after}}


# Terraform's write of a state, and not of a lock file, which is conditional: a part of the headers it signs.
STATE_WRITE = {"Authorization": "content-type;host;x-amz-checksum"}
RESET: Kind = {"reset": True}
THROTTLED = error("ThrottlingException", "Rate exceeded", status=400)
SLOW_DOWN = error("SlowDown", "Please reduce your request rate.", status=503)
UNAVAILABLE = error("ServiceUnavailable", "Service is unable to handle request.", status=503)
DENIED = error("AccessDeniedException", "User is not authorized to perform this action", status=403)
EC2_DENIED = error("UnauthorizedOperation", "You are not authorized to perform this operation.", status=403)
S3_DENIED = error("AccessDenied", "Access Denied", status=403)
EXPIRED = error("ExpiredToken", "The security token included in the request is expired", status=403)
UNKNOWN_KEY = error("InvalidClientTokenId", "The security token included in the request is invalid.", status=403)
WRONG_SECRET = error(
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key "
    "and signing method. Consult the service documentation for details.",
    status=403,
)
SKEWED = error(
    "SignatureDoesNotMatch",
    "Signature expired: 20261123T080000Z is now earlier than 20261123T084500Z (20261123T090000Z - 15 min.)",
    status=403,
)
S3_SKEWED = error(
    "RequestTimeTooSkewed",
    "The difference between the request time and the current time is too large.",
    status=403,
)
