"""What a verdict was given for: plan, commit, state, mode, account. An apply goes on only while all of it still holds.

Kept beside the state while a plan waits for its review: `plans/ENV/SHA256.tfplan`, and the verdict in `.json`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from errors import CounterPromoError, Refused
from terraform import plan_file as saved_plan

if TYPE_CHECKING:
    from guard.verdict import Verdict
    from terraform.commit import Commit
    from terraform.state.bucket import Store


class Told(BaseModel):
    """One finding, as it was when the verdict was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    rule: str
    address: str
    severity: str
    waived_by: str


class Reviewed(BaseModel):
    """A verdict and everything it names."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    sha256: str
    commit: str
    dirty: bool
    lineage: str
    serial: int
    mode: str
    environment: str
    account: str
    region: str
    terraform: str
    provider: str
    passed: bool
    findings: list[Told]

    @classmethod
    def of(
        cls,
        plan: Path,
        *,
        verdict: Verdict,
        commit: Commit,
        environment: str,
        account: str,
        region: str,
        terraform: str,
        provider: str,
    ) -> Reviewed:
        origin = saved_plan.origin(plan)
        return cls(
            sha256=saved_plan.sha256(plan),
            commit=commit.id,
            dirty=commit.dirty,
            lineage=origin.lineage,
            serial=origin.serial,
            mode=verdict.mode.value,
            environment=environment,
            account=account,
            region=region,
            terraform=terraform,
            provider=provider,
            passed=verdict.passed,
            findings=[
                Told(rule=one.rule, address=one.address, severity=one.severity.value, waived_by=one.waived_by)
                for one in verdict.findings
            ],
        )


def keep(plan: Path, reviewed: Reviewed, *, store: Store) -> None:
    """Puts the plan first: a verdict without its plan would be an answer to nothing."""
    for suffix, body in ((".tfplan", plan.read_bytes()), (".json", reviewed.model_dump_json(indent=2).encode())):
        store.put(_key(reviewed.environment, reviewed.sha256, suffix), body)


def fetch(environment: str, sha256: str, *, into: Path, store: Store) -> Reviewed:
    """The plan into a file that is there already and private. Raises Refused where it is not the one that was named."""
    body, verdict = (store.get(_key(environment, sha256, suffix)) for suffix in (".tfplan", ".json"))
    cure = f"counterpromo plan {environment} --save"
    if body is None or verdict is None:
        raise Refused(f"no reviewed plan {sha256} of {environment}: applied already, or never saved", cure=cure)
    into.write_bytes(body)
    try:
        reviewed = Reviewed.model_validate_json(verdict)
    except ValidationError as fault:
        raise Refused(f"the verdict of plan {sha256} cannot be read: {fault.error_count()} faults", cure=cure) from None
    found = saved_plan.sha256(into)
    if (found, reviewed.sha256, reviewed.environment) != (sha256, sha256, environment):
        raise Refused(
            f"the saved plan is {found}, the verdict names {reviewed.sha256}, asked for was {sha256}", cure=cure
        )
    return reviewed


def remove(environment: str, sha256: str, *, store: Store) -> None:
    """The verdict goes first, for the same reason as it came last."""
    for suffix in (".json", ".tfplan"):
        store.remove(_key(environment, sha256, suffix))


def check_fingerprint(sha256: str) -> None:
    """It becomes part of a key: nothing but sixty-four hexadecimal digits."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise CounterPromoError(
            f"{sha256!r} is not a sha-256", cure="the line that `counterpromo plan ENV --save` ends with"
        )


def differing(reviewed: Reviewed, now: dict[str, Any]) -> list[str]:
    """Everything that is not as the verdict names it, in words."""
    named = reviewed.model_dump()
    return [f"{key} was {named[key]}, and is {value}" for key, value in now.items() if named[key] != value]


def _key(environment: str, sha256: str, suffix: str) -> str:
    return f"plans/{environment}/{sha256}{suffix}"
