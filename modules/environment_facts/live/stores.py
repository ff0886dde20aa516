"""Databases, queues, buckets, secrets, parameters and repositories that the environment's services use."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from errors import Refused
from modules.environment_facts.things import Thing
from modules.settings import Settings
from reach.model.images import ECR_IMAGE

Item = Mapping[str, Any]


# Members of an instance that the baseline judges.
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
_JUDGED = {
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "BackupRetentionPeriod": "backup_retention_period",
    "CopyTagsToSnapshot": "copy_tags_to_snapshot",
    "DeletionProtection": "deletion_protection",
    "EnabledCloudwatchLogsExports": "enabled_cloudwatch_logs_exports",
    "EngineVersion": "engine_version",
    "IAMDatabaseAuthenticationEnabled": "iam_database_authentication_enabled",
    "KmsKeyId": "kms_key_id",
    "MonitoringInterval": "monitoring_interval",
    "MultiAZ": "multi_az",
    "PerformanceInsightsEnabled": "performance_insights_enabled",
    "PerformanceInsightsKMSKeyId": "performance_insights_kms_key_id",
    "PubliclyAccessible": "publicly_accessible",
    "StorageEncrypted": "storage_encrypted",
}


def read(aws: Aws, settings: Settings, running: Sequence[Thing]) -> list[Thing]:
    """Returns the stores that the settings or running containers name."""
    databases = aws.listing("rds", "describe_db_instances", "DBInstances")
    ours = [one for one in databases if one["DBInstanceIdentifier"] == settings.database.identifier]
    return [
        *(thing for one in ours for thing in _database(one)),
        *aws.each(lambda name: queue(aws, name), sorted({one.name for one in settings.queues.values()})),
        *aws.each(lambda name: _bucket(aws, name), sorted({one.name for one in settings.buckets.values()})),
        *(_secret(one) for one in aws.listing("secretsmanager", "list_secrets", "SecretList")),
        *_parameters(aws, settings, ours, running),
        *aws.each(lambda name: _repository(aws, name), _repositories(aws, running)),
    ]


def _database(instance: Item) -> Iterator[Thing]:
    group = instance.get("DBSubnetGroup", {})
    endpoint, name = instance.get("Endpoint", {}), group.get("DBSubnetGroupName", "")
    secret = instance.get("MasterUserSecret", {}).get("SecretArn")
    values = {
        "identifier": instance["DBInstanceIdentifier"],
        "instance_class": instance.get("DBInstanceClass"),
        "allocated_storage": instance.get("AllocatedStorage"),
        "max_allocated_storage": instance.get("MaxAllocatedStorage"),
        "storage_type": instance.get("StorageType"),
        "multi_az": instance.get("MultiAZ"),
        "backup_retention_period": instance.get("BackupRetentionPeriod"),
        "address": endpoint.get("Address"),
        "port": endpoint.get("Port", 5432),
        "db_subnet_group_name": name,
        "vpc_security_group_ids": [one["VpcSecurityGroupId"] for one in instance.get("VpcSecurityGroups", [])],
        "master_user_secret": [{"secret_arn": secret}] if secret else None,
        "arn": instance.get("DBInstanceArn"),
        "parameter_group_name": next((one["DBParameterGroupName"] for one in instance["DBParameterGroups"]), ""),
        **{name: instance.get(member) for member, name in _JUDGED.items()},
    }
    yield Thing(address=instance["DBInstanceIdentifier"], type="aws_db_instance", values=values)
    subnets = [one["SubnetIdentifier"] for one in group.get("Subnets", [])]
    yield Thing(address=name, type="aws_db_subnet_group", values={"name": name, "subnet_ids": subnets})


def queue(aws: Aws, name: str) -> Thing:
    """Returns a queue; one that does not exist has a type of its own, so that nothing takes it for one."""
    url = f"https://sqs.{aws.region}.amazonaws.com/{aws.account_id}/{name}"
    absent = ("AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist")
    wanted = ["QueueArn", "Policy", "KmsMasterKeyId", "SqsManagedSseEnabled"]
    held = (
        aws.reply_or_absent(
            "sqs", "get_queue_attributes", "Attributes", absent=absent, QueueUrl=url, AttributeNames=wanted
        )
        or {}
    )
    values = {
        "name": name,
        "url": url,
        "arn": held.get("QueueArn"),
        "policy": held.get("Policy", ""),
        "kms_master_key_id": held.get("KmsMasterKeyId", ""),
        "sqs_managed_sse_enabled": held.get("SqsManagedSseEnabled") != "false",
    }
    return Thing(address=url, type="aws_sqs_queue" if held else "absent", values=values)


def _bucket(aws: Aws, name: str) -> Thing:
    absent = ("NoSuchBucketPolicy", "NoSuchBucket")
    policy = aws.reply_or_absent("s3", "get_bucket_policy", "Policy", absent=absent, Bucket=name)
    return Thing(address=name, type="aws_s3_bucket", values={"bucket": name, "policy": policy or ""})


def _secret(secret: Item) -> Thing:
    values = {
        "arn": secret["ARN"],
        "name": secret["Name"],
        "kms_key_id": secret.get("KmsKeyId", ""),
        "rotation_enabled": secret.get("RotationEnabled", False),
    }
    return Thing(address=secret["ARN"], type="aws_secretsmanager_secret", values=values)


def _parameters(aws: Aws, settings: Settings, databases: Sequence[Item], running: Sequence[Thing]) -> Iterator[Thing]:
    """Yields the parameters that containers inject. Their values follow from the sources in the settings."""
    values = _values(settings, databases)
    names = sorted(_injected(running))
    for start in range(0, len(names), 50):
        one = {"Key": "Name", "Option": "Equals", "Values": names[start : start + 50]}
        for held in aws.listing("ssm", "describe_parameters", "Parameters", ParameterFilters=[one]):
            key = held.get("KeyId", "") if held["Type"] == "SecureString" else ""
            known = {"name": held["Name"], "type": held["Type"], "value": values.get(held["Name"], ""), "key_id": key}
            yield Thing(address=held["Name"], type="aws_ssm_parameter", values=known)


def _values(settings: Settings, databases: Sequence[Item]) -> dict[str, str]:
    """Returns parameter -> value, for those whose value comes from a resource."""
    host = next((one.get("Endpoint", {}).get("Address", "") for one in databases), "")
    sources = {"database.host": host}
    sources |= {f"buckets.{key}.name": one.name for key, one in settings.buckets.items()}
    url = f"https://sqs.{settings.aws.region}.amazonaws.com/{settings.aws.account_id}"
    sources |= {f"queues.{key}.url": f"{url}/{one.name}" for key, one in settings.queues.items()}
    return {one.name: sources[one.source] for one in settings.parameters.values() if one.source in sources}


def _injected(running: Sequence[Thing]) -> set[str]:
    """Returns the names of the parameters that running task definitions inject."""
    found = set()
    for container in _containers(running):
        for one in container.get("secrets", []):
            source = one["valueFrom"]
            if ":secretsmanager:" not in source:
                found.add(f"/{source.partition(':parameter/')[2]}" if source.startswith("arn:") else source)
    return found


def _repositories(aws: Aws, running: Sequence[Thing]) -> list[str]:
    """Returns the repositories of this account and region that running images come from."""
    images = [ECR_IMAGE.match(str(container.get("image", ""))) for container in _containers(running)]
    return sorted(
        {one["repository"] for one in images if one and (one["account"], one["region"]) == (aws.account_id, aws.region)}
    )


def _repository(aws: Aws, name: str) -> Thing:
    """Returns a repository; one that does not exist has a type of its own, so that nothing takes it for one."""
    absent = ("RepositoryNotFoundException",)
    held = aws.reply_or_absent("ecr", "describe_repositories", "repositories", absent=absent, repositoryNames=[name])
    if not held:
        return Thing(address=name, type="absent", values={})
    policy = aws.reply_or_absent(
        "ecr", "get_repository_policy", "policyText", absent=("RepositoryPolicyNotFoundException",), repositoryName=name
    )
    scans = held[0].get("imageScanningConfiguration", {}).get("scanOnPush", False)
    values = {
        "name": name,
        "arn": held[0]["repositoryArn"],
        "policy": policy or "",
        "image_tags": _tags(aws, name),
        "image_tag_mutability": held[0].get("imageTagMutability"),
        "image_scanning_configuration": {"scan_on_push": scans},
        "encryption_configuration": {
            "encryption_type": held[0].get("encryptionConfiguration", {}).get("encryptionType", "AES256")
        },
    }
    return Thing(address=name, type="aws_ecr_repository", values=values)


def _tags(aws: Aws, repository: str) -> list[str] | None:
    """Returns the tags of a repository; None, which is not known, if they may not be listed: discovery does not."""
    try:
        images = aws.listing("ecr", "list_images", "imageIds", repositoryName=repository)
    except Refused:
        return None
    return [one["imageTag"] for one in images if "imageTag" in one]


def _containers(running: Sequence[Thing]) -> Iterator[Mapping[str, Any]]:
    for one in running:
        if one.type == "aws_ecs_task_definition":
            yield from json.loads(one.values["container_definitions"])
