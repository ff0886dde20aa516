"""Evaluation of policies, and users bound by them."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.account import ACCOUNT_ID, REGION, Account, unique


def wildcards_are_stars_and_question_marks(aws: Account) -> None:
    name = unique("bucket")
    for bucket in (f"{name}.kept", f"{name}xkept"):
        aws.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    some = {"Effect": "Allow", "Action": "s3:getbucketversioning", "Resource": f"arn:aws:s3:::{name[:-1]}?.k*"}
    s3 = _user(aws, some).client("s3")
    s3.get_bucket_versioning(Bucket=f"{name}.kept")
    with pytest.raises(ClientError, match="s3:GetBucketVersioning"):
        s3.get_bucket_versioning(Bucket=f"{name}xkept")


def a_statement_whose_condition_is_not_met_says_nothing(aws: Account) -> None:
    anything: dict[str, Any] = {"Effect": "Allow", "Action": ["ecs:*", "iam:PassRole"], "Resource": "*"}
    to_lambda = {"Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}
    role = f"arn:aws:iam::{ACCOUNT_ID}:role/task"
    task: dict[str, Any] = {"family": unique("task"), "containerDefinitions": [], "taskRoleArn": role}
    with pytest.raises(ClientError, match=r"iam:PassRole on resource: arn:aws:iam::\d+:role/task"):
        _user(aws, {**anything, "Action": "ecs:*"}, {**anything, **to_lambda}).client("ecs").register_task_definition(
            **task
        )
    denied = {**anything, **to_lambda, "Effect": "Deny"}
    _user(aws, anything, denied).client("ecs").register_task_definition(**task)


def _user(aws: Account, *statements: Any) -> Account:
    """Returns the account as a new user sees it, with these permissions only."""
    iam, name = aws.client("iam"), unique("user")
    iam.create_user(UserName=name)
    document = {"Version": "2012-10-17", "Statement": statements}
    iam.put_user_policy(UserName=name, PolicyName="this", PolicyDocument=json.dumps(document))
    given = iam.create_access_key(UserName=name)["AccessKey"]
    return Account(aws.endpoint, key=given["AccessKeyId"], secret=given["SecretAccessKey"])


BEHAVIOURS = (wildcards_are_stars_and_question_marks, a_statement_whose_condition_is_not_met_says_nothing)
