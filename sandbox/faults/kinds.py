"""What can go wrong, each as microburst's rules spell it, with the code, status and words AWS answers with.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html#CommonErrors
https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Kind = Mapping[str, Any]


def error(code: str, message: str = "", *, status: int) -> Kind:
    """An error reply, in the envelope of whatever protocol the request speaks."""
    return {"error": {"code": code, "message": message or code, "status": status}}


def late(seconds: float) -> Kind:
    """The right answer, after this long."""
    return {"latency": seconds * 1000}


def cut(*, after: float) -> Kind:
    """The right answer up to this part of it (0 to 1), then a dead connection: the client knows of more."""
    return {"response": {"abort_frac": after}}


def truncated(*, after: float) -> Kind:
    """A 200 that ends too early, and in order: nothing but its content tells the client that it is not whole."""
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
