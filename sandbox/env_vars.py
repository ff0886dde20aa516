"""Environment variables for the emulator's own process and for its clients.

No credential is read or kept: clients get made-up credentials, the emulator's process gets none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

MOTO_SETTINGS = {
    "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",  # roles made by hand attach AWS's own policies
    "MOTO_ACM_VALIDATION_WAIT": "1",  # seconds until a certificate is issued, instead of sixty
    "MOTO_EC2_LOAD_DEFAULT_AMIS": "false",  # hundreds of images nobody here starts
}
ACCESS_KEY_ID = "AKIASANDBOXSANDBOX00"
SECRET_ACCESS_KEY = "made-up-for-the-sandbox"
# To be taken away, not answered: Terraform's S3 backend takes any value of the last two, "false" too, for yes.
UNANSWERABLE = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT")


def child_environment(inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Returns our variables without those that change the emulator: AWS and moto settings, profiles, proxies."""
    kept = {name: value for name, value in inherited.items() if not _leads_astray(name)}
    return kept | MOTO_SETTINGS | _no_files()


def client_environment(*, endpoint: str, region: str, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Returns variables to add to `inherited`: endpoint, made-up credentials, and overrides of misleading variables.

    Without the overrides, an endpoint variable of a service or a proxy leads to the real AWS or nowhere. The variables
    in UNANSWERABLE can only be removed: see `isolated_environment`.
    """
    strays = {name: endpoint for name in inherited if name.startswith("AWS_ENDPOINT_URL_")}
    no_proxy = ",".join(filter(None, [inherited.get("NO_PROXY") or inherited.get("no_proxy"), "127.0.0.1"]))
    return {
        **strays,
        **_no_files(),
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false",
        "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
        "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
        "AWS_SESSION_TOKEN": "",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def isolated_environment(*, endpoint: str, region: str, inherited: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Returns the complete environment of a client: `inherited` without AWS variables, plus `client_environment`.

    A proxy stays, as terraform may need it to reach its registry; NO_PROXY excludes the sandbox from it.
    """
    kept = {name: value for name, value in inherited.items() if not name.startswith("AWS_")}
    return kept | client_environment(endpoint=endpoint, region=region, inherited=kept)


def _leads_astray(name: str) -> bool:
    return name.startswith(("AWS_", "MOTO_")) or name.lower().endswith("_proxy")


def _no_files() -> dict[str, str]:
    """Returns variables that keep out the profiles, endpoints and certificates of a person's `~/.aws`."""
    return {"AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull}
