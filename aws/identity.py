"""Checks that the credentials belong to the settings' account and region, before anything else is read or written.

Input: `[aws]` of a settings file, and the environment variables. Output: a session for the settings' region.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from errors import Refused

if TYPE_CHECKING:
    from boto3 import Session

    from aws.reader import Aws
    from settings.account import AwsSettings

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
    """Returns the account of the credentials.

    Raises Refused if it is another account or region than the settings', CounterPromoError if AWS does not answer or
    does not accept the credentials.
    """
    from boto3 import Session

    from aws.errors import FAILURES, explain

    try:
        session = Session(region_name=aws.region)
        _check_region(aws, environ=os.environ)
        identity = _ask(session)
    except FAILURES as failure:
        raise explain(failure, service="sts", operation="GetCallerIdentity") from failure
    account_id, arn = identity["Account"], identity["Arn"]
    if account_id != aws.account_id:
        raise Refused(
            f"the credentials are {arn} of account {account_id}, the settings are for account {aws.account_id}",
            cure=f"use credentials of account {aws.account_id} (AWS_PROFILE)",
        )
    return Account(account_id=account_id, region=aws.region, arn=arn, session=session)


def _check_region(aws: AwsSettings, *, environ: Mapping[str, str]) -> None:
    """Checks the region that terraform would use: the environment variables first, then the profile."""
    from boto3 import Session

    configured = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION") or Session().region_name
    if configured and configured != aws.region:
        raise Refused(
            f"the environment says region {configured}, the settings say {aws.region}",
            cure=f"export AWS_REGION={aws.region} AWS_DEFAULT_REGION={aws.region}, or leave both out",
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
