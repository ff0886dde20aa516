"""Reports the variables of a container that get a secret of today, or name another server.

Both are ordinary work, and both decide who learns what: a reviewer should see them.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from guard.verdict import Finding, Severity, finding_on
from modules.task_definitions.guard_containers import sources, variables
from terraform.plan.change import Change
from terraform.plan.plan import Plan

_Container = Mapping[str, Any]
_URL = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^/@\s]*@)?(?P<host>[^/:\s]+)", re.IGNORECASE)
# A variable that is named after a server, and a value that is a host name or an address without a scheme.
_NAMED_AFTER = re.compile(
    r"^(?!NO_).*(?:ADDR(?:ESS)?|BROKER|DSN|ENDPOINT|HOST(?:NAME)?|ORIGIN|PROXY|SERVER|UR[IL])S?$", re.IGNORECASE
)
_BARE = re.compile(r"(?P<host>(?:[a-z0-9-]+\.)+(?:[a-z][a-z0-9-]*[a-z0-9]|\d+))\.?(?::\d+)?(?:[/,].*)?", re.IGNORECASE)
_OF_AWS = ".amazonaws.com"
# A variable that switches the encryption of connections, and the values that switch it off.
# https://www.postgresql.org/docs/16/libpq-ssl.html#LIBPQ-SSL-PROTECTION
_ENCRYPTING = re.compile(r"(?:^|_)(?:PG)?(?:SSL|TLS)(?:_?(?:ENABLED?|MODE|REQUIRED?|VERIFY))?$", re.IGNORECASE)
_OFF = re.compile(r"\s*(?:0|allow|disabled?|false|no|none|off)\s*", re.IGNORECASE)
_OFF_IN_URL = re.compile(r"[?&](?:ssl|sslmode|tls)=(?:0|allow|disabled?|false|off)(?:&|$)", re.IGNORECASE)


def given(change: Change, name: str, live: _Container, planned: _Container, *, plan: Plan) -> Iterator[Finding]:
    """Yields a finding for each secret that exists and is new to the container, and for each other server."""
    had = sources(live).values()
    for variable, source in sorted(sources(planned).items()):
        secret = next((arn for arn in _secrets(plan) if _is_of(source, arn)), "")
        if secret and not any(_is_of(one, secret) for one in had):
            yield finding_on("secret-given", change, f"{name}: {variable}", severity=Severity.REPORTED)
    before = variables(live)
    for variable, value in sorted(variables(planned).items()):
        host = _host(variable, value)
        if host and not host.endswith(_OF_AWS) and host != _host(variable, before.get(variable, "")):
            yield finding_on("server-named", change, f"{name}: {variable}", severity=Severity.REPORTED)
        if _is_plain(variable, value) and not _is_plain(variable, before.get(variable, "")):
            severity = Severity.BLOCKED if before.get(variable) else Severity.REPORTED
            detail = f"{name}: environment variable {variable}"
            yield finding_on("transport-weakened", change, detail, severity=severity)


def _secrets(plan: Plan) -> Iterator[str]:
    """Yields the ARNs of the secrets that exist, and of those that RDS keeps."""
    arns = [one.before.get("arn") for one in plan.of_type("aws_secretsmanager_secret")]
    arns += [one.at("master_user_secret.0.secret_arn").before for one in plan.of_type("aws_db_instance")]
    yield from (arn for arn in arns if isinstance(arn, str) and arn)


def _is_of(source: str, arn: str) -> bool:
    """Returns True if a variable gets a secret, or a field of it."""
    return source == arn or source.startswith(f"{arn}:")


def _host(variable: str, value: str) -> str:
    """Returns the host in a URL, or in the value of a variable that is named after a server; empty if there is none."""
    found = _URL.match(value) or (_NAMED_AFTER.search(variable) and _BARE.fullmatch(value.strip()))
    return found["host"].lower() if found else ""


def _is_plain(variable: str, value: str) -> bool:
    """Returns True if a variable lets a client connect without encryption."""
    return bool(_OFF_IN_URL.search(value) or (_ENCRYPTING.search(variable) and _OFF.fullmatch(value)))
