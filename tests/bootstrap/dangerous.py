"""Shapes that bootstrap must not adopt, each with the words of the refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tests.bootstrap.shapes import BUCKET, GITHUB, ROLE, Shape, bucket, role, table, trust
from tests.cli.workplace import Workplace

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def public_policy(workplace: Workplace) -> None:
    s3 = bucket(workplace)
    s3.delete_public_access_block(Bucket=BUCKET)
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


def public_acl(workplace: Workplace) -> None:
    s3 = bucket(workplace)
    s3.delete_public_access_block(Bucket=BUCKET)
    s3.put_bucket_acl(Bucket=BUCKET, ACL="public-read")


def wildcard_subject(workplace: Workplace) -> None:
    role(workplace, AssumeRolePolicyDocument=trust("repo:counterpromo/*"))


def other_repository(workplace: Workplace) -> None:
    role(workplace, AssumeRolePolicyDocument=trust("repo:somebody/infrastructure:pull_request"))


def every_repository(workplace: Workplace) -> None:
    condition = {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}
    role(workplace, AssumeRolePolicyDocument=trust(Condition=condition))


def other_account(workplace: Workplace) -> None:
    principal = {"AWS": "arn:aws:iam::111122223333:root"}
    role(workplace, AssumeRolePolicyDocument=trust(Principal=principal, Action="sts:AssumeRole", Condition={}))


def administrator(workplace: Workplace) -> None:
    role(workplace).attach_role_policy(RoleName=ROLE, PolicyArn=ADMINISTRATOR)


def inline_policy_that_writes(workplace: Workplace) -> None:
    statement = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    role(workplace).put_role_policy(RoleName=ROLE, PolicyName="more", PolicyDocument=document)


def policy_that_permits_more(workplace: Workplace) -> None:
    iam = role(workplace)
    statement = {"Effect": "Allow", "Action": ["ec2:*", "secretsmanager:Get*"], "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    made = iam.create_policy(PolicyName=f"{ROLE}-1", PolicyDocument=document)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=ROLE, PolicyArn=made)


def table_with_another_key(workplace: Workplace) -> None:
    table(
        workplace,
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "N"}],
    )


REFUSED: Mapping[Shape, str] = {
    public_policy: "the state bucket is public: its bucket policy gives everybody access",
    public_acl: "the state bucket is public: its access control list gives everybody access",
    wildcard_subject: "the subject repo:counterpromo/* has a wildcard",
    other_repository: "is not of the repository counterpromo/infrastructure",
    every_repository: "workflows of every repository on GitHub may assume it",
    other_account: "of another account may assume it",
    administrator: "AdministratorAccess on counterpromo-dev-plan",
    inline_policy_that_writes: "policies that permit more than the code: more (aws_iam_role_policy)",
    policy_that_permits_more: "the policy permits more than the code: ec2:*, secretsmanager:Get*",
    table_with_another_key: "its key is Id (N); expected: LockID (S)",
}
