"""Guards the start of services: a plan after which a service could no longer start is blocked.

Only what this plan breaks counts: a path that is stopped before the plan as well is not its doing, and what the plan
does not know stops nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.expected import Expected
from guard.verdict import Finding, Mode
from modules.environment_facts import from_plan
from modules.environment_facts.model import environment
from modules.environment_facts.things import Things
from reach.examine import examine
from reach.hops import Path, Phase
from terraform.plan.change import Change
from terraform.plan.plan import Plan

_SERVICE = "aws_ecs_service"


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each path to the start of a service that holds before the plan, and not after it."""
    running = {
        str(change.after.get("name")): change for change in plan.of_type(_SERVICE) if change.before and change.after
    }
    if not running or not any(change.verb not in ("no-op", "read") for change in plan.managed):
        return
    account, region, code = expected.account, expected.region, expected.code or {}
    stopped_before = {
        (path.service, path.rule, path.does if _one_by_one(path) else "")
        for path in _starts(from_plan.before(plan, account=account, region=region, code=code))
        if path.stopped_at
    }
    for path in _starts(from_plan.after(plan, account=account, region=region, code=code)):
        hop = path.stopped_at
        key = (path.service, path.rule, path.does if _one_by_one(path) else "")
        if hop and path.service in running and key not in stopped_before:
            change: Change = running[path.service]
            yield Finding(
                rule="service-cannot-start",
                address=change.address,
                action=change.verb,
                detail=f"it cannot {path.does}: {hop.detail}",
            )


def _one_by_one(path: Path) -> bool:
    """Returns True if the paths of a rule are compared one by one; an image and its repository may change."""
    return path.rule != "image-not-pulled"


def _starts(things: Things) -> list[Path]:
    return [path for path in examine(environment(things, None)) if path.phase is Phase.START]
