"""Reports new DNS records that lead a name to servers outside of this code, or speak for the domain.

https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.address_ranges import is_public, is_wide
from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity, finding_on
from modules.dns.guard import DELEGATING
from terraform.plan.change import Change
from terraform.plan.configuration import references
from terraform.plan.plan import Plan
from terraform.plan.values import as_list, blocks, empty

_RECORD, _BALANCERS = "aws_route53_record", ("aws_lb", "aws_alb")
_OF_ACM = (".acm-validations.aws", ".acm-validations.aws.")


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each new record that is neither an alias of a load balancer nor a validation of ACM."""
    for record in plan.of_type(_RECORD):
        new = record.verb == "create" and mode is Mode.STEADY and record.after.get("type") not in DELEGATING
        if new and not _is_of_this_code(record, plan):
            detail = f"a new name: {record.after.get('type')} {str(record.after.get('name'))[:80]}"
            yield finding_on("dns-target", record, detail, severity=Severity.REPORTED)


def _is_of_this_code(record: Change, plan: Plan) -> bool:
    """Returns True if a record leads to a load balancer of the plan, or proves to ACM that the domain is ours."""
    named = [target for name in ("records", "alias") for target in references(plan.written, record.address, name)]
    if any(target.partition(".")[0] in (*_BALANCERS, "aws_acm_certificate") for target in named):
        return True
    if empty(record.after.get("alias")):
        values = [str(each) for each in as_list(record.after.get("records"))]
        return bool(values) and all(each.endswith(_OF_ACM) or _is_private(each) for each in values)
    names = {_plain(one.after.get("dns_name")) for one in plan.of_type(*_BALANCERS)}
    return all(_plain(one.get("name")) in names for one in blocks(record.after.get("alias")))


def _is_private(value: str) -> bool:
    """Returns True for an address of a private network, which nobody outside of it reaches."""
    return not is_wide(value) and not is_public(value)


def _plain(name: object) -> str:
    """Returns a DNS name in lower case, without a last dot and the prefix that the console writes."""
    return str(name or "-").lower().rstrip(".").removeprefix("dualstack.")
