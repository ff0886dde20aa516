"""The AWS variables of a child process: the checked identity, the checked endpoints, and no other source of either.

Credentials that do not expire are exported. Those that do are served by this process on the loopback interface, as a
container's are, so that an apply outlives them; boto3 refreshes them here, and asks here for what it needs.
https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from aws.credentials.resolve import Resolved, already_resolved
from aws.endpoints import configured_endpoints
from machine import masking

# No credentials are among these; all other AWS_* variables are left out.
KEPT = (
    "AWS_ACCOUNT_ID_ENDPOINT_MODE",
    "AWS_CA_BUNDLE",
    "AWS_DEFAULT_REGION",
    "AWS_DISABLE_REQUEST_COMPRESSION",
    "AWS_ENDPOINT_URL",
    "AWS_EXECUTION_ENV",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "AWS_MAX_ATTEMPTS",
    "AWS_REGION",
    "AWS_REQUEST_CHECKSUM_CALCULATION",
    "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
    "AWS_RESPONSE_CHECKSUM_VALIDATION",
    "AWS_RETRY_MODE",
    "AWS_SDK_UA_APP_ID",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "AWS_USE_FIPS_ENDPOINT",
)
NO_OTHER_SOURCE = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}
# Settings of a profile that are handed on as variables, by botocore's names of them.
_OF_THE_PROFILE = {
    "ca_bundle": "AWS_CA_BUNDLE",
    "max_attempts": "AWS_MAX_ATTEMPTS",
    "user_agent_appid": "AWS_SDK_UA_APP_ID",
}
_YES = {"use_dualstack_endpoint": "AWS_USE_DUALSTACK_ENDPOINT", "use_fips_endpoint": "AWS_USE_FIPS_ENDPOINT"}
LOOPBACK = "127.0.0.1"


def without_sources(environ: Mapping[str, str]) -> dict[str, str]:
    """Returns the environment without AWS variables that could name another identity or endpoint; plain keys stay."""
    kept = {name: value for name, value in environ.items() if not name.startswith("AWS_") or _is_kept(name)}
    return kept | NO_OTHER_SOURCE | _plain_keys(environ)


@contextmanager
def checked_identity(environ: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yields the variables by which a child uses the checked identity; none where no account was checked."""
    resolved = already_resolved(environ)
    if resolved is None:
        yield {}
        return
    settings = _settings(resolved)
    if not resolved.expires:
        frozen = resolved.credentials.get_frozen_credentials()
        yield settings | _exported(frozen.access_key, frozen.secret_key, frozen.token)
        return
    with _served(resolved.credentials) as variables:
        yield settings | variables


def _is_kept(name: str) -> bool:
    return name in KEPT or name.startswith("AWS_ENDPOINT_URL_")


def _plain_keys(environ: Mapping[str, str]) -> dict[str, str]:
    token = environ.get("AWS_SECURITY_TOKEN") or environ.get("AWS_SESSION_TOKEN")  # botocore's order
    key, secret = environ.get("AWS_ACCESS_KEY_ID"), environ.get("AWS_SECRET_ACCESS_KEY")
    return _exported(key, secret, token) if key and secret else {}


def _exported(key: str, secret: str, token: str | None) -> dict[str, str]:
    keys = {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret}
    return keys | ({"AWS_SESSION_TOKEN": token} if token else {})


def _settings(resolved: Resolved) -> dict[str, str]:
    """Returns the profile's settings for endpoints and calls, as boto3 reads them: terraform sees no profile."""
    value = resolved.botocore.get_config_variable
    settings = {variable: str(value(name)) for name, variable in _OF_THE_PROFILE.items() if value(name) is not None}
    settings |= {variable: "true" for name, variable in _YES.items() if value(name)}
    if (mode := value("retry_mode")) in ("standard", "adaptive"):
        settings["AWS_RETRY_MODE"] = mode
    return settings | configured_endpoints(resolved.botocore)


@contextmanager
def _served(credentials: Any) -> Iterator[dict[str, str]]:
    """Serves the credentials to whoever knows the token, until the block is left."""
    token = secrets.token_urlsafe(32)
    masking.remember(token)
    server = ThreadingHTTPServer(
        (LOOPBACK, 0), type("Handler", (_Handler,), {"credentials": credentials, "token": token})
    )
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="credentials", daemon=True)
    thread.start()
    try:
        yield {
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://{LOOPBACK}:{server.server_port}/",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": token,
        }
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    """Answers as the endpoint of a container's credentials does."""

    credentials: Any
    token: str

    def do_GET(self) -> None:
        if not secrets.compare_digest(self.headers.get("Authorization", ""), self.token):
            self._answer(403, {"code": "Forbidden", "message": "the token is not the one of this run"})
            return
        try:
            frozen = self.credentials.get_frozen_credentials()
        except BaseException as failure:  # noqa: BLE001 - whatever refreshing raises becomes the child's error
            self._answer(400, {"code": type(failure).__name__, "message": masking.mask(str(failure))})
            return
        masking.remember(frozen.secret_key, frozen.token)
        expiry = self.credentials._expiry_time
        answer = {"AccessKeyId": frozen.access_key, "SecretAccessKey": frozen.secret_key, "Token": frozen.token}
        self._answer(200, answer | ({"Expiration": expiry.strftime("%Y-%m-%dT%H:%M:%SZ")} if expiry else {}))

    def _answer(self, status: int, content: Mapping[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing: stderr is the user's."""
