"""Checks that the credentials belong to the settings' account and region, before anything else is read or written.

Input: `[aws]` of a settings file, and the environment variables. Output: a session for the settings' region.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from aws.credentials import resolve as credentials
from aws.credentials.resolve import Resolved
from aws.endpoints import configured_endpoints, not_aws
from aws.failure_causes import LOGIN
from errors import Refused
from machine import variables

if TYPE_CHECKING:
    from boto3 import Session

    from aws.reader import Aws
    from settings.account import AwsSettings

log = logging.getLogger("counterpromo.identity")
CONNECT_SECONDS = 3
READ_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Account:
    """Credentials of the settings' account, and a session for the settings' region."""

    account_id: str
    region: str
    arn: str
    session: Session

    def reader(self) -> Aws:
        """Returns a reader of this account: a context manager whose clients only read."""
        from aws.reader import Aws

        return Aws(region=self.region, account_id=self.account_id, session=self.session)


def identify(aws: AwsSettings) -> Account:
    """Resolves the credentials, asks AWS whose they are, and logs that: the first line of a command.

    Raises Refused for another account or region or an unusable variable, CounterPromoError if AWS cannot be asked or
    does not accept the credentials.
    """
    from aws.errors import FAILURES, explain

    variables.drop_empty(os.environ)
    variables.refuse(os.environ, reader="aws")
    login = LOGIN
    try:
        resolved = credentials.resolve(aws.region)
        login = resolved.login
        session = resolved.session(aws.region)
        _check_region(aws, environ=os.environ)
        identity = _ask(session)
        endpoints = not_aws(configured_endpoints(resolved.botocore))
    except FAILURES as failure:
        raise explain(failure, service="sts", operation="GetCallerIdentity", login=login) from failure
    account_id, arn = identity["Account"], identity["Arn"]
    if account_id != aws.account_id:
        raise _other_account(aws, arn=arn, account_id=account_id, resolved=resolved)
    _announce(f"aws account {account_id}, as {arn}, in {aws.region}" + (f", at {endpoints}" if endpoints else ""))
    return Account(account_id=account_id, region=aws.region, arn=arn, session=session)


@lru_cache
def _announce(line: str) -> None:
    """Logs each identity once a process."""
    log.info(line)


def _other_account(aws: AwsSettings, *, arn: str, account_id: str, resolved: Resolved) -> Refused:
    """Returns the refusal of another account's credentials; its cure names what overrides a profile."""
    cure = f"use credentials of account {aws.account_id} (AWS_PROFILE)"
    if resolved.method == "env" and resolved.profile != "default":
        cure = (
            "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN: they override "
            f"AWS_PROFILE={resolved.profile}"
        )
    return Refused(
        f"the credentials are {arn} of account {account_id}, from {resolved.source}; "
        f"the settings are for account {aws.account_id}",
        cure=cure,
    )


def _check_region(aws: AwsSettings, *, environ: Mapping[str, str]) -> None:
    """Checks the region that terraform would use: the environment variables first, then the profile."""
    from boto3 import Session

    named = {name: environ.get(name, "") for name in ("AWS_REGION", "AWS_DEFAULT_REGION")}
    wrong = {name: value for name, value in named.items() if value and value != aws.region}
    if wrong:
        raise Refused(
            f"{' and '.join(f'{name}={value}' for name, value in wrong.items())}, the settings say {aws.region}",
            cure=f"export AWS_REGION={aws.region} AWS_DEFAULT_REGION={aws.region}, or leave both out",
        )
    of_profile = Session().region_name
    if of_profile and of_profile != aws.region and not any(named.values()):
        raise Refused(
            f"the profile says region {of_profile}, the settings say {aws.region}",
            cure=f"export AWS_REGION={aws.region} AWS_DEFAULT_REGION={aws.region}",
        )


def _ask(session: Session) -> Mapping[str, str]:
    """Calls GetCallerIdentity with short timeouts: it is the first call, and a dead network should show at once."""
    from botocore.config import Config

    from aws.retries import attempts

    config = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"mode": "standard", "total_max_attempts": attempts(2)},
    )
    identity: Mapping[str, str] = session.client("sts", config=config).get_caller_identity()
    return identity
