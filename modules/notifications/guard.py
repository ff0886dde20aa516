"""Guarded attributes of topics and subscriptions: encryption, and who is notified.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/sns_topic
"""

from __future__ import annotations

from guard.arguments import DESCRIPTION, REPLACES, TERRAFORM_ONLY, Harmless
from guard.attribute_rules import NoLongerOneOf, NowOneOf, Watch, changed, given, lowered, replaced
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
SNS_TOPIC = (
    Watch(attribute="kms_master_key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="application_failure_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="application_success_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="firehose_failure_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="firehose_success_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="http_failure_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="http_success_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="lambda_failure_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="lambda_success_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="sqs_failure_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="sqs_success_feedback_role_arn", worse=replaced, rule="logging-off", severity=_REPORTED),
    Watch(attribute="application_success_feedback_sample_rate", worse=lowered, rule="logging-off", severity=_REPORTED),
    Watch(attribute="firehose_success_feedback_sample_rate", worse=lowered, rule="logging-off", severity=_REPORTED),
    Watch(attribute="http_success_feedback_sample_rate", worse=lowered, rule="logging-off", severity=_REPORTED),
    Watch(attribute="lambda_success_feedback_sample_rate", worse=lowered, rule="logging-off", severity=_REPORTED),
    Watch(attribute="sqs_success_feedback_sample_rate", worse=lowered, rule="logging-off", severity=_REPORTED),
    Watch(attribute="archive_policy", worse=replaced, rule="retention-shortened"),
    Watch(attribute="content_based_deduplication", worse=changed, rule="delivery-changed"),
    Watch(attribute="delivery_policy", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="fifo_throughput_scope", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="signature_version", worse=lowered, rule="transport-weakened"),
    Watch(attribute="tracing_config", worse=NoLongerOneOf(("Active",)), rule="operations-weakened", severity=_REPORTED),
)
SNS_TOPIC_SUBSCRIPTION = (
    Watch(attribute="endpoint", worse=given, rule="subscriber-added", default="", severity=_REPORTED, shown=True),
    Watch(attribute="endpoint", worse=changed, rule="alarm-weakened"),
    Watch(attribute="protocol", worse=NowOneOf(("http",)), rule="transport-weakened", default="https", shown=True),
    Watch(attribute="filter_policy", worse=changed, rule="alarm-weakened", severity=_REPORTED),
    Watch(attribute="filter_policy_scope", worse=changed, rule="alarm-weakened", severity=_REPORTED),
    Watch(attribute="redrive_policy", worse=replaced, rule="dead-letters-changed"),
    Watch(attribute="delivery_policy", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="raw_message_delivery", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="replay_policy", worse=changed, rule="delivery-changed", severity=_REPORTED),
    Watch(attribute="subscription_role_arn", worse=replaced, rule="role-exchanged", severity=_REPORTED),
)
SNS_TOPIC_HARMLESS: Harmless = {
    DESCRIPTION: ("display_name",),
    REPLACES: (
        "name",
        "name_prefix",
        "fifo_topic",
    ),
}
SNS_TOPIC_POLICY_HARMLESS: Harmless = {
    REPLACES: ("arn",),
}
SNS_TOPIC_SUBSCRIPTION_HARMLESS: Harmless = {
    REPLACES: ("topic_arn",),
    TERRAFORM_ONLY: ("confirmation_timeout_in_minutes", "endpoint_auto_confirms"),
}
