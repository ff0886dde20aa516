"""The sources of credentials: each in words, what cannot be had from it, and the cure that fits it.

botocore asks one source after the other, each under the name that it calls its METHOD. Whatever a source raises,
also while it refreshes, ends in one error here: which source, why, what to type. No output of a program is shown.
https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from json import JSONDecodeError

from botocore.exceptions import BotoCoreError, ClientError, CredentialRetrievalError

from aws.errors import explain
from aws.failure_causes import cause_of
from errors import CounterPromoError
from machine import os_errors
from machine.masking import mask

KEYS = "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
# What a source of botocore raises for a reply, a file or a program's output that it did not expect.
UNUSABLE = (BotoCoreError, ClientError, ValueError, OSError, RuntimeError, LookupError, TypeError, AttributeError)
_EXAMPLE = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html"
# botocore's own words on the output of a credential_process; all else is what the program has printed.
_OF_BOTOCORE = ("Unsupported version", "Missing required key")
_SERVICES = {"GetRoleCredentials": "sso", "CreateToken": "sso-oidc"}


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of source; both texts take `{profile}`, `{quoted}` for a shell, and `{file}`, the config file."""

    words: str
    cure: str


_ROLE_CURE = "correct [profile {profile}] in {file}: role_arn, source_profile, mfa_serial, duration_seconds"
_FILE_CURE = "correct the keys of the profile {profile}: aws configure --profile {quoted}"
SOURCES = {
    "assume-role": Source(words="the role of the profile {profile}", cure=_ROLE_CURE),
    "assume-role-with-web-identity": Source(
        words="the web identity token and role (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)",
        cure="correct AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, or web_identity_token_file in [profile {profile}] "
        "of {file}; a pipeline writes a new token in each job",
    ),
    "aws-login": Source(words="aws login (the profile {profile})", cure="aws login --profile {quoted}"),
    "config-file": Source(words="the profile {profile}", cure=_FILE_CURE),
    "container-role": Source(
        words="the role of this container",
        cure="correct AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, or unset them and "
        "set AWS_PROFILE",
    ),
    "custom-process": Source(
        words="the credential_process of the profile {profile}",
        cure=f"run its command by hand, and correct it in {{file}}; what it must print: {_EXAMPLE}",
    ),
    "env": Source(
        words="the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
        cure=f"export {KEYS} anew, or unset them and set AWS_PROFILE",
    ),
    "iam-role": Source(
        words="the role of this EC2 instance",
        cure="give the instance a role, or export AWS_EC2_METADATA_DISABLED=true and set AWS_PROFILE",
    ),
    "shared-credentials-file": Source(words="the profile {profile}", cure=_FILE_CURE),
    "sso": Source(
        words="IAM Identity Center (the profile {profile})",
        cure="aws sso login --profile {quoted}",
    ),
}
OTHER = Source(words="boto3", cure="set AWS_PROFILE, or the AWS_* variables of credentials that may read this account")


@dataclass(frozen=True, kw_only=True)
class Place:
    """The profile in use, the config file that it is in, and the names of its variables and profiles by source."""

    profile: str
    file: str
    uses_process: str = ""
    expires: str = ""

    def words(self, method: str) -> str:
        """Returns the source in words."""
        return SOURCES.get(method, OTHER).words.format(**self._names(method))

    def cure(self, method: str) -> str:
        """Returns the step to take when the source gives nothing that AWS accepts."""
        cure = SOURCES.get(method, OTHER).cure.format(**self._names(method))
        overrides = method == "env" and self.profile != "default"
        return cure + (f" (they override AWS_PROFILE={self.profile})" if overrides else "")

    def _names(self, method: str) -> dict[str, str]:
        profile = self.uses_process if method == "custom-process" and self.uses_process else self.profile
        return {"profile": profile, "quoted": shlex.quote(profile), "file": self.file}


@contextmanager
def explained(method: str, place: Place) -> Iterator[None]:
    """Raises CounterPromoError in place of whatever a source raises inside."""
    try:
        yield
    except UNUSABLE as error:
        raise unusable(error, method=method, place=place) from error


def unusable(error: Exception, *, method: str, place: Place) -> CounterPromoError:
    """Returns the error for a source that gives no credentials. A dead network keeps its own cause and cure."""
    method = _owner(error, method)
    if isinstance(error, ClientError):
        operation = error.operation_name
        return explain(error, service=_SERVICES.get(operation, "sts"), operation=operation, login=place.cure(method))
    on_this_machine = method == "container-role"  # a dead network says nothing about AWS there
    if isinstance(error, BotoCoreError) and not cause_of(type(error)).of_the_source and not on_this_machine:
        return explain(error, service="sts", operation="GetCallerIdentity")
    of_the_file = isinstance(error, BotoCoreError) and cause_of(type(error)).of_the_file
    in_the_file = of_the_file and method != "assume-role-with-web-identity"  # variables may hold that one
    return CounterPromoError(
        f"no credentials for aws from {place.words(method)}: {_why(error, method=method, place=place)}",
        cure=f"correct [profile {place.profile}] in {place.file}" if in_the_file else place.cure(method),
    )


def _owner(error: Exception, method: str) -> str:
    """Returns the source that failed: that of the role's own credentials, where a role is assumed with them."""
    if isinstance(error, CredentialRetrievalError):
        named = str(error.kwargs.get("provider", ""))
        return named if named in SOURCES else method
    return "custom-process" if isinstance(error, JSONDecodeError) and method != "sso" else method


def _why(error: Exception, *, method: str, place: Place) -> str:
    if isinstance(error, CredentialRetrievalError) and error.kwargs.get("provider") == "custom-process":
        said = str(error.kwargs.get("error_msg", ""))
        known = next((words for words in _OF_BOTOCORE if said.startswith(words)), "")
        return f"{known.lower()} in what its command printed" if known else "its command ended with an error"
    if isinstance(error, JSONDecodeError):
        return "its command printed no JSON"
    if isinstance(error, UnicodeError):
        return "what it gives is not UTF-8"
    if isinstance(error, OSError) and not isinstance(error, BotoCoreError):  # some of botocore's are both
        return os_errors.explain(error).message
    if isinstance(error, RuntimeError) and "still expired" in str(error):
        return f"they have expired{f' ({place.expires})' if place.expires else ''}"
    shapeless = LookupError | TypeError | AttributeError
    if isinstance(error, shapeless) or (method == "custom-process" and not isinstance(error, BotoCoreError)):
        return "what it gives does not have the form that boto3 expects"
    said = str(error.kwargs.get("error_msg", error)) if isinstance(error, CredentialRetrievalError) else str(error)
    return mask(" ".join(said.split())).rstrip(".") or type(error).__name__
