"""What a failed call means. In: boto3's exception and the call. Out: the error a person reads, with the missing action.

"May not look", "throttled" and "cut short" are refusals: the account may hold what we could not see, so nothing is
concluded from them. A dead endpoint or expired credentials is broken, and the same for every service.
"""

from __future__ import annotations

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConfigParseError,
    CredentialRetrievalError,
    HTTPClientError,
    InvalidConfigError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
from botocore.exceptions import (
    ConnectionError as NoConnection,
)
from botocore.parsers import ResponseParserError

from aws.iam_actions import action
from errors import CounterPromoError, Refused

Failure = ClientError | BotoCoreError | ResponseParserError
FAILURES = (ClientError, BotoCoreError, ResponseParserError)

_DENIED = ("AccessDenied", "UnauthorizedOperation", "AuthorizationError", "NotAuthorized", "Forbidden", "403")
_THROTTLED = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown", "ProvisionedThroughput")
_EXPIRED = ("ExpiredToken", "RequestExpired", "TokenRefreshRequired")
_SKEWED = ("RequestTimeTooSkewed", "SignatureExpired", "RequestInTheFuture")
# Most services answer a wrong clock as a wrong signature, and say only in words which it is:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
_SKEWED_WORDS = ("Signature expired", "Signature not yet current")
_REJECTED = (
    "AuthFailure",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignature",
    "InvalidToken",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
)
_NO_CREDENTIALS = (
    ConfigParseError,
    CredentialRetrievalError,
    InvalidConfigError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
_LOGIN = "log in again, or set AWS_PROFILE or the AWS_* variables of credentials that may read this account"


def explain(failure: Failure, *, service: str, operation: str) -> CounterPromoError:
    """The error to raise in place of `failure`."""
    permission = action(service, operation)
    if isinstance(failure, ClientError):
        return _answered(failure, permission=permission)
    if isinstance(failure, _NO_CREDENTIALS):
        return CounterPromoError(f"no credentials for aws: {_one_line(failure)}", cure=_LOGIN)
    if isinstance(failure, HTTPClientError | NoConnection):
        why = f"aws does not answer: {_one_line(failure)}"
        return CounterPromoError(why, cure="check the network, AWS_ENDPOINT_URL and HTTPS_PROXY, then run again")
    return Refused(
        f"{permission} gave a reply that cannot be read: {_one_line(failure)}", cure="run again; nothing was written"
    )


def lacks(key: str, *, service: str, operation: str) -> CounterPromoError:
    """The error for a reply without the key that holds its list: cut short, not empty."""
    why = f"{action(service, operation)} gave a reply without {key}: the listing is incomplete"
    return Refused(why, cure="run again; nothing was written")


def _answered(failure: ClientError, *, permission: str) -> CounterPromoError:
    code = str(failure.response.get("Error", {}).get("Code", ""))
    said = str(failure.response.get("Error", {}).get("Message", "")).strip().rstrip(".")
    if code.startswith(_EXPIRED):
        return CounterPromoError(f"the credentials have expired ({code})", cure=_LOGIN)
    if code.startswith(_SKEWED) or said.startswith(_SKEWED_WORDS):
        return CounterPromoError(f"this machine's clock is off ({code}: {said})", cure="set the clock, then run again")
    if code.startswith(_REJECTED):
        return CounterPromoError(f"aws does not know these credentials ({code})", cure=_LOGIN)
    if code.startswith(_DENIED):
        return Refused(f"not allowed to call {permission} ({code})", cure=f"grant {permission} to these credentials")
    if any(word in code for word in _THROTTLED):
        return Refused(f"{permission} was throttled to the end ({code})", cure="wait a minute, then run again")
    return Refused(f"{permission} failed: {code or 'no code'}: {said or 'no reason given'}", cure="run again")


def _one_line(failure: Exception) -> str:
    return " ".join(str(failure).split()).rstrip(".")
