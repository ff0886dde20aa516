"""Events that AWS makes without anybody: upgrades, rotations, growth, backups."""

from __future__ import annotations

import json
from typing import Any

from sandbox.ageing.event import Account, Event, Owner


def _database(account: Account, **changes: Any) -> None:
    account.client("rds").modify_db_instance(
        DBInstanceIdentifier=f"{account.prefix}-postgres", ApplyImmediately=True, **changes
    )


def _upgrade(account: Account) -> None:
    _database(account, EngineVersion="16.6")


def _rotate_authority(account: Account) -> None:
    _database(account, CACertificateIdentifier="rds-ca-ecc384-g1")


def _grow(account: Account) -> None:
    _database(account, AllocatedStorage=26)


def _snapshot(account: Account) -> None:
    account.client("rds").create_db_snapshot(
        DBInstanceIdentifier=f"{account.prefix}-postgres", DBSnapshotIdentifier=f"{account.prefix}-nightly"
    )


def _log(account: Account) -> None:
    logs, group = account.client("logs"), "/ecs/counterpromo-dev"
    logs.create_log_stream(logGroupName=group, logStreamName="api/api/0123")
    logs.put_log_events(
        logGroupName=group, logStreamName="api/api/0123", logEvents=[{"timestamp": 1_800_000_000_000, "message": "ok"}]
    )


def _empty_thumbprints(account: Account) -> None:
    iam = account.client("iam")
    (provider,) = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=provider["Arn"], ThumbprintList=["0" * 40])


def _rotate_secret(account: Account) -> None:
    account.client("secretsmanager").put_secret_value(
        SecretId="counterpromo/dev/db/postgres",
        SecretString=json.dumps({"username": "counterpromo", "password": "rotated"}),
    )


def _serial(account: Account) -> None:
    route53 = account.client("route53")
    (zone,) = [each for each in route53.list_hosted_zones()["HostedZones"] if each["Name"] == "counterpromo.com."]
    record = {
        "Name": zone["Name"],
        "Type": "SOA",
        "TTL": 900,
        "ResourceRecords": [{"Value": "ns-1.awsdns.com. awsdns-hostmaster.amazon.com. 2 7200 900 1209600 86400"}],
    }
    route53.change_resource_record_sets(
        HostedZoneId=zone["Id"], ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
    )


def _object(account: Account) -> None:
    account.client("s3").put_object(Bucket="counterpromo-dev-uploads-437064342167", Key="a", Body=b"a")


def _messages(account: Account) -> None:
    sqs = account.client("sqs")
    url = sqs.get_queue_url(QueueName=f"{account.prefix}-jobs")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="{}")
    sqs.purge_queue(QueueUrl=url)


def _scaled_targets(account: Account) -> None:
    elb = account.client("elbv2")
    for group in elb.describe_target_groups()["TargetGroups"]:
        elb.register_targets(
            TargetGroupArn=group["TargetGroupArn"], Targets=[{"Id": "10.10.10.77", "Port": group["Port"]}]
        )


def _encryption(account: Account) -> None:
    rule = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": True}
    account.client("s3").put_bucket_encryption(
        Bucket="counterpromo-dev-assets-437064342167", ServerSideEncryptionConfiguration={"Rules": [rule]}
    )


def _event(name: str, says: str, make: Any) -> Event:
    return Event(name=name, owner=Owner.AWS, says=says, make=make)


BY_AWS = (
    _event("minor-upgrade", "RDS upgrades the database from 16.4 to 16.6", _upgrade),
    _event("database-ca", "RDS rotates the certificate authority of the database", _rotate_authority),
    _event("storage-growth", "storage autoscaling grows the database from 20 to 26 GiB", _grow),
    _event("snapshot", "a snapshot of the database is made", _snapshot),
    _event("logs", "a log group gains streams and grows", _log),
    _event("thumbprints", "IAM changes the thumbprints of GitHub's identity provider", _empty_thumbprints),
    _event("secret-rotation", "a secret gets another version", _rotate_secret),
    _event("zone-serial", "the serial of the hosted zone changes", _serial),
    _event("objects", "buckets gain objects", _object),
    _event("messages", "a queue gets messages and is purged", _messages),
    _event("encryption", "bucket keys are on in the default encryption of a bucket", _encryption),
    _event("targets", "ECS registers other targets", _scaled_targets),
)
