"""A session in the console of one account and region: boto3 clients, name tags, and the notebook.

Input: the environment variables of an AWS client. All calls of `sandbox.handmade` go through these clients.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import boto3

from sandbox.answer_sheet import Notebook

Tag = dict[str, str]
Tags = Mapping[str, str]
REFERENCE_ACCOUNT = "437064342167"
REFERENCE_REGION = "eu-west-2"


@dataclass(frozen=True, kw_only=True)
class Console:
    """A session in an account; `client` returns the same client of a service each time."""

    account_id: str
    region: str
    session: boto3.Session
    endpoint: str
    notes: Notebook = field(default_factory=Notebook)

    @cache  # noqa: B019 - a console lives for one `make_dev`
    def client(self, service: str) -> Any:
        """Returns the service's boto3 client; its answers are plain dicts."""
        return self.session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]


def sign_in(environment: Mapping[str, str]) -> Console:
    """Signs in with credentials, region and endpoint of `environment` only, not with those of this process."""
    session = boto3.Session(
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_REGION"],
    )
    endpoint = environment["AWS_ENDPOINT_URL"]
    identity = session.client("sts", endpoint_url=endpoint).get_caller_identity()
    return Console(account_id=identity["Account"], region=environment["AWS_REGION"], session=session, endpoint=endpoint)


def tag_list(name: str | None = None, tags: Tags | None = None) -> list[Tag]:
    """Returns the Name tag that the console offers, and further tags."""
    named = {"Name": name} if name else {}
    return [{"Key": key, "Value": value} for key, value in {**named, **(tags or {})}.items()]


def tagged(kind: str, name: str | None, tags: Tags | None = None) -> list[dict[str, Any]]:
    """Returns the same tags in the form of EC2; nothing without tags."""
    listed = tag_list(name, tags)
    return [{"ResourceType": kind, "Tags": listed}] if listed else []
