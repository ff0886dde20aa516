"""Profiles made by `aws login`, which this release of botocore cannot read: the AWS CLI reads them for us.

https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
"""

from __future__ import annotations

import os
import shlex
import shutil
from typing import Any

from errors import CounterPromoError

KEY = "login_session"


def is_used(chain: list[dict[str, Any]]) -> bool:
    """Returns True if the profile, or one that its role is assumed with, holds a session of `aws login`."""
    return not os.environ.get("AWS_ACCESS_KEY_ID") and any(KEY in profile for profile in chain)


def load(profile: str) -> Any:
    """Credentials that the AWS CLI refreshes. Raises CounterPromoError where there is no AWS CLI, or it gives none."""
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
