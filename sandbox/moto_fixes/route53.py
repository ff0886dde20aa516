"""Route 53: a record that was deleted can be made again, and one that exists cannot."""

from __future__ import annotations

from typing import Any

from moto.route53.exceptions import ResourceRecordAlreadyExists
from moto.route53.models import FakeZone, Route53Backend

from sandbox.moto_fixes.patch import patch


def deleted_records_can_be_made_again() -> None:
    """Refuses a CREATE only if the record exists: moto looks for the same CREATE in the past, and any later record.

    https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html
    Remove when moto has it.
    """
    change = Route53Backend.change_resource_record_sets

    def changed(backend: Route53Backend, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        zone = backend.get_hosted_zone(zoneid)
        created = [each["ResourceRecordSet"] for each in change_list if each["Action"] == "CREATE"]
        for record in created:
            if any(_key(record) == (one.name.strip("."), one.type, one.set_identifier) for one in zone.rrsets):
                raise ResourceRecordAlreadyExists(name=f"{record['Name'].strip('.')}.", _type=record["Type"])
        _forget(zone, [_key(record) for record in created])
        change(backend, zoneid, change_list)

    patch(Route53Backend, "change_resource_record_sets", changed)


def _forget(zone: FakeZone, keys: list[tuple[str, str, str | None]]) -> None:
    """Removes the records that are made now from the changes of the past."""
    zone.rr_changes[:] = [one for one in zone.rr_changes if _key(one["ResourceRecordSet"]) not in keys]


def _key(record: dict[str, Any]) -> tuple[str, str, str | None]:
    return record["Name"].strip("."), record["Type"], record.get("SetIdentifier")


FIXES = (deleted_records_can_be_made_again,)
