"""Resource policies and rotations of secrets. In: the AWS reader, settings. Out: live parts, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live
from imports.resource_type import GeneratedConfig
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import Read, part, read_parts

SECRET = "aws_secretsmanager_secret"
POLICY, ROTATION = f"{SECRET}_policy", f"{SECRET}_rotation"


def policies(aws: Aws, secrets: list[Found]) -> list[Found]:
    """Returns the resource policies of secrets. The call returns no value of a secret."""
    return read_parts(aws, secrets, (_READ_POLICY,))


def rotations(secrets: list[Mapping[str, Any]]) -> list[Found]:
    """Returns the rotations, from the secrets as ListSecrets describes them."""
    rotated = [secret for secret in secrets if secret.get("RotationEnabled")]
    return [live(ROTATION, one["ARN"], {"secret_id": one["ARN"]}, name=f"rotation of {one['Name']}") for one in rotated]


def _policy(owner: Found, reply: Mapping[str, Any]) -> Iterator[Found]:
    if reply.get("ResourcePolicy"):
        yield live(POLICY, owner.id, {"secret_arn": owner.id}, name=f"policy of {owner.name}")


_READ_POLICY = Read(
    service="secretsmanager",
    operation="get_resource_policy",
    asks=lambda owner: {"SecretId": owner.id},
    finds=_policy,
)


def rows(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    """Returns the rows of both types."""
    return (
        part(POLICY, of=SECRET, at="secret_arn", why="on a secret of ours", iam=iam),
        part(
            ROTATION,
            of=SECRET,
            at="secret_id",
            why="of a secret of ours",
            iam=iam,
            # Only Terraform knows it; its default would rotate the secret at the next apply.
            generated=GeneratedConfig(ignores=("rotate_immediately",)),
        ),
    )


SATELLITES = (
    Satellites(
        of=SECRET,
        arguments=("secret_arn", "secret_id"),
        read=(POLICY, ROTATION),
        left_out={
            "aws_secretsmanager_secret_version": "it holds the value, which no call reads",
            "aws_msk_single_scram_secret_association": "it belongs to a cluster of Amazon MSK",
        },
    ),
)
