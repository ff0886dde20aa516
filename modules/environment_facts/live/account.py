"""Resources of the account beside the environment: trails of CloudTrail and the detector of GuardDuty."""

from __future__ import annotations

from collections.abc import Iterator

from aws.reader import Aws
from modules.environment_facts.things import Thing


def read(aws: Aws) -> list[Thing]:
    """Returns the trails that record this region, and the detectors of the region."""
    return [*_trails(aws), *_detectors(aws)]


def _trails(aws: Aws) -> Iterator[Thing]:
    for trail in aws.listing("cloudtrail", "describe_trails", "trailList"):
        arn = trail["TrailARN"]
        values = {
            "arn": arn,
            "name": trail["Name"],
            "is_multi_region_trail": trail.get("IsMultiRegionTrail", False),
            "enable_log_file_validation": trail.get("LogFileValidationEnabled", False),
            "kms_key_id": trail.get("KmsKeyId", ""),
            "enable_logging": aws.reply("cloudtrail", "get_trail_status", "IsLogging", Name=arn),
        }
        yield Thing(address=arn, type="aws_cloudtrail", values=values)


def _detectors(aws: Aws) -> Iterator[Thing]:
    for id_ in aws.listing("guardduty", "list_detectors", "DetectorIds"):
        status = aws.reply("guardduty", "get_detector", "Status", DetectorId=id_)
        yield Thing(address=id_, type="aws_guardduty_detector", values={"id": id_, "enable": status == "ENABLED"})
