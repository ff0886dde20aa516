"""The report of an audit: the paths of each service, and the baseline's controls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from audit.inventory.items import Inventory
from audit.safety.judge import NOTHING_JUDGED, Safety
from cost.estimate import Difference, Estimate
from reach.examine import examine
from reach.hops import Finding, Path, findings
from reach.model.environment import Environment


class Source(StrEnum):
    """The facts that an audit rests on."""

    SETTINGS = "settings"
    PLAN = "plan"
    LIVE = "live account"


@dataclass(frozen=True, kw_only=True)
class Report:
    """An audit of one environment. `environment` is the model it was made from.

    `cost` is the estimate of a month, `change` what a plan changes in it, `inventory` what there is; None where they
    were not worked out.
    """

    environment: Environment
    source: Source
    paths: tuple[Path, ...]
    findings: tuple[Finding, ...]
    cost: Estimate | None = None
    change: Difference | None = None
    inventory: Inventory | None = None
    safety: Safety = NOTHING_JUDGED

    @classmethod
    def of(
        cls,
        environment: Environment,
        *,
        source: Source,
        cost: Estimate | None = None,
        change: Difference | None = None,
        inventory: Inventory | None = None,
        safety: Safety = NOTHING_JUDGED,
    ) -> Report:
        """Returns the report on an environment."""
        paths = examine(environment)
        return cls(
            environment=environment,
            source=source,
            paths=paths,
            findings=findings(paths),
            cost=cost,
            change=change,
            inventory=inventory,
            safety=safety,
        )

    @property
    def by_service(self) -> Mapping[str, tuple[Path, ...]]:
        """Returns the paths by service, in their order."""
        services = dict.fromkeys(path.service for path in self.paths)
        return {name: tuple(path for path in self.paths if path.service == name) for name in services}

    @property
    def undecided(self) -> tuple[tuple[Path, str], ...]:
        """Returns each path that no hop stops and that a fact leaves open, with its reason, once for each service."""
        found = {(path.service, hop.detail): path for path in self.paths if not path.stopped_at for hop in path.unknown}
        return tuple((path, detail) for (_, detail), path in found.items())

    @property
    def passed(self) -> bool:
        """Returns True if there is no finding, and every control of the baseline is held, accepted or inherited."""
        return not self.findings and self.safety.passed
