"""Shapes in which the resources of the account's stack may exist, made with boto3 in the sandbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace

Shape = Callable[[Workplace], None]
BUCKET = f"counterpromo-tfstate-{ACCOUNT}"
TABLE = "counterpromo-tfstate-lock"
GITHUB = "token.actions.githubusercontent.com"
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{GITHUB}"
ROLE = "counterpromo-dev-plan"
TAGS = [{"Key": "CostCentre", "Value": "4711"}, {"Key": "Owner", "Value": "platform@example.com"}]
READ_ONLY = "arn:aws:iam::aws:policy/AmazonSSMReadOnlyAccess"


def provider_with_tags_and_audiences(workplace: Workplace) -> None:
    workplace.client("iam").create_open_id_connect_provider(
        Url=f"https://{GITHUB}",
        ClientIDList=["sts.amazonaws.com", "https://github.com/orchard"],
        ThumbprintList=["6938fd4d98bab03faadb97b34396831e3780aea1", "1c58a3a8518e8759bf075b76b750d4f2df264fcd"],
        Tags=TAGS,
    )


def provider_for_somebody_else(workplace: Workplace) -> None:
    workplace.client("iam").create_open_id_connect_provider(Url=f"https://{GITHUB}", ClientIDList=["somebody-else"])


def bucket(workplace: Workplace, **more: Any) -> Any:
    s3 = workplace.client("s3")
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION}, **more)
    return s3


def bucket_with_tags(workplace: Workplace) -> None:
    bucket(workplace).put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": TAGS})


def bucket_with_suspended_versioning(workplace: Workplace) -> None:
    bucket(workplace).put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Suspended"})


def bucket_with_a_kms_key(workplace: Workplace) -> None:
    key = workplace.client("kms").create_key()["KeyMetadata"]["Arn"]
    default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    bucket(workplace).put_bucket_encryption(
        Bucket=BUCKET,
        ServerSideEncryptionConfiguration={
            "Rules": [{"ApplyServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]
        },
    )


def bucket_with_a_policy_and_rules(workplace: Workplace) -> None:
    """Another policy, expiry, ownership, access logs: `aws_s3_bucket_policy` differs, the rest is not in the code."""
    s3 = bucket(workplace)
    statement = {
        "Sid": "OnlyHere",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:DeleteBucket",
        "Resource": f"arn:aws:s3:::{BUCKET}",
    }
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
    rule = {
        "ID": "old",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
    }
    s3.put_bucket_lifecycle_configuration(Bucket=BUCKET, LifecycleConfiguration={"Rules": [rule]})
    s3.put_bucket_ownership_controls(
        Bucket=BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    )


def bucket_without_an_access_block(workplace: Workplace) -> None:
    bucket(workplace).delete_public_access_block(Bucket=BUCKET)


def bucket_with_half_an_access_block(workplace: Workplace) -> None:
    bucket(workplace).put_public_access_block(
        Bucket=BUCKET,
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": False,
            "BlockPublicPolicy": False,
            "RestrictPublicBuckets": True,
        },
    )


def bucket_with_object_lock(workplace: Workplace) -> None:
    bucket(workplace, ObjectLockEnabledForBucket=True)


def table(workplace: Workplace, **more: Any) -> Any:
    dynamodb = workplace.client("dynamodb")
    defaults: dict[str, Any] = {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "LockID", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "LockID", "AttributeType": "S"}],
    }
    dynamodb.create_table(TableName=TABLE, **(defaults | more))
    return dynamodb


def table_with_provisioned_capacity(workplace: Workplace) -> None:
    capacity = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 3}
    table(workplace, BillingMode="PROVISIONED", ProvisionedThroughput=capacity, Tags=TAGS)


def table_with_an_index_and_a_stream(workplace: Workplace) -> None:
    index = {
        "IndexName": "by_owner",
        "KeySchema": [{"AttributeName": "Owner", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    table(
        workplace,
        AttributeDefinitions=[
            {"AttributeName": "LockID", "AttributeType": "S"},
            {"AttributeName": "Owner", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[index],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )


def table_protected_and_expiring(workplace: Workplace) -> None:
    key = workplace.client("kms").create_key()["KeyMetadata"]["Arn"]
    dynamodb = table(
        workplace,
        DeletionProtectionEnabled=True,
        TableClass="STANDARD_INFREQUENT_ACCESS",
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
    )
    dynamodb.update_time_to_live(TableName=TABLE, TimeToLiveSpecification={"Enabled": True, "AttributeName": "Expires"})
    dynamodb.update_continuous_backups(
        TableName=TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )


def trust(*subjects: str, **more: Any) -> str:
    """Returns a trust policy for GitHub's workflows with these subjects, and further members of the statement."""
    condition = {
        "StringLike": {f"{GITHUB}:sub": list(subjects)},
        "StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"},
    }
    statement = {
        "Effect": "Allow",
        "Principal": {"Federated": PROVIDER},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": condition,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | more]})


OURS = trust("repo:counterpromo/infrastructure:pull_request", "repo:counterpromo/infrastructure:ref:refs/heads/release")


def role(workplace: Workplace, **more: Any) -> Any:
    iam = workplace.client("iam")
    iam.create_role(**({"RoleName": ROLE, "AssumeRolePolicyDocument": OURS} | more))
    return iam


def role_of_its_own_form(workplace: Workplace) -> None:
    """Path, boundary, description, session length and tags of its own, and trust in another branch."""
    document = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
    boundary = workplace.client("iam").create_policy(PolicyName="limits", PolicyDocument=document)["Policy"]["Arn"]
    role(
        workplace,
        Path="/ci/",
        Description="Terraform's plan",
        MaxSessionDuration=43200,
        PermissionsBoundary=boundary,
        Tags=TAGS,
    )


def role_that_trusts_the_account(workplace: Workplace) -> None:
    role(
        workplace,
        AssumeRolePolicyDocument=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )


def role_that_nobody_may_assume(workplace: Workplace) -> None:
    role(workplace, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))


def role_with_further_policies_that_read(workplace: Workplace) -> None:
    iam = role(workplace)
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=READ_ONLY)
    statement = {"Effect": "Allow", "Action": ["ec2:Describe*", "s3:ListAllMyBuckets"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": statement})
    iam.put_role_policy(RoleName=ROLE, PolicyName="look", PolicyDocument=document)


def policy_that_permits_less(workplace: Workplace) -> None:
    """Attached, with a description, a path and tags."""
    role(workplace)
    attach_policy_that_permits_less(workplace)


def attach_policy_that_permits_less(workplace: Workplace) -> None:
    """Makes a policy with a description, a path and tags, and attaches it to the role."""
    iam = workplace.client("iam")
    statement = {"Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*"}
    made = iam.create_policy(
        PolicyName=f"{ROLE}-1",
        Path="/ci/",
        Description="for Terraform",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
        Tags=TAGS,
    )
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=made["Policy"]["Arn"])


ADOPTED: tuple[Shape, ...] = (
    provider_with_tags_and_audiences,
    provider_for_somebody_else,
    bucket_with_tags,
    bucket_with_suspended_versioning,
    bucket_with_a_kms_key,
    bucket_with_a_policy_and_rules,
    bucket_without_an_access_block,
    bucket_with_half_an_access_block,
    bucket_with_object_lock,
    table_with_provisioned_capacity,
    table_with_an_index_and_a_stream,
    table_protected_and_expiring,
    role_of_its_own_form,
    role_that_trusts_the_account,
    role_that_nobody_may_assume,
    role_with_further_policies_that_read,
    policy_that_permits_less,
)
