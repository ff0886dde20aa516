"""Answers about databases, queues, topics, tables, secrets, parameters, log groups and budgets: the members that the
provider has no argument for.
"""

from __future__ import annotations

from modules.answers.answer import Answer, by, listed, whole

_OF_QUEUES = frozenset(
    {
        "ContentBasedDeduplication",
        "DeduplicationScope",
        "DelaySeconds",
        "FifoQueue",
        "FifoThroughputLimit",
        "KmsDataKeyReusePeriodSeconds",
        "KmsMasterKeyId",
        "MaximumMessageSize",
        "MessageRetentionPeriod",
        "Policy",
        "ReceiveMessageWaitTimeSeconds",
        "RedriveAllowPolicy",
        "RedrivePolicy",
        "SqsManagedSseEnabled",
        "VisibilityTimeout",
        # Set by AWS alone: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
        "ApproximateNumberOfMessages",
        "ApproximateNumberOfMessagesDelayed",
        "ApproximateNumberOfMessagesNotVisible",
        "CreatedTimestamp",
        "LastModifiedTimestamp",
        "QueueArn",
    }
)
_PROTOCOLS = ("HTTP", "Firehose", "Lambda", "Application", "SQS")
_FEEDBACK = ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")
_OF_TOPICS = frozenset(
    {
        "ArchivePolicy",
        "ContentBasedDeduplication",
        "DeliveryPolicy",
        "DisplayName",
        "FifoThroughputScope",
        "FifoTopic",
        "KmsMasterKeyId",
        "Policy",
        "SignatureVersion",
        "TracingConfig",
        *(f"{protocol}{each}" for protocol in _PROTOCOLS for each in _FEEDBACK),
        # Set by AWS alone: https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html
        "BeginningArchiveTime",
        "EffectiveDeliveryPolicy",
        "Owner",
        "SubscriptionsConfirmed",
        "SubscriptionsDeleted",
        "SubscriptionsPending",
        "TopicArn",
    }
)
_PRIMARY_VIEW = "arn:aws*:billing::*:billingview/primary"

ANSWERS: tuple[Answer, ...] = (
    listed(
        "aws_db_instance",
        "rds.describe_db_instances",
        "DBInstances",
        "DBInstanceIdentifier",
        {
            # https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
            "ActivityStreamStatus": ("stopped",),
            "AutomationMode": ("full",),
            "DBSecurityGroups": (),
            "MultiTenant": (),
            "PendingModifiedValues": (),
            "ProcessorFeatures": (),
            "TdeCredentialArn": (),
        },
    ),
    whole(
        "aws_sqs_queue",
        "sqs.get_queue_attributes",
        "Attributes",
        {},
        asks=lambda live: {"QueueUrl": live.id, "AttributeNames": ["All"]},
        known=_OF_QUEUES,
    ),
    whole("aws_sns_topic", "sns.get_topic_attributes", "Attributes", {}, asks=by("TopicArn"), known=_OF_TOPICS),
    whole(
        "aws_dynamodb_table",
        "dynamodb.describe_table",
        "Table",
        {"MultiRegionConsistency": ("EVENTUAL",), "GlobalTableWitnesses": ()},
        asks=by("TableName"),
    ),
    whole(
        "aws_secretsmanager_secret",
        "secretsmanager.describe_secret",
        "",
        # A replica names the region of its primary secret; the primary names its own.
        {"OwningService": ()},
        asks=by("SecretId"),
    ),
    whole(
        "aws_ssm_parameter",
        "ssm.describe_parameters",
        "Parameters",
        {"Policies": ()},
        asks=lambda live: {"ParameterFilters": [{"Key": "Name", "Option": "Equals", "Values": [live.id]}]},
        named="Name",
    ),
    listed(
        "aws_cloudwatch_log_group",
        "logs.describe_log_groups",
        "logGroups",
        "logGroupName",
        {"dataProtectionStatus": ("DELETED", "ARCHIVED", "DISABLED")},
        asks=by("logGroupNamePrefix"),
    ),
    listed(
        "aws_budgets_budget",
        "budgets.describe_budgets",
        "Budgets",
        "BudgetName",
        {"BillingViewArn": (_PRIMARY_VIEW,)},
        asks=lambda live: {"AccountId": live.facts["account_id"]},
    ),
)
