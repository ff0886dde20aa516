"""A crash of the provider, and the resource that it was about. In: what `terraform plan -json` printed. Pure.

The errors of a crash name no resource, and every later call fails too. In a run that reads one resource at a time, the
cause is the first resource that Terraform starts to read and does not finish.
https://developer.hashicorp.com/terraform/internals/machine-readable-ui#resource-refresh
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_CRASHED = re.compile(r"The plugin encountered an error, and failed to respond to the plugin")
_PANIC = re.compile(r"(?m)^(?:\W*)(panic: .+)$")


def crashed(errors: tuple[str, ...]) -> bool:
    """Checks whether a plan ended because the provider ended."""
    return any(_CRASHED.search(error) for error in errors)


def read_last(stdout: str) -> str:
    """Returns the address of the first resource that was read to no end; empty if there is none."""
    started, finished = list[str](), set[str]()
    for type_, address in _read_events(stdout):
        if type_ == "refresh_start":
            started.append(address)
        elif type_ == "refresh_complete":
            finished.add(address)
    return next((address for address in started if address not in finished), "")


def said(address: str, *, stderr: str) -> str:
    """Returns the error of a crash in one line, with Go's reason if the provider printed it."""
    reason = _PANIC.search(stderr)
    return f"{address}: the AWS provider crashes while it reads this resource" + (f" ({reason[1]})" if reason else "")


def _read_events(stdout: str) -> Iterator[tuple[str, str]]:
    for line in stdout.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict) and str(event.get("type")).startswith("refresh_"):
            yield event["type"], event["hook"]["resource"]["addr"]
