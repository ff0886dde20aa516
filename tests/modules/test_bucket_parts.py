"""Further settings of buckets: what counts as one, and the code that is written for it."""

from typing import Any

import pytest

from imports.normalise import live
from modules.registry import TYPES
from modules.storage.discovery_satellites import READS

BUCKET = live("aws_s3_bucket", "uploads", {"bucket": "uploads"}, name="uploads")
QUEUE = {"QueueArn": "arn:aws:sqs:eu-west-2:437064342167:jobs", "Events": ["s3:ObjectCreated:*"]}
OWNER = {"ID": "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"}
OWN = {"Grantee": OWNER | {"Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}


@pytest.mark.parametrize(
    ("operation", "reply", "expected"),
    [
        ("get_bucket_notification_configuration", {}, False),
        ("get_bucket_notification_configuration", {"QueueConfigurations": [QUEUE]}, True),
        ("get_bucket_notification_configuration", {"EventBridgeConfiguration": {}}, True),
        ("get_bucket_acl", {"Owner": OWNER, "Grants": [OWN]}, False),
        ("get_bucket_acl", {"Owner": OWNER, "Grants": [OWN, {**OWN, "Permission": "READ"}]}, True),
        ("get_bucket_request_payment", {"Payer": "BucketOwner"}, False),
        ("get_bucket_request_payment", {"Payer": "Requester"}, True),
    ],
)
def test_a_setting_counts_unless_every_new_bucket_has_it(operation: str, reply: dict[str, Any], expected: bool) -> None:
    (read,) = [each for each in READS if each.operation == operation]
    said = {**reply, "ResponseMetadata": {"HTTPStatusCode": 200}}
    assert bool(list(read.finds(BUCKET, said))) is expected


@pytest.mark.parametrize(("given", "kept"), [({"days": 30, "years": 0}, "days"), ({"days": 0, "years": 2}, "years")])
def test_default_retention_is_written_in_the_unit_that_is_used(given: dict[str, int], kept: str) -> None:
    generated = TYPES["aws_s3_bucket_object_lock_configuration"].imported.generated
    assert generated.corrects
    body = {"bucket": "uploads", "rule": [{"default_retention": [{"mode": "GOVERNANCE", **given}]}]}
    corrected, _ = generated.corrects(body)
    assert corrected["rule"][0]["default_retention"] == [{"mode": "GOVERNANCE", kept: given[kept]}]


def test_code_of_a_rotation_does_not_rotate_the_secret() -> None:
    assert TYPES["aws_secretsmanager_secret_rotation"].imported.generated.ignores == ("rotate_immediately",)
