"""Everything that boto3 reads about the buckets, tables, roles, policies and identity providers of an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from tests.cli.workplace import Workplace

_OF_A_BUCKET = (
    "get_bucket_acl",
    "get_bucket_cors",
    "get_bucket_encryption",
    "get_bucket_lifecycle_configuration",
    "get_bucket_logging",
    "get_bucket_ownership_controls",
    "get_bucket_policy",
    "get_bucket_tagging",
    "get_bucket_versioning",
    "get_object_lock_configuration",
    "get_public_access_block",
)
# What changes without anybody changing a setting.
_COUNTED = ("AttachmentCount", "ItemCount", "RoleLastUsed", "TableSizeBytes")
Snapshot = dict[str, Any]


def snapshot(workplace: Workplace) -> Snapshot:
    """Returns resource -> its settings."""
    return (
        _buckets(workplace.client("s3")) | _tables(workplace.client("dynamodb")) | _identities(workplace.client("iam"))
    )


def changed(before: Snapshot, after: Snapshot) -> dict[str, tuple[Any, Any]]:
    """Returns each resource of the first snapshot that is otherwise in the second, with both settings."""
    return {name: (value, after.get(name)) for name, value in before.items() if value != after.get(name)}


def _buckets(s3: Any) -> Snapshot:
    names = [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]]
    return {f"bucket {name}": {call: _read(getattr(s3, call), Bucket=name) for call in _OF_A_BUCKET} for name in names}


def _tables(dynamodb: Any) -> Snapshot:
    found = Snapshot()
    for name in dynamodb.list_tables()["TableNames"]:
        described = dynamodb.describe_table(TableName=name)["Table"]
        found[f"table {name}"] = {
            "table": _plain(described),
            "tags": _read(dynamodb.list_tags_of_resource, ResourceArn=described["TableArn"]),
            "expiry": _read(dynamodb.describe_time_to_live, TableName=name),
            "backups": _read(dynamodb.describe_continuous_backups, TableName=name)["ContinuousBackupsDescription"][
                "PointInTimeRecoveryDescription"
            ]["PointInTimeRecoveryStatus"],
        }
    return found


def _identities(iam: Any) -> Snapshot:
    found = Snapshot()
    for provider in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]:
        arn = provider["Arn"]
        found[f"provider {arn}"] = _read(iam.get_open_id_connect_provider, OpenIDConnectProviderArn=arn)
    for role in iam.list_roles()["Roles"]:
        name = role["RoleName"]
        inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
        found[f"role {name}"] = {
            "role": _read(iam.get_role, RoleName=name),
            "attached": iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"],
            "inline": [_read(iam.get_role_policy, RoleName=name, PolicyName=policy) for policy in inline],
        }
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        arn, version = policy["Arn"], policy["DefaultVersionId"]
        found[f"policy {arn}"] = {
            "policy": _read(iam.get_policy, PolicyArn=arn),
            "document": _read(iam.get_policy_version, PolicyArn=arn, VersionId=version),
        }
    return found


def _read(call: Any, **arguments: str) -> Any:
    try:
        reply = call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return _plain({key: value for key, value in reply.items() if key != "ResponseMetadata"})


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if key not in _COUNTED}
    return [_plain(item) for item in value] if isinstance(value, list) else value
