"""Reads Terraform's log (TF_LOG=JSON): the calls of the AWS provider, by resource type.

The provider logs each request with the call, the resource type and the step of the protocol:
https://developer.hashicorp.com/terraform/internals/debugging
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from aws.iam_actions import action

_SIGNED_FOR = re.compile(r"Credential=[^/]+/\d+/[^/]*/(?P<service>[^/]+)/aws4_request")
_READING = {"ReadResource", "ImportResourceState", "PlanResourceChange", "ReadDataSource"}
Calls = dict[str, dict[str, set[str]]]


def calls_of(log: Path, *, applying: str = "") -> Calls:
    """Type -> step -> actions. What is called while a change is applied is of the step `applying`."""
    calls: Calls = {}
    for event in _requests(log):
        type_, rpc = event.get("tf_resource_type") or event.get("tf_data_source_type"), event.get("tf_rpc")
        step = "read" if rpc in _READING else applying if rpc == "ApplyResourceChange" else ""
        if type_ and step:
            calls.setdefault(str(type_), {}).setdefault(step, set()).add(_action(event))
    return calls


def of_the_provider_itself(log: Path) -> set[str]:
    """The calls without a resource: they ask for the identity of the credentials."""
    return {_action(event) for event in _requests(log) if event.get("tf_rpc") == "ConfigureProvider"}


def merged(parts: Iterable[Calls]) -> Calls:
    whole: Calls = {}
    for part in parts:
        for type_, steps in part.items():
            for step, actions in steps.items():
                whole.setdefault(type_, {}).setdefault(step, set()).update(actions)
    return whole


def _requests(log: Path) -> Iterator[dict[str, str]]:
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if '"HTTP Request Sent"' in line and line.startswith("{"):
                yield json.loads(line)


def _action(event: dict[str, str]) -> str:
    signed = _SIGNED_FOR.search(event["http.request.header.authorization"])
    assert signed, event["http.request.header.authorization"]
    return action(signed["service"], event["rpc.method"])
