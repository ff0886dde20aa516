"""Live values of the account's stack: lock table, identity provider, roles of the workflows and their policies.

In: an emulated account. Out: what boto3 makes in it before `bootstrap`, and the amendments of what the emulator does
not keep.
"""

from __future__ import annotations

import json
from typing import Any

import boto3

from sandbox.overlay.amendment import Amendment
from tests.bootstrap import shapes
from tests.cli.workplace import Workplace
from tests.coverage.live.reads import answer

COPY_REGION = "eu-west-1"
_NAMED = {"TableName": shapes.TABLE}
_ON_DEMAND = {"MaxReadRequestUnits": 400, "MaxWriteRequestUnits": 200}
_KEYS = [{"AttributeName": name, "AttributeType": kind} for name, kind in (("LockID", "S"), ("Owner", "N"))]


def first(workplace: Workplace) -> list[Amendment]:
    """Makes a table with indexes, a stream, a key, expiry and backups, and roles, policies and a provider of a team."""
    shapes.provider_with_tags_and_audiences(workplace)
    shapes.role_of_its_own_form(workplace)
    shapes.attach_policy_that_permits_less(workplace)
    key = workplace.client("kms").create_key()["KeyMetadata"]["Arn"]
    dynamodb = shapes.table(
        workplace,
        AttributeDefinitions=_KEYS,
        BillingMode="PROVISIONED",
        ProvisionedThroughput={"ReadCapacityUnits": 2, "WriteCapacityUnits": 3},
        GlobalSecondaryIndexes=[_index("Owner") | {"ProvisionedThroughput": _provisioned()}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        DeletionProtectionEnabled=True,
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
        Tags=shapes.TAGS,
    )
    dynamodb.update_time_to_live(**_NAMED, TimeToLiveSpecification={"Enabled": True, "AttributeName": "Expires"})
    kept = {"PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 9}
    backups = {"ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": kept}
    table = {"TableClassSummary": {"TableClass": "STANDARD_INFREQUENT_ACCESS"}}
    return [
        answer("dynamodb.DescribeTable", _NAMED, Table=table),
        answer("dynamodb.DescribeContinuousBackups", _NAMED, ContinuousBackupsDescription=backups),
    ]


def second(workplace: Workplace) -> list[Amendment]:
    """Makes what excludes the first: a table on demand with limits, and a copy of it in another region."""
    key = workplace.client("kms").create_key()["KeyMetadata"]["Arn"].replace("eu-west-2", COPY_REGION)
    stream = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
    shapes.table(workplace, AttributeDefinitions=_KEYS, GlobalSecondaryIndexes=[_index("Owner")], **stream)
    _copy(workplace)
    replica = {"RegionName": COPY_REGION, "ReplicaStatus": "ACTIVE", "KMSMasterKeyId": key}
    described = workplace.client("dynamodb").describe_table(**_NAMED)["Table"]
    (index,) = described["GlobalSecondaryIndexes"]
    limited = {**_plain(index), "OnDemandThroughput": _ON_DEMAND}
    table: dict[str, Any] = {
        "OnDemandThroughput": _ON_DEMAND,
        "GlobalSecondaryIndexes": [limited],
        "GlobalTableVersion": "2019.11.21",
        "Replicas": [replica],
    }
    return [answer("dynamodb.DescribeTable", _NAMED, Table=table)]


def _copy(workplace: Workplace) -> None:
    """Makes the table of the other region, with backups."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=COPY_REGION)
    make: Any = session.client
    dynamodb = make("dynamodb", endpoint_url=workplace.sandbox.endpoint)
    dynamodb.create_table(
        **_NAMED,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "LockID", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "LockID", "AttributeType": "S"}],
        Tags=shapes.TAGS,
    )
    dynamodb.update_continuous_backups(**_NAMED, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})


def _index(name: str) -> dict[str, Any]:
    return {
        "IndexName": f"by_{name.lower()}",
        "KeySchema": [{"AttributeName": name, "KeyType": "HASH"}, {"AttributeName": "LockID", "KeyType": "RANGE"}],
        "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["Info"]},
    }


def _provisioned() -> dict[str, int]:
    return {"ReadCapacityUnits": 4, "WriteCapacityUnits": 5}


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))
