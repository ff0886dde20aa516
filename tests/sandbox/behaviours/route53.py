"""Route 53 over HTTP."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import Account

RECORD = {"Name": "_a.example.com", "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": "b.example.net"}]}
LATER = {"Name": "z.example.com", "Type": "CNAME", "TTL": 300, "ResourceRecords": [{"Value": "c.example.net"}]}


def deleted_records_can_be_made_again(account: Account) -> None:
    route53 = account.client("route53")
    zone = route53.create_hosted_zone(Name="example.com", CallerReference="deleted-records")["HostedZone"]["Id"]

    def change(*changes: tuple[str, dict[str, object]]) -> None:
        batch = [{"Action": action, "ResourceRecordSet": record} for action, record in changes]
        route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={"Changes": batch})

    change(("CREATE", LATER), ("CREATE", RECORD))
    with pytest.raises(ClientError, match="already exists"):
        change(("CREATE", RECORD))
    change(("DELETE", RECORD))
    change(("CREATE", RECORD))
    listed = route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    assert [each["Name"] for each in listed if each["Type"] == "CNAME"] == ["_a.example.com.", "z.example.com."]


BEHAVIOURS = (deleted_records_can_be_made_again,)
