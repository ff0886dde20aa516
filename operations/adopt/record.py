"""The record of an adoption, filled in stage by stage, so that the report can be written however it ends."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from envs.load import ACCOUNT
from imports.capture import Captured
from imports.discovery import Incomplete, Inventory
from imports.files import report
from imports.files.pins_file import Pin, SetAside
from imports.model import Outcome
from imports.pinning.dependent_arguments import Argument
from modules.settings import AccountSettings, Settings
from terraform.plan.counts import Counts

EMPTY = Outcome(matched=(), missing=(), ambiguous=(), strays=())


@dataclass(kw_only=True)
class Record:
    """Mutable, so that an interrupted or refused import has a report too.

    `captured` is None until live values were compared with the settings; `withheld` lists the addresses of the gaps,
    `set_aside` the resources that cannot be adopted without a change; `beyond` are live values for which the provider
    has no argument. `uncaptured` is the text of the settings before
    anything was captured, `rejected` lists settings that must not be captured, `stubborn` arguments that only
    `ignore_changes` holds. `in_state` are the addresses that an earlier run adopted or created: they keep their pins
    and the import ids in `earlier_ids`.
    """

    settings: Settings | AccountSettings
    in_state: frozenset[str] = frozenset()
    earlier_ids: Mapping[str, str] = field(default_factory=dict)
    inventory: Inventory | None = None
    outcome: Outcome = EMPTY
    incomplete: Incomplete | None = None
    captured: tuple[Captured, ...] | None = None
    pinned: tuple[Pin, ...] = ()
    beyond: tuple[Pin, ...] = ()
    withheld: tuple[str, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    uncaptured: str = ""
    rejected: set[str] = field(default_factory=set)
    stubborn: dict[Argument, str] = field(default_factory=dict)
    counts: Counts | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def unread(self) -> tuple[str, ...]:
        """Returns the calls about parts of resources that a service does not serve."""
        return self.inventory.unread if self.inventory else ()

    @property
    def environment(self) -> str:
        """Returns the name of the stack: an environment, or `account`."""
        return ACCOUNT if isinstance(self.settings, AccountSettings) else self.settings.environment

    @property
    def creates_what_is_missing(self) -> bool:
        """Returns True for the account: its plan may create resources beside those that it imports."""
        return isinstance(self.settings, AccountSettings)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the time that passes inside to a stage's seconds."""
        start = time.monotonic()
        try:
            yield
        finally:
            self.seconds[stage] = self.seconds.get(stage, 0.0) + time.monotonic() - start

    def write(self, path: Path) -> None:
        """Writes the report as `imports.files.report` describes it, with the areas that could not be read, if any."""
        document = report.build(
            env=self.environment,
            account=self.settings.aws.account_id,
            region=self.settings.aws.region,
            outcome=self.outcome,
            plan=self.counts,
            api_calls=self.inventory.api_calls if self.inventory else 0,
            seconds=self.seconds,
            captured=[asdict(each) for each in self.captured or ()],
            pinned=[asdict(pin) for pin in self.pinned],
        )
        document["unread"] = list(self.unread)
        document["set_aside"] = [asdict(one) for one in self.set_aside]
        if self.incomplete:
            failures = self.incomplete.failures.items()
            document["incomplete"] = [{"area": area, "reason": error.message} for area, error in failures]
        report.write(document, path)
