"""Queues, topics, secrets, parameters, logs and keys: encryption, how long they keep, who is told.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sqs_queue
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guard.attribute_rules import (
    Became,
    Left,
    Watch,
    changed,
    fewer,
    lowered,
    off,
    on,
    raised,
    removed,
    replaced,
    shortened,
    zeroed,
)
from guard.verdict import Severity
from terraform.plan.values import empty

_REPORTED = Severity.REPORTED


def redirected(before: Any, after: Any) -> bool:
    """Whether dead letters go elsewhere, or nowhere; how often a message is tried first is everyday work."""
    if empty(before):
        return False
    try:
        live, planned = json.loads(before), json.loads(after)
        return bool(live["deadLetterTargetArn"] != planned["deadLetterTargetArn"])
    except (TypeError, ValueError, KeyError):
        return True


TABLE: Mapping[str, tuple[Watch, ...]] = {
    "aws_sqs_queue": (
        Watch(attribute="sqs_managed_sse_enabled", worse=off, rule="encryption-off", born=True),
        Watch(attribute="kms_master_key_id", worse=replaced, rule="encryption-key-changed"),
        Watch(attribute="message_retention_seconds", worse=lowered, rule="retention-shortened"),
        Watch(attribute="redrive_policy", worse=redirected, rule="dead-letters-changed"),
        Watch(attribute="redrive_policy", worse=changed, rule="dead-letters-changed", severity=_REPORTED),
        Watch(attribute="redrive_allow_policy", worse=changed, rule="dead-letters-changed", severity=_REPORTED),
        Watch(attribute="max_message_size", worse=lowered, rule="capacity-lowered"),
        Watch(attribute="visibility_timeout_seconds", worse=lowered, rule="delivery-changed", severity=_REPORTED),
        Watch(attribute="fifo_queue", worse=changed, rule="delivery-changed"),
        Watch(attribute="content_based_deduplication", worse=changed, rule="delivery-changed"),
    ),
    "aws_sqs_queue_redrive_policy": (Watch(attribute="redrive_policy", worse=redirected, rule="dead-letters-changed"),),
    "aws_sns_topic": (Watch(attribute="kms_master_key_id", worse=replaced, rule="encryption-key-changed"),),
    "aws_sns_topic_subscription": (
        Watch(attribute="endpoint", worse=changed, rule="alarm-weakened"),
        Watch(attribute="protocol", worse=Became(("http",)), rule="transport-weakened", born="https", shown=True),
        Watch(attribute="filter_policy", worse=changed, rule="alarm-weakened", severity=_REPORTED),
    ),
    "aws_secretsmanager_secret": (
        Watch(attribute="recovery_window_in_days", worse=lowered, rule="recovery-window-shortened", born=7),
        Watch(attribute="force_overwrite_replica_secret", worse=on, rule="secret-changed", born=False),
        Watch(attribute="kms_key_id", worse=replaced, rule="encryption-key-changed"),
        Watch(attribute="replica", worse=changed, rule="secret-changed"),
    ),
    "aws_secretsmanager_secret_rotation": (
        Watch(attribute="rotation_lambda_arn", worse=changed, rule="secret-changed"),
        Watch(attribute="rotation_rules.0.automatically_after_days", worse=raised, rule="secret-changed"),
    ),
    "aws_ssm_parameter": (
        Watch(attribute="type", worse=Left(("SecureString",)), rule="encryption-off", shown=True),
        Watch(attribute="key_id", worse=replaced, rule="encryption-key-changed"),
        Watch(attribute="overwrite", worse=on, rule="parameter-overwritten", born=False),
        Watch(attribute="name", worse=changed, rule="parameter-overwritten"),
        Watch(attribute="tier", worse=Left(("Advanced",)), rule="capacity-lowered", shown=True),
        Watch(attribute="data_type", worse=changed, rule="parameter-overwritten"),
        Watch(attribute="value", worse=changed, rule="parameter-value", severity=_REPORTED),
        Watch(attribute="insecure_value", worse=changed, rule="parameter-value", severity=_REPORTED),
    ),
    "aws_cloudwatch_log_group": (
        Watch(attribute="retention_in_days", worse=shortened, rule="retention-shortened"),
        Watch(attribute="kms_key_id", worse=replaced, rule="encryption-key-changed"),
        Watch(attribute="skip_destroy", worse=off, rule="retention-shortened", severity=_REPORTED),
        Watch(attribute="log_group_class", worse=changed, rule="logging-off"),
    ),
    "aws_cloudwatch_metric_alarm": (
        Watch(attribute="actions_enabled", worse=off, rule="alarm-weakened"),
        Watch(attribute="alarm_actions", worse=fewer, rule="alarm-weakened"),
        Watch(attribute="threshold", worse=changed, rule="alarm-changed", severity=_REPORTED),
        Watch(attribute="comparison_operator", worse=changed, rule="alarm-changed", severity=_REPORTED),
        Watch(attribute="evaluation_periods", worse=raised, rule="alarm-changed", severity=_REPORTED),
        Watch(attribute="datapoints_to_alarm", worse=raised, rule="alarm-changed", severity=_REPORTED),
        Watch(attribute="treat_missing_data", worse=changed, rule="alarm-changed", severity=_REPORTED),
        Watch(attribute="dimensions", worse=changed, rule="alarm-changed", severity=_REPORTED),
    ),
    "aws_kms_key": (
        Watch(attribute="is_enabled", worse=off, rule="encryption-off"),
        Watch(attribute="enable_key_rotation", worse=off, rule="key-rotation-off"),
        Watch(attribute="deletion_window_in_days", worse=lowered, rule="recovery-window-shortened"),
        Watch(attribute="bypass_policy_lockout_safety_check", worse=on, rule="policy-widened", born=False),
    ),
    "aws_kms_alias": (Watch(attribute="target_key_id", worse=changed, rule="encryption-key-changed"),),
    "aws_cloudtrail": (
        Watch(attribute="enable_logging", worse=off, rule="logging-off"),
        Watch(attribute="enable_log_file_validation", worse=off, rule="logging-off"),
        Watch(attribute="is_multi_region_trail", worse=off, rule="logging-off"),
        Watch(attribute="s3_bucket_name", worse=changed, rule="logging-off"),
        Watch(attribute="kms_key_id", worse=replaced, rule="encryption-key-changed"),
    ),
    "aws_flow_log": (
        Watch(attribute="log_destination", worse=changed, rule="logging-off"),
        Watch(attribute="traffic_type", worse=Left(("ALL",)), rule="logging-off", shown=True),
    ),
    "aws_guardduty_detector": (Watch(attribute="enable", worse=off, rule="logging-off"),),
    "aws_lambda_function": (
        Watch(attribute="reserved_concurrent_executions", worse=zeroed, rule="capacity-lowered"),
        Watch(attribute="dead_letter_config", worse=removed, rule="dead-letters-changed"),
    ),
}
