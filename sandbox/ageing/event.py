"""One event, and the account in which it happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import boto3

from sandbox.inside_aws import ask_for_event


class Owner(Enum):
    """The one to whom an event belongs. Only what a person does by hand is to be reported."""

    AWS = "AWS"
    DEPLOYS = "application deploys"
    PERSON = "a person"


@dataclass(frozen=True, kw_only=True)
class Account:
    """Clients of the emulated account. `prefix` begins the names of the environment, such as `counterpromo-dev`."""

    environment: Mapping[str, str]
    prefix: str = "counterpromo-dev"

    def inside(self, event: str) -> None:
        """Makes an event that no API call makes."""
        ask_for_event(self.environment["AWS_ENDPOINT_URL"], event, region=self.environment["AWS_REGION"])

    def client(self, service: str) -> Any:
        """Returns a client that reaches the emulated account and nothing else."""
        session = boto3.Session(
            aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"],
            region_name=self.environment["AWS_REGION"],
        )
        make: Any = session.client
        return make(service, endpoint_url=self.environment["AWS_ENDPOINT_URL"])


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event. `name` is a word for the command line, `says` a sentence for the page."""

    name: str
    owner: Owner
    says: str
    make: Callable[[Account], None]
