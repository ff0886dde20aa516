"""Deletions as a person does them in the console: the resource, and what AWS deletes or demands to be deleted with it.

Each takes a client of a service and the import id, as the settings folder keeps it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.adoption.cases.beside import delete_role

Client = Any
Delete = Callable[[Client, str], None]


def _named(service: str, call: str, argument: str, **further: Any) -> tuple[str, Delete]:
    """Returns a deletion that is one call with the import id as its argument."""

    def delete(client: Client, id_: str) -> None:
        getattr(client, call)(**{argument: id_}, **further)

    return service, delete


def _database(rds: Client, id_: str) -> None:
    rds.modify_db_instance(DBInstanceIdentifier=id_, DeletionProtection=False, ApplyImmediately=True)
    rds.delete_db_instance(DBInstanceIdentifier=id_, SkipFinalSnapshot=True)


def _service(ecs: Client, id_: str) -> None:
    cluster, name = id_.split("/")
    ecs.update_service(cluster=cluster, service=name, desiredCount=0)
    ecs.delete_service(cluster=cluster, service=name, force=True)


def _cluster(ecs: Client, id_: str) -> None:
    for arn in ecs.list_services(cluster=id_)["serviceArns"]:
        _service(ecs, f"{id_}/{arn.rpartition('/')[2]}")
    ecs.delete_cluster(cluster=id_)


def _revisions(ecs: Client, id_: str) -> None:
    family = id_.rpartition("/")[2].rpartition(":")[0]
    for arn in ecs.list_task_definitions(familyPrefix=family)["taskDefinitionArns"]:
        ecs.deregister_task_definition(taskDefinition=arn)


def _inline_policy(iam: Client, id_: str) -> None:
    role, _, name = id_.partition(":")
    iam.delete_role_policy(RoleName=role, PolicyName=name)


def _attachment(iam: Client, id_: str) -> None:
    role, _, arn = id_.partition("/")
    iam.detach_role_policy(RoleName=role, PolicyArn=arn)


def _gateway(ec2: Client, id_: str) -> None:
    (gateway,) = ec2.describe_internet_gateways(InternetGatewayIds=[id_])["InternetGateways"]
    for attached in gateway["Attachments"]:
        ec2.detach_internet_gateway(InternetGatewayId=id_, VpcId=attached["VpcId"])
    ec2.delete_internet_gateway(InternetGatewayId=id_)


def _route(ec2: Client, id_: str) -> None:
    table, _, destination = id_.partition("_")
    ec2.delete_route(RouteTableId=table, DestinationCidrBlock=destination)


def _association(ec2: Client, id_: str) -> None:
    subnet, _, table = id_.partition("/")
    (found,) = ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
    for one in found["Associations"]:
        if one.get("SubnetId") == subnet:
            ec2.disassociate_route_table(AssociationId=one["RouteTableAssociationId"])


def _table(ec2: Client, id_: str) -> None:
    (found,) = ec2.describe_route_tables(RouteTableIds=[id_])["RouteTables"]
    for one in found["Associations"]:
        ec2.disassociate_route_table(AssociationId=one["RouteTableAssociationId"])
    ec2.delete_route_table(RouteTableId=id_)


def _rule(ec2: Client, id_: str) -> None:
    (rule,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=[id_])["SecurityGroupRules"]
    revoke = ec2.revoke_security_group_egress if rule["IsEgress"] else ec2.revoke_security_group_ingress
    revoke(GroupId=rule["GroupId"], SecurityGroupRuleIds=[id_])


def _group(ec2: Client, id_: str) -> None:
    """EC2 refuses to delete a group that another one names."""
    for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]:
        if id_ in (rule["GroupId"], rule.get("ReferencedGroupInfo", {}).get("GroupId")):
            _rule(ec2, rule["SecurityGroupRuleId"])
    ec2.delete_security_group(GroupId=id_)


def _record(route53: Client, id_: str) -> None:
    zone, name, kind = id_.split("_", 1)[0], id_.split("_", 1)[1].rpartition("_")[0], id_.rpartition("_")[2]
    for record in route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]:
        if (record["Name"].rstrip("."), record["Type"]) == (name.rstrip("."), kind):
            _change(route53, zone, record)


def _zone(route53: Client, id_: str) -> None:
    for record in route53.list_resource_record_sets(HostedZoneId=id_)["ResourceRecordSets"]:
        if record["Type"] not in ("NS", "SOA"):
            _change(route53, id_, record)
    route53.delete_hosted_zone(Id=id_)


def _change(route53: Client, zone: str, record: Mapping[str, Any]) -> None:
    batch = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": record}]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)


DELETIONS: Mapping[str, tuple[str, Delete]] = {
    "aws_acm_certificate": _named("acm", "delete_certificate", "CertificateArn"),
    "aws_cloudwatch_log_group": _named("logs", "delete_log_group", "logGroupName"),
    "aws_db_instance": ("rds", _database),
    "aws_db_subnet_group": _named("rds", "delete_db_subnet_group", "DBSubnetGroupName"),
    "aws_ecs_cluster": ("ecs", _cluster),
    "aws_ecs_service": ("ecs", _service),
    "aws_ecs_task_definition": ("ecs", _revisions),
    "aws_iam_role": ("iam", delete_role),
    "aws_iam_role_policy": ("iam", _inline_policy),
    "aws_iam_role_policy_attachment": ("iam", _attachment),
    "aws_internet_gateway": ("ec2", _gateway),
    "aws_lb": _named("elbv2", "delete_load_balancer", "LoadBalancerArn"),
    "aws_lb_listener": _named("elbv2", "delete_listener", "ListenerArn"),
    "aws_lb_listener_rule": _named("elbv2", "delete_rule", "RuleArn"),
    "aws_lb_target_group": _named("elbv2", "delete_target_group", "TargetGroupArn"),
    "aws_route": ("ec2", _route),
    "aws_route53_record": ("route53", _record),
    "aws_route53_zone": ("route53", _zone),
    "aws_route_table": ("ec2", _table),
    "aws_route_table_association": ("ec2", _association),
    "aws_s3_bucket": _named("s3", "delete_bucket", "Bucket"),
    "aws_s3_bucket_lifecycle_configuration": _named("s3", "delete_bucket_lifecycle", "Bucket"),
    "aws_s3_bucket_public_access_block": _named("s3", "delete_public_access_block", "Bucket"),
    "aws_secretsmanager_secret": _named("secretsmanager", "delete_secret", "SecretId", ForceDeleteWithoutRecovery=True),
    "aws_security_group": ("ec2", _group),
    "aws_sqs_queue": _named("sqs", "delete_queue", "QueueUrl"),
    "aws_ssm_parameter": _named("ssm", "delete_parameter", "Name"),
    "aws_subnet": _named("ec2", "delete_subnet", "SubnetId"),
    "aws_vpc_endpoint": ("ec2", lambda ec2, id_: ec2.delete_vpc_endpoints(VpcEndpointIds=[id_])),
    "aws_vpc_security_group_egress_rule": ("ec2", _rule),
    "aws_vpc_security_group_ingress_rule": ("ec2", _rule),
}
# Types of DEV that nobody can delete by themselves, each with the reason.
NOT_DELETED: Mapping[str, str] = {
    "aws_default_route_table": "it comes and goes with its VPC",
    "aws_s3_bucket_server_side_encryption_configuration": "since 2023 every bucket has one: S3 puts its default back",
    "aws_s3_bucket_versioning": "a bucket that had it can only suspend it",
    "aws_vpc": "EC2 deletes an empty VPC only; tests/imports/matching/test_dropped.py leaves all in it out",
}
