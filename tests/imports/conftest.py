"""DEV made by hand in an emulated account, as discovery sees it: looked at once as it is, once among decoys."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import pytest

from aws.reader import Aws
from envs.load import load, load_account
from imports import declared, discovery
from imports.matching import name_filter
from imports.model import Declared, Outcome
from modules import stages
from modules.settings import AccountSettings, Settings
from modules.stages import match
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.conftest import ENVS


@dataclass
class Handmade:
    """The account's settings and stacks, and every call that was made to it, with its parameters."""

    stacks: Path
    settings: Settings = field(default_factory=lambda: load("dev", ENVS))
    account: AccountSettings = field(default_factory=lambda: load_account(ENVS))
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def aws(self, **hooks: Any) -> Aws:
        """Discovery's session; `hooks` are further handlers by botocore event, with `_` for its `-`."""
        session = boto3.Session(region_name=self.settings.aws.region)
        events: Any = session.events
        for event, hook in hooks.items():
            events.register(event.replace("_", "-"), hook)
        events.register("provide-client-params", self._note)
        return Aws(region=self.settings.aws.region, account_id=self.settings.aws.account_id, session=session)

    def inventory(self) -> discovery.Inventory:
        with self.aws() as aws:
            return stages.discover(aws, self.settings)

    @cached_property
    def code(self) -> Sequence[Declared]:
        """Returns the resources that the stack of DEV declares."""
        return declared.read(self.stacks / "dev" / "cdk.tf.json")

    def outcome(self, inventory: discovery.Inventory) -> Outcome:
        return match(self.code, inventory.found, near=name_filter.near(self.settings))

    def _note(self, *, params: dict[str, Any], model: Any, **_event: Any) -> None:
        self.calls.append((model.name, params))


@pytest.fixture(scope="session")
def handmade(stacks: Path) -> Iterator[Handmade]:
    settings = load("dev", ENVS)
    with (
        Sandbox.start(account_id=settings.aws.account_id, region=settings.aws.region) as sandbox,
        pytest.MonkeyPatch.context() as patch,
    ):
        make_dev(sandbox.environment())
        patch.delenv("AWS_PROFILE", raising=False)
        for name, value in sandbox.environment().items():
            patch.setenv(name, value)
        yield Handmade(stacks=stacks)


@pytest.fixture(scope="session")
def found(handmade: Handmade) -> discovery.Inventory:
    """The resources in the account as it was made."""
    return handmade.inventory()
