"""Denials as AWS and the provider word them, and the IAM actions that the command names."""

import pytest

from terraform.diagnostics.denied_actions import denied
from terraform.diagnostics.error_messages import explain

WHO = "User: arn:aws:iam::437064342167:user/tool is not authorized to perform:"


@pytest.mark.parametrize(
    ("error", "actions"),
    [
        (
            "reading EC2 VPC: operation error EC2: DescribeVpcs, https response error StatusCode: 403, RequestID: 1, "
            f"api error UnauthorizedOperation: You are not authorized to perform this operation. {WHO} ec2:DescribeVpcs"
            " because no identity-based policy allows the ec2:DescribeVpcs action. Encoded authorization failure: x",
            ["ec2:DescribeVpcs"],
        ),
        (
            "setting retention policy: operation error CloudWatch Logs: PutRetentionPolicy, https response error "
            f"StatusCode: 400, RequestID: , api error AccessDeniedException: {WHO}\n logs:PutRetentionPolicy on",
            ["logs:PutRetentionPolicy"],
        ),
        (
            'Unable to access object "dev/terraform.tfstate" in S3 bucket "states": operation error S3: HeadObject, '
            "https response error StatusCode: 403, RequestID: , HostID: , api error Forbidden: Forbidden",
            ["s3:GetObject"],
        ),
        (
            "operation error CloudWatch Logs: DescribeLogGroups, https response error StatusCode: 400, api error "
            "AccessDeniedException: no\noperation error Elastic Load Balancing v2: DescribeRules, https response error "
            "StatusCode: 403, api error AccessDenied: no",
            ["logs:DescribeLogGroups", "elasticloadbalancing:DescribeRules"],
        ),
        ("operation error STS: GetCallerIdentity, StatusCode: 403, api error InvalidClientTokenId: bad token", []),
        ("Saved plan is stale", []),
    ],
)
def test_denied_call_names_the_missing_actions(error: str, actions: list[str]) -> None:
    assert [denial.action for denial in denied(error)] == actions


def test_denied_lock_is_not_reported_as_held() -> None:
    error = (
        "Error acquiring the state lock\nError message: operation error DynamoDB: PutItem, https response error "
        f"StatusCode: 400, RequestID: 1, api error AccessDeniedException: {WHO} dynamodb:PutItem on resource: locks\n"
        "Lock Info:\n  ID:        93ed2b41\n  Path:      p\n  Operation: OperationTypePlan\n  Who:       me@host\n"
        "  Version:   1.11.4\n  Created:   2026-11-23\n  Info:"
    )
    explained = explain((error,))
    assert explained is not None
    assert explained[0] == "not allowed to call dynamodb:PutItem on locks (AccessDeniedException)"
    assert explained[1] == "grant dynamodb:PutItem to these credentials"
