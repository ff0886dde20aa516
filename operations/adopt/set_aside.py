"""Sets aside what cannot be adopted without a change, so that everything else can: it is withheld like a gap.

`ENV.gaps.json` keeps the address, the id, the reason and what Terraform said; the next import tries again. What holds
data or an identity comes first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from guard.resource_type import UNKNOWN_TYPE, Deletion
from imports.files import ids_file, pins_file, strays_file
from imports.files.pins_file import SetAside
from imports.overlay import withheld
from imports.proof import Finding, Proof
from modules import registry
from operations.adopt.record import Record
from operations.workspace import Workspace
from terraform.diagnostics.by_argument import Diagnostic
from terraform.plan.differences import Difference
from terraform.stack import Address, Stack
from terraform.state.locations import in_s3

_CHANGES = "would "  # how a finding begins that is about a change, not about the wrong resource
# As Terraform words it: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/terraform/node_resource_import.go
_ABSENT = re.compile(r'^Cannot import non-existent remote object: .*? object to "(?P<address>[^"]+)"')
NOT_FOUND = "AWS lists it, and Terraform finds no such resource: it is being deleted, or was just now"


def what_differs(record: Record, proof: Proof, *, draft: Workspace) -> bool:
    """Sets aside the resources that the plan would still change. False if there are none, or if anything else is wrong.

    The wrong resource behind an id, a resource that would be created, and a plan with faults end the import.
    """
    ids = record.outcome.ids
    if any(one.address not in ids or not one.reason.startswith(_CHANGES) for one in proof.findings):
        return False
    return _set_aside(record, [_of_finding(one, ids[one.address]) for one in proof.findings], draft=draft)


def what_failed(record: Record, diagnostics: Sequence[Diagnostic], *, draft: Workspace) -> bool:
    """Sets aside the resources that Terraform could not plan.

    False if no error names one that is to be imported, or if it is about an argument as the settings have it: that is
    a fault of the settings.
    """
    ids, environment = record.outcome.ids, record.environment
    stack = Stack.read(draft.stack_dir(environment))
    pinned = {pin.address for pin in pins_file.read_pins(environment, draft.envs)}
    texts = dict[str, list[str]]()
    for one in diagnostics:
        address = one.address or _named_by_id(one.text, ids)
        of_settings = one.argument and one.argument not in withheld(stack.arguments(address))
        if address in ids and (address in pinned or not of_settings):
            texts.setdefault(address, []).append(one.text)
    stuck = [
        SetAside(
            address=address, id=ids[address], reason="Terraform cannot plan the resource", diagnostics=tuple(lines)
        )
        for address, lines in texts.items()
    ]
    return _set_aside(record, stuck, draft=draft)


def what_is_absent(record: Record, diagnostics: Sequence[Diagnostic], *, draft: Workspace) -> bool:
    """Sets aside what discovery has found and Terraform does not find. False if no error is about that.

    AWS goes on listing some resources that were deleted, and something may be deleted while the import runs.
    """
    ids = record.outcome.ids
    absent = {found["address"]: one.text for one in diagnostics if (found := _ABSENT.match(one.text))}
    stuck = [
        SetAside(address=address, id=ids[address], reason=NOT_FOUND, diagnostics=(text,))
        for address, text in absent.items()
        if address in ids
    ]
    return _set_aside(record, stuck, draft=draft)


def write(record: Record, *, draft: Workspace) -> None:
    """Writes ids and gaps into the draft, as the record has them now."""
    environment, aws, ids = record.environment, record.settings.aws, record.outcome.ids
    pins_file.write_gaps(record.withheld, environment, draft.envs, set_aside=record.set_aside)
    by_address = {**record.earlier_ids, **ids}
    place = in_s3(record.settings.state) if record.settings.state.backend == "s3" else ""
    document = ids_file.Ids(account=aws.account_id, region=aws.region, by_address=by_address, state=place)
    ids_file.write(document, environment, draft.envs)
    ids_file.write_removed(by_address, environment, draft.envs)
    strays = frozenset((one.type, one.id) for one in record.outcome.strays)
    if strays and not record.creates_what_is_missing:
        strays_file.write(strays, environment, draft.envs)


def holds_data(one: SetAside) -> bool:
    """Checks whether the resource holds data or an identity, by the guard's list."""
    row = registry.GUARD.types.get(Address.parse(one.address).type, UNKNOWN_TYPE)
    return row.deletion is Deletion.DATA


def _named_by_id(text: str, ids: Mapping[str, str]) -> str:
    """Returns the address whose import id an error names; empty if it names none or several.

    Terraform gives no address to an error of reading a resource for its import, and the provider names the id.
    """
    named = {address: id_ for address, id_ in ids.items() if re.search(rf"(?<![\w/-]){re.escape(id_)}(?![\w/-])", text)}
    longest = [
        address for address, id_ in named.items() if not any(id_ != other and id_ in other for other in named.values())
    ]
    return longest[0] if len(longest) == 1 else ""


def _set_aside(record: Record, stuck: Sequence[SetAside], *, draft: Workspace) -> bool:
    if not stuck:
        return False
    addresses = {one.address for one in stuck}
    ordered = sorted((*record.set_aside, *stuck), key=lambda one: (not holds_data(one), one.address))
    record.set_aside = tuple(ordered)
    matched = tuple(match for match in record.outcome.matched if match.address not in addresses)
    record.outcome = replace(record.outcome, matched=matched)
    environment = record.environment
    pins = [pin for pin in pins_file.read_pins(environment, draft.envs) if pin.address not in addresses]
    pins_file.write_pins(pins, environment, draft.envs)
    write(record, draft=draft)
    return True


def _of_finding(finding: Finding, id_: str) -> SetAside:
    return SetAside(
        address=finding.address,
        id=id_,
        reason=f"Terraform {finding.reason}, and no setting and no pin prevents it",
        diagnostics=tuple(map(_line, finding.attributes)),
    )


def _line(difference: Difference) -> str:
    before, after = (json.dumps(value, ensure_ascii=False) for value in (difference.before, difference.after))
    return f"{difference.path}: {before} -> {after}"
