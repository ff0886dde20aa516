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


def _renew(account: Account) -> None:
    account.inside("certificate-renewal")


def _plan_maintenance(account: Account) -> None:
    account.inside("pending-maintenance")


def _rename_endpoints(account: Account) -> None:
    account.inside("endpoint-names")


def _new_version(account: Account) -> None:
    """Adds a default version to the policy of AWS that tasks use, with one action more."""
    iam = account.client("iam")
    arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
    version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]
    document["Statement"][0]["Action"].append("ecr:BatchImportUpstreamImage")
    iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(document), SetAsDefault=True)


def _tag(account: Account) -> None:
    """Adds tags as services of AWS do: a plan of AWS Backup, and a stack that made the resource."""
    tag = {"Key": "aws:cloudformation:stack-name", "Value": "by-hand"}
    rds, elb, sqs = account.client("rds"), account.client("elbv2"), account.client("sqs")
    database = rds.describe_db_instances(DBInstanceIdentifier=f"{account.prefix}-postgres")["DBInstances"][0]
    rds.add_tags_to_resource(ResourceName=database["DBInstanceArn"], Tags=[tag])
    (balancer,) = elb.describe_load_balancers(Names=[f"{account.prefix}-alb"])["LoadBalancers"]
    elb.add_tags(ResourceArns=[balancer["LoadBalancerArn"]], Tags=[tag])
    url = sqs.get_queue_url(QueueName=f"{account.prefix}-jobs")["QueueUrl"]
    sqs.tag_queue(QueueUrl=url, Tags={tag["Key"]: tag["Value"]})


def _replace_nodes(account: Account) -> None:
    """Puts network interfaces of the load balancer into its subnets, and replaces each by one with another address."""
    ec2, elb = account.client("ec2"), account.client("elbv2")
    (balancer,) = elb.describe_load_balancers(Names=[f"{account.prefix}-alb"])["LoadBalancers"]
    node = {
        "Description": f"ELB {balancer['LoadBalancerArn'].partition(':loadbalancer/')[2]}",
        "Groups": balancer["SecurityGroups"],
    }
    for zone in balancer["AvailabilityZones"]:
        first = ec2.create_network_interface(SubnetId=zone["SubnetId"], **node)["NetworkInterface"]
        ec2.create_network_interface(SubnetId=zone["SubnetId"], **node)
        ec2.delete_network_interface(NetworkInterfaceId=first["NetworkInterfaceId"])


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
    _event("pending-maintenance", "an upgrade of the database waits for its maintenance window", _plan_maintenance),
    _event("certificate-renewal", "ACM renews the certificate: the same ARN, other dates", _renew),
    _event("managed-policy", "AWS gives a managed policy of the tasks another default version", _new_version),
    _event("aws-tags", "services of AWS tag the database, the load balancer and a queue (`aws:`)", _tag),
    _event("endpoint-names", "the DNS names of the interface endpoints change", _rename_endpoints),
    _event("balancer-nodes", "nodes of the load balancer are replaced, with other addresses", _replace_nodes),
    _event("targets", "ECS registers other targets", _scaled_targets),
)
