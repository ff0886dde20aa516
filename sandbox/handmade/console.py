"""The hand: a person signed in to the console of one account and region, and the habits they have with names.

In: the environment variables of an AWS client. Out: one client a service, whose calls are all this room ever makes,
and a notebook of what was made.
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
    """A session in an account; `client` gives the same client of a service each time it is asked."""

    account_id: str
    region: str
    session: boto3.Session
    endpoint: str
    notes: Notebook = field(default_factory=Notebook)

    @cache  # noqa: B019 - a console lives for one `make_dev`
    def client(self, service: str) -> Any:
        """The service's boto3 client; its answers are plain dicts."""
        return self.session.client(service, endpoint_url=self.endpoint)  # type: ignore[call-overload]


def sign_in(environment: Mapping[str, str]) -> Console:
    """Use the credentials, region and endpoint of `environment` alone, whatever this process's own may be."""
    session = boto3.Session(
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        region_name=environment["AWS_REGION"],
    )
    endpoint = environment["AWS_ENDPOINT_URL"]
    identity = session.client("sts", endpoint_url=endpoint).get_caller_identity()
    return Console(account_id=identity["Account"], region=environment["AWS_REGION"], session=session, endpoint=endpoint)


def tag_list(name: str | None = None, tags: Tags | None = None) -> list[Tag]:
    """The one tag the console offers when something is made, its name, and whatever else a person put on it."""
    named = {"Name": name} if name else {}
    return [{"Key": key, "Value": value} for key, value in {**named, **(tags or {})}.items()]


def tagged(kind: str, name: str | None, tags: Tags | None = None) -> list[dict[str, Any]]:
    """The same, as EC2 wants it; nothing where there is no tag."""
    listed = tag_list(name, tags)
    return [{"ResourceType": kind, "Tags": listed}] if listed else []
