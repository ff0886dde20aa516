"""Returns what AWS checks for a call: IAM's action on each ARN, and further actions that the call needs.

Input: a Call. Output: Checks. The ARN is `*` if an action cannot be restricted to a resource:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.authorization import arns
from sandbox.authorization.calls import Call

# Actions with another name than their operation:
# https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html
_ACTIONS = {
    "budgets:CreateBudget": "budgets:ModifyBudget",
    "budgets:CreateNotification": "budgets:ModifyBudget",
    "budgets:CreateSubscriber": "budgets:ModifyBudget",
    "budgets:DeleteBudget": "budgets:ModifyBudget",
    "budgets:DeleteNotification": "budgets:ModifyBudget",
    "budgets:DeleteSubscriber": "budgets:ModifyBudget",
    "budgets:DescribeBudget": "budgets:ViewBudget",
    "budgets:DescribeBudgets": "budgets:ViewBudget",
    "budgets:DescribeNotificationsForBudget": "budgets:ViewBudget",
    "budgets:DescribeSubscribersForNotification": "budgets:ViewBudget",
    "budgets:UpdateBudget": "budgets:ModifyBudget",
    "budgets:UpdateNotification": "budgets:ModifyBudget",
    "budgets:UpdateSubscriber": "budgets:ModifyBudget",
    "s3:GetBucketNotificationConfiguration": "s3:GetBucketNotification",
    "s3:ListBucketAnalyticsConfigurations": "s3:GetAnalyticsConfiguration",
    "s3:ListBucketIntelligentTieringConfigurations": "s3:GetIntelligentTieringConfiguration",
    "s3:ListBucketInventoryConfigurations": "s3:GetInventoryConfiguration",
    "s3:ListBucketMetricsConfigurations": "s3:GetMetricsConfiguration",
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:DeleteBucketTagging": "s3:PutBucketTagging",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetBucketAccelerateConfiguration": "s3:GetAccelerateConfiguration",
    "s3:GetBucketCors": "s3:GetBucketCORS",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:GetBucketReplication": "s3:GetReplicationConfiguration",
    "s3:GetObjectLockConfiguration": "s3:GetBucketObjectLockConfiguration",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:ListBuckets": "s3:ListAllMyBuckets",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
}
# Who gives tags to what it makes needs leave to tag, too.
_TAGGING = {
    "acm": "AddTagsToCertificate",
    "application-autoscaling": "TagResource",
    "cloudwatch": "TagResource",
    "dynamodb": "TagResource",
    "ec2": "CreateTags",
    "ecr": "TagResource",
    "ecs": "TagResource",
    "elasticloadbalancing": "AddTags",
    "logs": "TagResource",
    "rds": "AddTagsToResource",
    "secretsmanager": "TagResource",
    "sns": "TagResource",
    "sqs": "TagQueue",
    "ssm": "AddTagsToResource",
}
_TAGGING_IDENTITY = {
    "CreateOpenIDConnectProvider": "TagOpenIDConnectProvider",
    "CreatePolicy": "TagPolicy",
    "CreateRole": "TagRole",
}
_MAKING = ("Authorize", "Create", "Put", "Register", "Request")
_TAGS = ("TagSpecifications", "Tags", "tags")
# Calls that hand a role to a service: the parameters it stands in, and the service.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
_PASSED = {
    "ec2:CreateFlowLogs": (("DeliverLogsPermissionArn",), "vpc-flow-logs.amazonaws.com"),
    "ecs:RegisterTaskDefinition": (("taskRoleArn", "executionRoleArn"), "ecs-tasks.amazonaws.com"),
    "ecs:RunTask": (("taskRoleArn", "executionRoleArn"), "ecs-tasks.amazonaws.com"),
}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One question to IAM: an action on an ARN."""

    action: str
    arn: str
    context: Mapping[str, str] = field(default_factory=dict)


def of(call: Call, *, account_id: str) -> Iterator[Check]:
    """Returns the checks of a call; all of them must be allowed."""
    context = _context(call, account_id=account_id)
    operation = f"{call.service}:{call.name}"
    action = _ACTIONS.get(operation, operation)
    named = list(arns.of(call, account_id=account_id)) or ["*"]
    yield from (Check(action=action, arn=arn, context=context) for arn in named)
    yield from _tagging(call, named)
    roles, service = _PASSED.get(action, ((), ""))
    holder = arns.task_definition(call, account_id=account_id) if call.name == "RunTask" else call.parameters
    for role in filter(None, map(holder.get, roles)):
        to = {"iam:PassedToService": service}
        yield Check(action="iam:PassRole", arn=_role(role, account_id=account_id), context=to)


def _context(call: Call, *, account_id: str) -> dict[str, str]:
    """Returns the condition keys of a call: that of the cluster on which a task is run.

    https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
    """
    if call.name != "RunTask":
        return {}
    cluster = str(call.parameters.get("cluster", "default")).rpartition("/")[2]
    return {"ecs:cluster": f"arn:aws:ecs:{call.region}:{account_id}:cluster/{cluster}"}


def _tagging(call: Call, named: list[str]) -> Iterator[Check]:
    if not call.name.startswith(_MAKING) or call.name == _TAGGING.get(call.service):
        return
    if not any(call.parameters.get(key) for key in _TAGS):
        return
    action = _TAGGING_IDENTITY.get(call.name) or _TAGGING.get(call.service)
    yield from (Check(action=f"{call.service}:{action}", arn=arn) for arn in named if action)


def _role(role: Any, *, account_id: str) -> str:
    return str(role) if str(role).startswith("arn:") else f"arn:aws:iam::{account_id}:role/{role}"
