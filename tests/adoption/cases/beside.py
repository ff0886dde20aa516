"""Resources that look like the documented one: other kinds, other hosts, what several share, what nothing uses."""

import json
from typing import Any

from tests.adoption.account import CLUSTER, REGION, Account
from tests.adoption.cases.database import NAME, deleted, groups_of
from tests.adoption.cases.services import WORKER

ZONE, HOST = "counterpromo.com.", "dev.counterpromo.com."


def weighted_alias(account: Account) -> None:
    """The host's alias is one weighted record, as a blue/green switch leaves it behind."""
    dns = account.client("route53")
    zone = next(one["Id"] for one in dns.list_hosted_zones()["HostedZones"] if one["Name"] == ZONE)
    records = dns.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    alias = next(one for one in records if (one["Name"], one["Type"]) == (HOST, "A"))
    weighted = {**alias, "SetIdentifier": "blue", "Weight": 100}
    for action, record in (("DELETE", alias), ("CREATE", weighted)):
        changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)


def failover_alias(account: Account) -> None:
    """The host is an alias of the load balancer, and of a website in S3 while the load balancer does not answer."""
    dns = account.client("route53")
    zone = next(one["Id"] for one in dns.list_hosted_zones()["HostedZones"] if one["Name"] == ZONE)
    records = dns.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    alias = next(one for one in records if (one["Name"], one["Type"]) == (HOST, "A"))
    website = {
        "HostedZoneId": "Z3GKZC51ZF0DB4",
        "DNSName": "s3-website.eu-west-2.amazonaws.com.",
        "EvaluateTargetHealth": False,
    }
    first = {**alias, "SetIdentifier": "primary", "Failover": "PRIMARY"}
    second = {**alias, "SetIdentifier": "secondary", "Failover": "SECONDARY", "AliasTarget": website}
    for action, record in (("DELETE", alias), ("CREATE", first), ("CREATE", second)):
        changes = {"Changes": [{"Action": action, "ResourceRecordSet": record}]}
        dns.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=changes)


def zone_inside_the_vpc(account: Account) -> None:
    """A private zone has the name of the public one: inside the VPC it answers instead.

    https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html
    """
    (vpc,) = account.client("ec2").describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}])[
        "Vpcs"
    ]
    account.client("route53").create_hosted_zone(
        Name=ZONE,
        CallerReference="inside",
        VPC={"VPCRegion": REGION, "VPCId": vpc["VpcId"]},
        HostedZoneConfig={"PrivateZone": True, "Comment": "internal"},
    )


def restored_database_and_replica(account: Account) -> None:
    """The database was restored under another name, and has a replica in the same VPC."""
    rds, restored = account.client("rds"), f"{NAME}-restored"
    rds.create_db_snapshot(DBSnapshotIdentifier="before-the-fix", DBInstanceIdentifier=NAME)
    old = deleted(rds)
    new = rds.restore_db_instance_from_db_snapshot(
        DBInstanceIdentifier=restored,
        DBSnapshotIdentifier="before-the-fix",
        DeletionProtection=True,
        DBSubnetGroupName=old["DBSubnetGroup"]["DBSubnetGroupName"],
        VpcSecurityGroupIds=groups_of(old),
    )["DBInstance"]
    host = new["Endpoint"]["Address"]
    account.client("ssm").put_parameter(Name="/counterpromo/dev/db/host", Value=host, Overwrite=True)
    rds.create_db_instance_read_replica(DBInstanceIdentifier=f"{NAME}-replica", SourceDBInstanceIdentifier=restored)


def log_group_for_each_family(account: Account) -> None:
    """Each family writes to the group that the ECS console offers; the shared one is gone."""
    ecs, logs = account.client("ecs"), account.client("logs")
    keys = ("family", "requiresCompatibilities", "networkMode", "cpu", "memory", "taskRoleArn", "executionRoleArn")
    for part, service in (("web", "svc-web"), ("api", "api-service"), ("worker", "svc-worker")):
        family = f"counterpromo-dev-td-{part}"
        logs.create_log_group(logGroupName=f"/ecs/{family}")
        now = ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
        now["containerDefinitions"][0]["logConfiguration"]["options"]["awslogs-group"] = f"/ecs/{family}"
        made = ecs.register_task_definition(
            **{key: now[key] for key in keys}, containerDefinitions=now["containerDefinitions"]
        )
        arn = made["taskDefinition"]["taskDefinitionArn"]
        ecs.update_service(cluster=CLUSTER, service=f"counterpromo-dev-{service}", taskDefinition=arn)
    logs.delete_log_group(logGroupName="/ecs/counterpromo-dev")


def group_without_its_service(account: Account) -> None:
    """The worker's service is gone; its group has a name in another form, and two groups of ours admit it."""
    ecs, ec2 = account.client("ecs"), account.client("ec2")
    ecs.update_service(cluster=CLUSTER, service=WORKER, desiredCount=0)
    ecs.delete_service(cluster=CLUSTER, service=WORKER, force=True)
    groups = {one["GroupName"]: one for one in ec2.describe_security_groups()["SecurityGroups"]}
    old = groups["counterpromo-dev-ecs-worker-sg"]
    new = ec2.create_security_group(
        GroupName="counterpromo-dev-sg-ecs-worker", Description="worker", VpcId=old["VpcId"]
    )["GroupId"]
    for name, port in (("counterpromo-dev-rds-sg", 5432), ("counterpromo-dev-vpce-sg", 443)):
        group = groups[name]["GroupId"]
        ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[_from(old["GroupId"], port)])
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[_from(new, port)])
    ec2.delete_security_group(GroupId=old["GroupId"])


def shared_execution_role(account: Account) -> None:
    """The tasks start with the console's execution role, which another product uses too."""
    iam, ecs = account.client("iam"), account.client("ecs")
    old = iam.get_role(RoleName="counterpromo-dev-ecs-exec-default")["Role"]
    iam.create_role(
        RoleName="ecsTaskExecutionRole", AssumeRolePolicyDocument=json.dumps(old["AssumeRolePolicyDocument"])
    )
    role = iam.get_role(RoleName="ecsTaskExecutionRole")["Role"]["Arn"]
    keys = ("family", "requiresCompatibilities", "networkMode", "cpu", "memory", "taskRoleArn", "containerDefinitions")
    for part, service in (("web", "svc-web"), ("api", "api-service"), ("worker", "svc-worker")):
        now = ecs.describe_task_definition(taskDefinition=f"counterpromo-dev-td-{part}")["taskDefinition"]
        made = ecs.register_task_definition(**{key: now[key] for key in keys}, executionRoleArn=role)
        arn = made["taskDefinition"]["taskDefinitionArn"]
        ecs.update_service(cluster=CLUSTER, service=f"counterpromo-dev-{service}", taskDefinition=arn)
    container = {"name": "shop", "image": "public.ecr.aws/nginx/nginx:latest", "memory": 128}
    ecs.register_task_definition(family="shop", containerDefinitions=[container], executionRoleArn=role)
    delete_role(iam, "counterpromo-dev-ecs-exec-default")


def delete_role(iam: Any, name: str) -> None:
    """Deletes a role with its policies."""
    for policy in iam.list_role_policies(RoleName=name)["PolicyNames"]:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    for policy in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]:
        iam.detach_role_policy(RoleName=name, PolicyArn=policy["PolicyArn"])
    iam.delete_role(RoleName=name)


def _from(group: str, port: int) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "UserIdGroupPairs": [{"GroupId": group}]}
