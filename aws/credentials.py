"""The credentials of this process, resolved once by boto3: what is checked with them is what terraform gets, too.

In: the environment and the AWS config files. Out: one botocore session with its credentials, kept for this process,
so that a code of MFA is asked for once and no second chain of credentials is ever consulted.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aws.failure_causes import LOGIN
from errors import CounterPromoError
from machine import masking, os_errors

if TYPE_CHECKING:
    from boto3 import Session

_FILES = "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME"
_KEYS = "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN"
_SOURCES = {
    "assume-role": "the role of the profile {profile}",
    "assume-role-with-web-identity": "the web identity token and role (AWS_WEB_IDENTITY_TOKEN_FILE, AWS_ROLE_ARN)",
    "config-file": "the profile {profile}",
    "container-role": "the role of this container",
    "custom-process": "the credential_process of the profile {profile}",
    "env": "the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    "iam-role": "the role of this EC2 instance",
    "shared-credentials-file": "the profile {profile}",
    "sso": "IAM Identity Center (the profile {profile})",
}


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """Credentials as boto3 found them. `botocore` is its session, which holds them and refreshes them."""

    botocore: Any
    credentials: Any
    profile: str
    uses_login: bool

    @property
    def source(self) -> str:
        """The source of the credentials, in words."""
        if self.uses_login:
            return f"aws login (the profile {self.profile})"
        method = str(self.credentials.method)
        return _SOURCES.get(method, method).format(profile=self.profile)

    @property
    def login(self) -> str:
        """The command to type when AWS no longer accepts the credentials."""
        if self.uses_login:
            return f"aws login --profile {self.profile}"
        if self.credentials.method == "sso":
            return f"aws sso login --profile {self.profile}"
        if self.credentials.method == "env":
            return f"export {_KEYS} anew, or unset them and set AWS_PROFILE" + (
                f" (they override AWS_PROFILE={self.profile})" if self.profile != "default" else ""
            )
        return LOGIN

    @property
    def expires(self) -> bool:
        """True if boto3 refreshes the credentials; static credentials cannot be refreshed."""
        return hasattr(self.credentials, "refresh_needed")

    def session(self, region: str) -> Session:
        """A session of its own for a region, which shares these credentials."""
        import boto3
        import botocore.session

        own: Any = botocore.session.get_session()
        own._credentials = self.credentials  # the only way to hand over credentials that refresh
        return boto3.Session(botocore_session=own, region_name=region)


_resolved: dict[tuple[tuple[str, str], ...], Resolved] = {}


def resolve(region: str) -> Resolved:
    """The credentials of this process, looked for once. Raises botocore's exceptions; NoCredentialsError for none."""
    key = _environment(os.environ)
    if key not in _resolved:
        _resolved[key] = _look(region)
    return _resolved[key]


def already_resolved(environ: Mapping[str, str]) -> Resolved | None:
    """The credentials that `resolve` found for this environment; None where no account was checked yet."""
    return _resolved.get(_environment(environ))


def _environment(environ: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, value) for name, value in environ.items() if name.startswith("AWS_") or name == "HOME"))


def _look(region: str) -> Resolved:
    import botocore.session
    from botocore.exceptions import NoCredentialsError

    session = botocore.session.get_session()
    session.set_config_variable("region", region)
    profile = session.get_config_variable("profile") or "default"
    session.get_component("credential_provider").get_provider("assume-role")._prompter = _ask_for_mfa_code
    uses_login = _made_by_aws_login(session, profile)
    try:
        credentials = _of_aws_login(profile) if uses_login else session.get_credentials()
        if credentials is None:
            raise NoCredentialsError()
        frozen = credentials.get_frozen_credentials()
    except OSError as error:
        if command := session.full_config.get("profiles", {}).get(profile, {}).get("credential_process"):
            raise CounterPromoError(
                f"the credential_process of the profile {profile} does not run: {os_errors.explain(error).message}",
                cure=f"correct credential_process in the AWS config file, or install {command.split()[0]}",
            ) from error
        raise
    masking.remember(frozen.secret_key, frozen.token)
    return Resolved(botocore=session, credentials=credentials, profile=profile, uses_login=uses_login)


def _ask_for_mfa_code(prompt: str) -> str:
    """Asks on the terminal, once. Raises CounterPromoError where there is none to ask on."""
    import getpass

    if not _has_terminal():
        raise CounterPromoError(
            f"an MFA code is needed, and there is no terminal to ask on ({prompt.strip().rstrip(':')})",
            cure="run in a terminal, or export the session: "
            'eval "$(aws configure export-credentials --profile NAME --format env)"',
        )
    return getpass.getpass(prompt)


def _has_terminal() -> bool:
    """Returns True if the process has a terminal: `getpass` opens it, even if stdin is something else."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return False
    return True


def _made_by_aws_login(session: Any, profile: str) -> bool:
    """Returns True if the profile holds a session of `aws login`, which this release of botocore cannot read."""
    if os.environ.get("AWS_ACCESS_KEY_ID"):
        return False
    return "login_session" in session.full_config.get("profiles", {}).get(profile, {})


def _of_aws_login(profile: str) -> Any:
    """Credentials that the AWS CLI refreshes: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html

    Raises CounterPromoError where there is no AWS CLI, or one that gives none.
    """
    from botocore.credentials import ProcessProvider
    from botocore.exceptions import CredentialRetrievalError

    if (aws := shutil.which("aws")) is None:
        raise CounterPromoError(
            f"the profile {profile} was made by aws login, which only the AWS CLI can read, and aws is not on the PATH",
            cure="install the AWS CLI 2.32 or later, or export the keys of another profile",
        )
    command = shlex.join([aws, "configure", "export-credentials", "--profile", profile, "--format", "process"])
    config = {"profiles": {profile: {"credential_process": command}}}
    try:
        return ProcessProvider(profile_name=profile, load_config=lambda: config).load()
    except (CredentialRetrievalError, ValueError) as error:
        raise CounterPromoError(
            f"{aws} gives no credentials for the profile {profile}, which was made by aws login",
            cure=f"aws login --profile {profile} (it needs AWS CLI 2.32 or later: aws --version)",
        ) from error
