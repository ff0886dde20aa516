"""The endpoints that calls go to where a variable or a profile says so, in place of AWS's own."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

_GLOBAL = "AWS_ENDPOINT_URL"
_OWN = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".aws.dev")


def configured_endpoints(botocore_session: Any) -> dict[str, str]:
    """Returns variable and address, in botocore's order: variables of services, the general one, the profile's.

    https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    """
    if botocore_session.get_config_variable("ignore_configured_endpoint_urls"):
        return {}
    found = {name: value for name, value in os.environ.items() if name.startswith(_GLOBAL) and value}
    profile = botocore_session.get_scoped_config()
    if _GLOBAL not in found:
        services = botocore_session.full_config.get("services", {}).get(profile.get("services"), {})
        for service, settings in services.items():
            if isinstance(settings, dict) and settings.get("endpoint_url"):
                found.setdefault(f"{_GLOBAL}_{service.upper()}", settings["endpoint_url"])
        if profile.get("endpoint_url"):
            found[_GLOBAL] = profile["endpoint_url"]
    return found


def not_aws(endpoints: dict[str, str]) -> str:
    """Returns the endpoints that are not AWS's own, for one line; empty where all are."""
    foreign = {name: url for name, url in endpoints.items() if not (urlsplit(url).hostname or "").endswith(_OWN)}
    return ", ".join(f"{url} ({name})" for name, url in sorted(foreign.items()))
