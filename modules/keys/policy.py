"""The policies of KMS keys: the account always keeps its key, and a service of AWS gets only what it needs.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from __future__ import annotations

from collections.abc import Sequence

from modules.arns import regional
from modules.iam_documents import Statement, document
from settings.account import AwsSettings


def policy(*, encrypts: str, aws: AwsSettings, log_groups: Sequence[str], budget: bool) -> str:
    """Returns the key policy for a kind of data; `log_groups` are the names of the groups that use the key.

    With `budget`, AWS Budgets may publish to the encrypted topic, too.

    The first statement lets IAM policies of this account decide. Without it nobody could change the key again.
    """
    own: Statement = {
        "Sid": "AccountDecides",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{aws.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    admitted = {
        "logs": [_logs(aws, log_groups)],
        "topic": [_publishes("PublishAlarms", "cloudwatch", regional("cloudwatch", "alarm:*", aws=aws), aws)],
    }
    if budget:
        budgets = f"arn:aws:budgets::{aws.account_id}:*"
        admitted["topic"].append(_publishes("PublishBudget", "budgets", budgets, aws))
    return document([own, *admitted.get(encrypts, [])])


def _logs(aws: AwsSettings, log_groups: Sequence[str]) -> Statement:
    """Returns the statement for CloudWatch Logs, limited to log groups.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    arns = [regional("logs", f"log-group:{name}", aws=aws) for name in log_groups]
    return {
        "Sid": "EncryptLogs",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{aws.region}.amazonaws.com"},
        "Action": ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        "Resource": "*",
        "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": arns}},
    }


def _publishes(sid: str, service: str, source_arn: str, aws: AwsSettings) -> Statement:
    """Returns the statement for a service that publishes to an encrypted topic on behalf of this account.

    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    """
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": {
            "ArnLike": {"aws:SourceArn": source_arn},
            "StringEquals": {"aws:SourceAccount": aws.account_id},
        },
    }
