"""Controls of the account, which no stack of an environment holds: the live audit looks for them."""

from __future__ import annotations

from audit.safety.control import OUTSIDE, Control
from audit.safety.facts import ACCOUNT, Facts, Resource

_TRAIL = "aws_cloudtrail"
_DETECTOR = "aws_guardduty_detector"


def _no_trail(account: Resource, facts: Facts) -> str:
    trails = [one for one in facts.of(_TRAIL) if one.get("is_multi_region_trail") and one.get("enable_logging")]
    return "" if trails else "no trail of CloudTrail records the events of all regions"


def _not_validated(trail: Resource, facts: Facts) -> str:
    return "" if trail.get("enable_log_file_validation") is True else "its log files are not validated"


def _not_encrypted(trail: Resource, facts: Facts) -> str:
    return "" if trail.get("kms_key_id") else "its log files are not encrypted with KMS"


def _no_detector(account: Resource, facts: Facts) -> str:
    return "" if any(one.get("enable") for one in facts.of(_DETECTOR)) else "GuardDuty is off in this region"


CONTROLS = (
    Control(
        id="CloudTrail.1",
        title="CloudTrail should be enabled and configured with at least one multi-Region trail",
        of=(ACCOUNT,),
        needs=(_TRAIL,),
        fault=_no_trail,
        expected="a trail of all regions that is logging",
        cure="aws cloudtrail create-trail --is-multi-region-trail, then start-logging",
        changes=OUTSIDE,
        cis="3.1",
    ),
    Control(
        id="CloudTrail.2",
        title="CloudTrail should have encryption at-rest enabled",
        of=(_TRAIL,),
        fault=_not_encrypted,
        expected="a KMS key",
        cure="aws cloudtrail update-trail --kms-key-id KEY",
        changes=OUTSIDE,
        cis="3.5",
    ),
    Control(
        id="CloudTrail.4",
        title="CloudTrail log file validation should be enabled",
        of=(_TRAIL,),
        fault=_not_validated,
        expected="log file validation",
        cure="aws cloudtrail update-trail --enable-log-file-validation",
        changes=OUTSIDE,
        cis="3.2",
    ),
    Control(
        id="GuardDuty.1",
        title="GuardDuty should be enabled",
        of=(ACCOUNT,),
        needs=(_DETECTOR,),
        fault=_no_detector,
        expected="a detector that is enabled",
        cure="aws guardduty create-detector --enable",
        changes=OUTSIDE,
    ),
)
# Types that neither settings nor plans of an environment show.
HIDDEN = frozenset({_TRAIL, _DETECTOR})
