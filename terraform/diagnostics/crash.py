"""A crash of the provider, and the resource that it was about. In: what `terraform plan -json` printed. Pure.

The errors of a crash name no resource, and every later call fails too. In a run that reads one resource at a time, the
cause is the first resource that Terraform starts to read and does not finish.
https://developer.hashicorp.com/terraform/internals/machine-readable-ui#resource-refresh
"""

from __future__ import annotations

import re

from terraform.diagnostics import json_lines

# A call that is under way when the provider ends is cancelled or not answered; Terraform names the call, and sometimes
# the resource that it was for: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/plugin/grpc_error.go
_CRASHED = re.compile(
    r"The plugin encountered an error, and failed to respond to the plugin"
    r"|The plugin\S*\.\w+ request was cancelled"
    r"|The plugin returned an unexpected error from plugin\S*: rpc error: code = (?:Unavailable|Canceled)"
    r"|transport is closing|error reading from server: EOF"
)
_PANIC = re.compile(r"(?m)^(?:\W*)(panic: .+)$")


def crashed(errors: tuple[str, ...]) -> bool:
    """Checks whether a plan ended because the provider ended."""
    return any(_CRASHED.search(error) for error in errors)


def read_last(stdout: str) -> str:
    """Returns the address of the first resource that was read to no end; empty if there is none."""
    started, finished = list[str](), set[str]()
    for event in json_lines.events(stdout):
        if event.get("type") == "refresh_start":
            started.append(event["hook"]["resource"]["addr"])
        elif event.get("type") == "refresh_complete":
            finished.add(event["hook"]["resource"]["addr"])
    return next((address for address in started if address not in finished), "")


def said(address: str, *, stderr: str) -> str:
    """Returns the error of a crash in one line, with Go's reason if the provider printed it."""
    reason = _PANIC.search(stderr)
    return f"{address}: the AWS provider crashes while it reads this resource" + (f" ({reason[1]})" if reason else "")
