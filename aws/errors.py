"""The error to show for a failed AWS call. In: boto3's exception and the call. Out: one line, the cause and the cure.

"Access denied", "throttled" and "truncated" are refusals: the account may hold what was not seen, so nothing is
concluded from them. A dead endpoint or expired credentials is broken, and the same for every service.
"""

from __future__ import annotations

import json

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from aws import denials
from aws.denials import Denial
from aws.failure_causes import HEADER, HEADER_WORDS, LOGIN, Cause, cause_of, cause_of_words
from aws.iam_actions import action
from errors import CounterPromoError, Refused
from machine import os_errors
from machine.masking import mask

# Beside its own exceptions, boto3 lets through what Python says of an address, a file or a program it is given.
Failure = ClientError | BotoCoreError | ResponseParserError | ValueError | OSError | RuntimeError
FAILURES = (ClientError, BotoCoreError, ResponseParserError, ValueError, OSError, RuntimeError)

_DENIED = ("AccessDenied", "UnauthorizedOperation", "AuthorizationError", "NotAuthorized", "Forbidden", "403")
_THROTTLED = ("Throttl", "TooManyRequests", "RequestLimitExceeded", "SlowDown", "ProvisionedThroughput")
_EXPIRED = ("ExpiredToken", "RequestExpired", "TokenRefreshRequired")
_SKEWED = ("RequestTimeTooSkewed", "SignatureExpired", "RequestInTheFuture")
# Most services answer a wrong clock as a wrong signature, and say only in words which it is:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
_SKEWED_WORDS = ("Signature expired", "Signature not yet current")
_MOVED = ("PermanentRedirect", "TemporaryRedirect", "301", "307", "AuthorizationHeaderMalformed")
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
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_mfa-fido.html and API_AssumeRole.html
_MFA_WORDS = "MultiFactorAuthentication failed"
_MFA_CURE = "run the same command again with the next code of the device: a code is accepted once"
# https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html
_SIGN_IN = ("sso:GetRoleCredentials", "sso-oidc:CreateToken")
_SIGN_IN_CURE = (
    "correct sso_account_id and sso_role_name in the AWS config file, or ask for that permission set: "
    "aws sso login shows which ones this user has"
)
_ABSENT = ("ResourceNotFound", "InvalidRequest", "InvalidGrant", "404")
_NOT_SERVED = (400, 404, 405, 501)  # status codes of an answer that names no other reason
SHOWN = 100  # characters of an answer that is no sentence of AWS
_NOT_ENABLED = ("OptInRequired", "SubscriptionRequired", "RegionDisabled", "NotSignedUp")


class NotServed(Refused):
    """The service answers, and neither denies the call nor fails for a while: it does not serve such a call."""


def explain(failure: Failure, *, service: str, operation: str, login: str = LOGIN) -> CounterPromoError:
    """Returns the error to raise in place of `failure`; `login` renews the credentials in use."""
    permission = action(service, operation)
    if isinstance(failure, ClientError):
        return _answered(failure, permission=permission, login=login)
    why = _one_line(failure)
    if isinstance(failure, BotoCoreError | ResponseParserError):
        closer = HEADER if any(words in str(failure) for words in HEADER_WORDS) else cause_of_words(str(failure))
        return _error(closer or cause_of(type(failure)), why=why, permission=permission)
    if isinstance(failure, json.JSONDecodeError):
        return CounterPromoError(
            f"a description of AWS's services that boto3 reads is not JSON: {why}",
            cure="unset AWS_DATA_PATH; if it is not set: look at ~/.aws/models, then make clean install",
        )
    if isinstance(failure, OSError):
        known = os_errors.explain(failure)
        return CounterPromoError(f"aws cannot be asked: {known.message}", cure=known.cure)
    if isinstance(failure, RuntimeError):
        return CounterPromoError(f"no credentials for aws: {why}", cure=LOGIN)
    if any(words in str(failure) for words in HEADER_WORDS):
        return _error(HEADER, why=why, permission=permission)
    return CounterPromoError(
        f"a setting for aws is wrong: {why}", cure="correct AWS_ENDPOINT_URL or the profile in ~/.aws/config"
    )


def lacks(key: str, *, service: str, operation: str) -> CounterPromoError:
    """Returns the error for a reply without the key that holds its list: cut short, not empty."""
    why = f"{action(service, operation)} gave a reply without {key}: the listing is incomplete"
    return Refused(why, cure="run again; nothing was written")


def _error(cause: Cause, *, why: str, permission: str) -> CounterPromoError:
    kind = Refused if cause.refused else CounterPromoError
    return kind(cause.what.replace("{action}", permission).replace("{why}", why), cure=cause.cure)


def _answered(failure: ClientError, *, permission: str, login: str) -> CounterPromoError:
    error = failure.response.get("Error", {})
    code, said = str(error.get("Code", "")), " ".join(mask(str(error.get("Message", ""))).split()).rstrip(".")
    if code.startswith(_EXPIRED):
        return CounterPromoError(f"the credentials have expired ({code})", cure=login)
    if code.startswith(_SKEWED) or said.startswith(_SKEWED_WORDS):
        return CounterPromoError(f"this machine's clock is off ({code}: {said})", cure="set the clock, then run again")
    if code.startswith(_REJECTED):
        return CounterPromoError(f"aws does not know these credentials ({code})", cure=login)
    if said.startswith(_MFA_WORDS):
        return CounterPromoError(f"the MFA code was not accepted ({code}: {said})", cure=_MFA_CURE)
    if permission in _SIGN_IN and code.startswith((*_DENIED, *_ABSENT)):
        return CounterPromoError(
            f"no credentials for aws: {permission} was refused ({code}: {said[:SHOWN]})", cure=_SIGN_IN_CURE
        )
    if code.startswith(_DENIED):
        denial = next(iter(denials.parse(said)), None) or Denial(action=permission)
        return Refused(denial.sentence(code), cure=denials.with_decoding(denial.cure, text=said))
    if any(word in code for word in _THROTTLED):
        return Refused(f"{permission} was throttled at every attempt ({code})", cure="wait a minute, then run again")
    if code in _MOVED and permission.startswith("s3:"):
        return _moved(failure, permission=permission, code=code)
    if code.startswith(_NOT_ENABLED):
        return CounterPromoError(
            f"this account may not use the region or the service of {permission} ({code})",
            cure="enable the region or the service in the AWS console, or correct aws.region in the settings",
        )
    status = failure.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    kind = NotServed if status in _NOT_SERVED else Refused
    cure = login if permission.startswith("sts:Assume") else "run again"
    return kind(f"{permission} failed: {code or 'no code'}: {said or 'no reason given'}", cure=cure)


def _moved(failure: ClientError, *, permission: str, code: str) -> CounterPromoError:
    """Returns the error for a bucket in another region, which S3 names in a header.

    https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    """
    headers = failure.response.get("ResponseMetadata", {}).get("HTTPHeaders", {})
    region = headers.get("x-amz-bucket-region") or failure.response.get("Error", {}).get("Region")
    return Refused(
        f"the bucket of {permission} is in another region{f', {region}' if region else ''} ({code})",
        cure="correct state.bucket and aws.region in the settings: they must name a bucket of that region",
    )


def _one_line(failure: Exception) -> str:
    return mask(" ".join(str(failure).split())).rstrip(".") or type(failure).__name__
