"""Plans small enough to read: what `terraform show -json` writes, with only the members a case is about."""

import datetime
from collections.abc import Mapping
from typing import Any

from guard.expected import Expected, Openings
from guard.verdict import Mode, Severity, Verdict
from guard.waivers import Waiver
from modules.stages import review
from tests.guard.checks.recorded_verdicts import compare

ACCOUNT, REGION = "437064342167", "eu-west-2"
TODAY = datetime.date(2026, 11, 23)
AWS = "registry.terraform.io/hashicorp/aws"
Json = dict[str, Any]
OPENINGS = Openings(
    ingress={"alb-sg": frozenset({80, 443})},
    egress=frozenset({"vpce-sg"}),
    tables=frozenset({"rtb-public"}),
    addresses=frozenset({"aws_vpc_security_group_ingress_rule.groups_load_balancer_https"}),
)
EXPECTED = Expected(account=ACCOUNT, region=REGION, openings=OPENINGS)


def change(address: str, *actions: str, before: Any = None, after: Any = None, **over: Any) -> Json:
    """One entry; `over` goes into its `change`, or beside it where Terraform has it there."""
    *_, type_, _ = address.split("[")[0].split(".")
    beside: dict[str, Any] = {
        key: over.pop(key) for key in ("previous_address", "action_reason", "deposed", "mode") if key in over
    }
    marks: dict[str, Any] = {"after_unknown": {}, "before_sensitive": {}, "after_sensitive": {}}
    return {
        "address": address,
        "mode": "managed",
        "type": type_,
        "provider_name": AWS,
        "change": {"actions": list(actions), "before": before, "after": after, **marks, **over},
        **beside,
    }


def update(address: str, before: Json, after: Json, **over: Any) -> Json:
    return change(address, "update", before=before, after=after, **over)


def create(address: str, after: Json | None = None, **over: Any) -> Json:
    return change(address, "create", after=after or {}, **over)


def delete(address: str, before: Json | None = None, **over: Any) -> Json:
    return change(address, "delete", before=before or {}, **over)


def replace(address: str, before: Json | None = None, after: Json | None = None, **over: Any) -> Json:
    return change(address, "delete", "create", before=before or {}, after=after or {}, **over)


def keep(address: str, values: Json | None = None, **over: Any) -> Json:
    return change(address, "no-op", before=values or {}, after=values or {}, **over)


def plan(*changes: Mapping[str, Any], **over: Any) -> Json:
    whole = {"format_version": "1.2", "terraform_version": "1.11.4", "complete": True, "errored": False}
    return {**whole, "resource_changes": list(changes), **over}


def written(*resources: Json, **over: Any) -> Json:
    """`configuration`: what the code says, `address` and whatever else a case is about."""
    return {"root_module": {"resources": [{"mode": "managed", **resource} for resource in resources]}, **over}


def refers(**arguments: str) -> Json:
    return {name: {"references": [f"{target}.id", target]} for name, target in arguments.items()}


def drift(address: str, before: Json, after: Json | None) -> Json:
    """Returns an entry of `resource_drift`: a resource that was changed or deleted outside of Terraform."""
    return change(address, "update" if after is not None else "delete", before=before, after=after)


def judge(
    document: Mapping[str, Any],
    *,
    mode: Mode = Mode.STEADY,
    expected: Expected = EXPECTED,
    waivers: tuple[Waiver, ...] = (),
    today: datetime.date = TODAY,
) -> Verdict:
    """Returns the verdict of the guard, after a comparison with the recorded one."""
    verdict = review(document, mode=mode, expected=expected, waivers=waivers, today=today)
    compare(verdict, document=document, mode=mode, expected=expected, waivers=waivers, today=today)
    return verdict


def blocked(verdict: Verdict) -> set[tuple[str, str]]:
    """(rule, address) of everything that blocks."""
    return {(finding.rule, finding.address) for finding in verdict.of(Severity.BLOCKED)}


def rules(verdict: Verdict, severity: Severity = Severity.BLOCKED) -> set[str]:
    return {finding.rule for finding in verdict.of(severity)}
