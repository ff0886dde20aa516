"""The record of a saved plan: its verdict, and the plan file, commit, state, mode and account that the verdict is for.

An apply of the saved plan goes on only while all of them are still the same. Plan and record are objects beside the
state: `plans/ENV/SHA256.tfplan` and `plans/ENV/SHA256.json`.
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


class RecordedFinding(BaseModel):
    """One finding of the verdict."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    rule: str
    address: str
    severity: str
    waived_by: str


class Reviewed(BaseModel):
    """A verdict, and everything that it was given for."""

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
    findings: list[RecordedFinding]

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
        """Returns the record of a verdict on a plan file."""
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
                RecordedFinding(
                    rule=finding.rule,
                    address=finding.address,
                    severity=finding.severity.value,
                    waived_by=finding.waived_by,
                )
                for finding in verdict.findings
            ],
        )


def keep(plan: Path, reviewed: Reviewed, *, store: Store) -> None:
    """Writes the plan, then its record: so there is never a record without a plan."""
    for suffix, body in ((".tfplan", plan.read_bytes()), (".json", reviewed.model_dump_json(indent=2).encode())):
        store.put(_key(reviewed.environment, reviewed.sha256, suffix), body)


def fetch(environment: str, sha256: str, *, into: Path, store: Store) -> Reviewed:
    """Writes the saved plan into a private file that exists, and returns its record.

    Raises Refused if there is no such plan, if its record cannot be read, or if either has another SHA-256.
    """
    body, verdict = (store.get(_key(environment, sha256, suffix)) for suffix in (".tfplan", ".json"))
    cure = f"counterpromo plan {environment} --save"
    if body is None or verdict is None:
        raise Refused(
            f"there is no saved plan {sha256} of {environment}: it was applied already, or never saved", cure=cure
        )
    into.write_bytes(body)
    try:
        reviewed = Reviewed.model_validate_json(verdict)
    except ValidationError as fault:
        raise Refused(f"the record of plan {sha256} cannot be read: {fault.error_count()} faults", cure=cure) from None
    found = saved_plan.sha256(into)
    if (found, reviewed.sha256, reviewed.environment) != (sha256, sha256, environment):
        raise Refused(
            f"the saved plan has SHA-256 {found}, its record {reviewed.sha256}, and {sha256} was asked for", cure=cure
        )
    return reviewed


def remove(environment: str, sha256: str, *, store: Store) -> None:
    """Removes the record, then the plan: so there is never a record without a plan."""
    for suffix in (".json", ".tfplan"):
        store.remove(_key(environment, sha256, suffix))


def check_fingerprint(sha256: str) -> None:
    """Raises CounterPromoError unless the text is 64 hexadecimal digits: it becomes part of a key in the bucket."""
    if len(sha256) != 64 or set(sha256) - set("0123456789abcdef"):
        raise CounterPromoError(
            f"{sha256!r} is not a SHA-256", cure="give the one in the last line of `counterpromo plan ENV --save`"
        )


def differing(reviewed: Reviewed, now: dict[str, Any]) -> list[str]:
    """Returns a sentence for each fact that differs from the record."""
    then = reviewed.model_dump()
    return [f"{key} was {then[key]}, and is {value}" for key, value in now.items() if then[key] != value]


def _key(environment: str, sha256: str, suffix: str) -> str:
    return f"plans/{environment}/{sha256}{suffix}"
