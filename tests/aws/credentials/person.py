"""A person's AWS files and variables, in a folder of the test, without any network."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from aws.credentials.resolve import Resolved, resolve
from errors import CounterPromoError
from machine import variables

KEY = "AKIAIOSFODNN7EXAMPLE"
SECRET = "not-a-key-of-anybody-1234"
STATIC = f"aws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
DEAD = "http://127.0.0.1:9"


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody with a home folder and no AWS variable but those that a test sets."""

    home: Path
    patch: pytest.MonkeyPatch

    @classmethod
    def make(cls, home: Path, patch: pytest.MonkeyPatch) -> "Person":
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        (home / ".aws").mkdir(parents=True, exist_ok=True)
        patch.setenv("HOME", str(home))
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_ENDPOINT_URL", DEAD)
        return cls(home=home, patch=patch)

    def has(self, *, config: str | bytes = "", credentials: str | bytes = "", **environ: str) -> "Person":
        """Writes the files, and sets the variables; `@` stands for the home folder."""
        for name, text in (("config", config), ("credentials", credentials)):
            if text:
                self.file(f".aws/{name}", text)
        for name, value in environ.items():
            self.patch.setenv(name, value.replace("@", str(self.home)))
        return self

    def file(self, name: str, text: str | bytes) -> Path:
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.replace("@", str(self.home)).encode())
        return path

    def program(self, text: str, name: str = "process") -> Path:
        """A shell script that can be run by its path."""
        path = self.file(name, f"#!/bin/sh\n{text}\n")
        path.chmod(0o755)
        return path

    def resolved(self) -> Resolved:
        """Resolves the credentials, as every command does first."""
        variables.drop_empty(os.environ)
        variables.refuse(os.environ, reader="aws")
        return resolve("eu-west-2")


def profiles(**settings: str) -> str:
    """The text of a config file."""
    return "".join(f"[profile {name}]\n{text}\n" for name, text in settings.items())


def role(name: str, *, source: str, more: str = "") -> str:
    """A profile that assumes a role."""
    return f"role_arn = arn:aws:iam::437064342167:role/{name}\nsource_profile = {source}\n{more}"


def refusal(person: Person) -> CounterPromoError | None:
    """Returns the error of files that cannot be used; None for files that can."""
    try:
        person.resolved()
    except CounterPromoError as refused:
        return refused
    return None


MINE: Mapping[str, str] = {"AWS_PROFILE": "mine"}
