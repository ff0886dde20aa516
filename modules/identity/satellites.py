"""Instance profiles on our roles, and people who have a role's own policy. In: the AWS reader. Out: live parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from imports.resource_type import attribute, joined
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import Read, part, read_parts

ROLE, POLICY = "aws_iam_role", "aws_iam_policy"
PROFILE, ON_USER, ON_GROUP = (
    "aws_iam_instance_profile",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
)


def profiles(aws: Aws, roles: Sequence[str]) -> list[Found]:
    """Returns the instance profiles of roles."""
    return read_parts(aws, [live(ROLE, name, {"name": name}) for name in roles], (_PROFILES,))


def attached_elsewhere(aws: Aws, policies: Sequence[Found]) -> list[Found]:
    """Returns the attachments of shared policies to users and groups."""
    return read_parts(aws, [one for one in policies if one.facts["shared"]], (_USERS, _GROUPS))


def _profiles(owner: Found, found: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    for one in found:
        name = one["InstanceProfileName"]
        yield live(PROFILE, name, {"role": owner.id, "name": name}, name=name)


def _attached(type_: str, key: str, kind: str) -> Any:
    def finds(owner: Found, found: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
        for one in found:
            facts = {"policy_arn": owner.id, kind: one[key]}
            yield live(type_, f"{one[key]}/{owner.id}", facts, name=f"{owner.name} on {one[key]}")

    return finds


_PROFILES = Read(
    service="iam",
    operation="list_instance_profiles_for_role",
    listed="InstanceProfiles",
    asks=lambda owner: {"RoleName": owner.id},
    finds=_profiles,
)
_USERS = Read(
    service="iam",
    operation="list_entities_for_policy",
    listed="PolicyUsers",
    asks=lambda owner: {"PolicyArn": owner.id},
    finds=_attached(ON_USER, "UserName", "user"),
)
_GROUPS = Read(
    service="iam",
    operation="list_entities_for_policy",
    listed="PolicyGroups",
    asks=lambda owner: {"PolicyArn": owner.id},
    finds=_attached(ON_GROUP, "GroupName", "group"),
)


def rows(iam_role: IamResource, iam_policy: IamResource) -> tuple[ResourceType, ...]:
    """Returns the rows of the three types."""
    role, policy = (iam_role,), (iam_policy,)
    return (
        part(PROFILE, of=ROLE, at="role", why="on a role of ours", iam=role, import_id=attribute("name")),
        part(
            ON_USER, of=POLICY, at="policy_arn", why="a user has it", iam=policy, import_id=joined("user", "policy_arn")
        ),
        part(
            ON_GROUP,
            of=POLICY,
            at="policy_arn",
            why="a group has it",
            iam=policy,
            import_id=joined("group", "policy_arn"),
        ),
    )


_EXCLUSIVE = "it is another form of the policies: it removes those that it does not list"
_USER = "it is a resource of another service that uses the role"
SATELLITES = (
    Satellites(
        of=ROLE,
        arguments=("role", "role_name"),
        read=("aws_iam_role_policy", "aws_iam_role_policy_attachment", PROFILE),
        left_out={
            "aws_iam_role_policies_exclusive": _EXCLUSIVE,
            "aws_iam_role_policy_attachments_exclusive": _EXCLUSIVE,
            "aws_s3_bucket_replication_configuration": "it is a part of a bucket, and is found there",
            **dict.fromkeys(
                (
                    "aws_elastictranscoder_pipeline",
                    "aws_glue_crawler",
                    "aws_grafana_role_association",
                    "aws_guardduty_malware_protection_plan",
                    "aws_lambda_function",
                    "aws_quicksight_role_membership",
                    "aws_transfer_user",
                ),
                _USER,
            ),
        },
    ),
    Satellites(
        of=POLICY,
        arguments=("policy_arn",),
        read=("aws_iam_role_policy_attachment", ON_USER, ON_GROUP),
        left_out={
            "aws_iam_policy_attachment": "another form of the attachments: it removes those that it does not list",
            "aws_eks_access_policy_association": "policies of EKS access are no policies of IAM",
        },
    ),
)
