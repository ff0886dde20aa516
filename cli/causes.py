"""What terraform's errors mean for a person: diagnostics in, one line and its cure out; pure.

Terraform's own texts are matched as 1.11 writes them (`-json` diagnostics, or its boxed text where there is no -json).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from cli.denied import denied

OFFLINE_CURE = (
    "where it can be reached: terraform providers mirror FOLDER; then here: export COUNTERPROMO_PROVIDER_MIRROR=FOLDER"
)
STALE_INIT = re.compile(
    r"Backend initialization required|Backend configuration changed|Required plugins are not installed"
    r"|Inconsistent dependency lock file|there is no package for .* cached",
)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A known reason why terraform stopped. `what` and `cure` may use the groups of the pattern, as `{bucket}`."""

    pattern: re.Pattern[str]
    what: str
    cure: str


KNOWN = (
    Cause(
        pattern=re.compile(
            r"(?ms)acquiring the state lock.*^\s*ID:\s+(?P<id>\S+)"
            r".*^\s*Operation:\s+(?:OperationType)?(?P<operation>\S+)"
            r".*^\s*Who:\s+(?P<who>[^\n]+?)\s*$.*^\s*Created:\s+(?P<created>[^\n]+?)\s*$"
        ),
        what="the state is locked: {operation} by {who} since {created} (lock {id})",
        cure="wait until it has ended; if it is surely dead, in the stack's folder: terraform force-unlock {id}",
    ),
    Cause(
        pattern=re.compile(r'S3 bucket "(?P<bucket>[^"]+)" does not exist'),
        what="the state bucket {bucket} does not exist",
        cure="counterpromo bootstrap",
    ),
    Cause(
        pattern=re.compile(r'(?s)state lock.*DynamoDB table "(?P<table>[^"]+)".*ResourceNotFoundException'),
        what="the lock table {table} does not exist",
        cure="counterpromo bootstrap",
    ),
    Cause(
        pattern=re.compile(r"could not connect to (?P<host>\S+?): failed to request discovery"),
        what="the provider registry {host} cannot be reached, and no mirror holds the AWS provider",
        cure=OFFLINE_CURE,
    ),
    Cause(
        pattern=re.compile(r"checksums? (?:previously )?recorded in the dependency\s+lock file|doesn't match any of"),
        what="the AWS provider is not the one the committed lock file knows: its checksum differs",
        cure="counterpromo doctor shows which provider is in use; get it anew from registry.terraform.io",
    ),
    Cause(
        pattern=re.compile(r"No valid credential sources found|NoCredentialProviders"),
        what="no AWS credentials",
        cure="aws sso login, or set AWS_PROFILE",
    ),
    Cause(
        pattern=re.compile(r"\b(?P<code>ExpiredToken(?:Exception)?|RequestExpired|InvalidClientTokenId)\b"),
        what="AWS does not accept these credentials ({code})",
        cure="aws sso login, or set AWS_PROFILE",
    ),
    Cause(
        pattern=re.compile(
            r'"(?P<url>https?://[^"]+)": [^"]*?(?P<why>connection refused|no such host|i/o timeout|unreachable|EOF)'
        ),
        what="no answer from {url}: {why}",
        cure="check the network, and AWS_ENDPOINT_URL if it is set",
    ),
    Cause(
        pattern=re.compile(r"Required token could not be found.*?terraform login (?P<host>\S+)", re.DOTALL),
        what="no token for HCP Terraform at {host}",
        cure="terraform login {host}, or set TF_TOKEN_app_terraform_io (the host, with _ for each dot)",
    ),
    Cause(
        pattern=re.compile(r'Failed to read organization "(?P<name>[^"]+)" at host (?P<host>\S+)'),
        what="HCP Terraform at {host} knows no organization {name}, or not this token",
        cure="look at [state.cloud] in the settings, and at the token: terraform login {host}",
    ),
    Cause(
        pattern=re.compile(r"Saved plan is stale"),
        what="the state changed after this plan was made",
        cure="plan again",
    ),
    Cause(
        pattern=re.compile(r"no space left on device"),
        what="the disk is full",
        cure="make room and run the same command again",
    ),
)


def errors_of(*, stdout: str, stderr: str) -> tuple[str, ...]:
    """Each error terraform reported, summary and detail in one text; warnings are left out."""
    return tuple(_from_json(stdout) or _from_text(stderr) or _from_text(stdout))


def explain(errors: tuple[str, ...]) -> tuple[str, str] | None:
    """(what, cure) of the first known cause that fits, in the order of KNOWN."""
    text = "\n".join(errors)
    if actions := denied(text):
        missing = ", ".join(actions)
        return f"not allowed to call {missing}", f"grant {missing}; counterpromo policy prints all that a command needs"
    for cause in KNOWN:
        if found := cause.pattern.search(text):
            groups = found.groupdict(default="")
            return cause.what.format(**groups), cause.cure.format(**groups)
    return None


def shorten(error: str, *, length: int = 300) -> str:
    """One line of an error, cut where it gets long."""
    line = " ".join(error.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def _from_json(stdout: str) -> list[str]:
    errors = []
    for line in stdout.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        diagnostic = event.get("diagnostic", {}) if isinstance(event, dict) else {}
        if diagnostic.get("severity") == "error":
            where = f"{diagnostic['address']}: " if diagnostic.get("address") else ""
            errors.append(f"{where}{diagnostic.get('summary', '')}\n{diagnostic.get('detail', '')}".strip())
    return errors


def _from_text(text: str) -> list[str]:
    """Without colours and the box that terraform draws around an error."""
    unboxed = re.sub(r"(?m)\x1b\[[0-9;]*m|^[│╷╵] ?", "", text)
    parts = re.split(r"(?m)^Error: ", unboxed)
    return [part.strip() for part in parts[1:]] or [part.strip() for part in parts if part.strip()]
