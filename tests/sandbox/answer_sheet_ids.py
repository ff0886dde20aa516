"""Tells whether an id for `terraform import` exists in the account, with one boto3 call for each type."""

from collections.abc import Callable
from typing import Any

from tests.sandbox.account import Account

Look = Callable[[Account, str], Any]


def is_there(aws: Account, type_: str, id_: str) -> bool:
    """Returns whether the resource exists. Raises KeyError for a type without a call."""
    return bool(LOOKS[type_](aws, id_))


def _listed(service: str, call: str, parameter: str, answer: str) -> Look:
    """Calls with a list of ids, which fail on a missing id or leave it out."""

    def look(aws: Account, id_: str) -> Any:
        return getattr(aws.client(service), call)(**{parameter: [id_]})[answer]

    return look


def _asked(service: str, call: str, parameter: str) -> Look:
    """Calls with one id, which fail if it is missing."""

    def look(aws: Account, id_: str) -> Any:
        return getattr(aws.client(service), call)(**{parameter: id_})

    return look


def _route_table(aws: Account, **filters: str) -> list[dict[str, Any]]:
    wanted = [{"Name": name.replace("_", "-"), "Values": [value]} for name, value in filters.items()]
    found: list[dict[str, Any]] = aws.client("ec2").describe_route_tables(Filters=wanted)["RouteTables"]
    return found


def _default_route_table(aws: Account, id_: str) -> Any:
    return [table for table in _route_table(aws, vpc_id=id_) if any(one["Main"] for one in table["Associations"])]


def _route(aws: Account, id_: str) -> Any:
    table, _, to = id_.partition("_")
    routes = [route for found in _route_table(aws, route_table_id=table) for route in found["Routes"]]
    return [route for route in routes if route.get("DestinationCidrBlock") == to]


def _association(aws: Account, id_: str) -> Any:
    subnet, _, table = id_.partition("/")
    found = _route_table(aws, route_table_id=table)
    return [one for each in found for one in each["Associations"] if one.get("SubnetId") == subnet]


def _rule(*, outwards: bool) -> Look:
    def look(aws: Account, id_: str) -> Any:
        found = aws.client("ec2").describe_security_group_rules(SecurityGroupRuleIds=[id_])["SecurityGroupRules"]
        return [rule for rule in found if rule["IsEgress"] == outwards]

    return look


def _record(aws: Account, id_: str) -> Any:
    zone, rest = id_.split("_", 1)
    name, _, kind = rest.rpartition("_")
    found = aws.client("route53").list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
    return [one for one in found if (one["Name"].rstrip("."), one["Type"]) == (name, kind)]


def _service(aws: Account, id_: str) -> Any:
    cluster, _, name = id_.partition("/")
    return aws.client("ecs").describe_services(cluster=cluster, services=[name])["services"]


def _definition(aws: Account, id_: str) -> Any:
    found = aws.client("ecs").describe_task_definition(taskDefinition=id_)["taskDefinition"]
    return found["taskDefinitionArn"] == id_ and found["status"] == "ACTIVE"


def _log_group(aws: Account, id_: str) -> Any:
    found = aws.client("logs").describe_log_groups(logGroupNamePrefix=id_)["logGroups"]
    return [group for group in found if group["logGroupName"] == id_]


def _versioning(aws: Account, id_: str) -> Any:
    return aws.client("s3").get_bucket_versioning(Bucket=id_).get("Status")


def _role_policy(aws: Account, id_: str) -> Any:
    role, _, policy = id_.partition(":")
    return aws.client("iam").get_role_policy(RoleName=role, PolicyName=policy)


def _attachment(aws: Account, id_: str) -> Any:
    role, _, arn = id_.partition("/")
    found = aws.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]
    return [policy for policy in found if policy["PolicyArn"] == arn]


def _capacity_providers(aws: Account, id_: str) -> Any:
    clusters = aws.client("ecs").describe_clusters(clusters=[id_])["clusters"]
    return [name for cluster in clusters for name in cluster["capacityProviders"]]


LOOKS: dict[str, Look] = {
    "aws_acm_certificate": _asked("acm", "describe_certificate", "CertificateArn"),
    "aws_cloudwatch_log_group": _log_group,
    "aws_db_instance": _asked("rds", "describe_db_instances", "DBInstanceIdentifier"),
    "aws_db_parameter_group": _asked("rds", "describe_db_parameter_groups", "DBParameterGroupName"),
    "aws_db_subnet_group": _asked("rds", "describe_db_subnet_groups", "DBSubnetGroupName"),
    "aws_default_route_table": _default_route_table,
    "aws_ecs_cluster": _listed("ecs", "describe_clusters", "clusters", "clusters"),
    "aws_ecs_cluster_capacity_providers": _capacity_providers,
    "aws_ecs_service": _service,
    "aws_ecs_task_definition": _definition,
    "aws_eip": _listed("ec2", "describe_addresses", "AllocationIds", "Addresses"),
    "aws_iam_policy": _asked("iam", "get_policy", "PolicyArn"),
    "aws_iam_role": _asked("iam", "get_role", "RoleName"),
    "aws_iam_role_policy": _role_policy,
    "aws_iam_role_policy_attachment": _attachment,
    "aws_instance": _listed("ec2", "describe_instances", "InstanceIds", "Reservations"),
    "aws_internet_gateway": _listed("ec2", "describe_internet_gateways", "InternetGatewayIds", "InternetGateways"),
    "aws_lb": _listed("elbv2", "describe_load_balancers", "LoadBalancerArns", "LoadBalancers"),
    "aws_lb_listener": _listed("elbv2", "describe_listeners", "ListenerArns", "Listeners"),
    "aws_lb_listener_rule": _listed("elbv2", "describe_rules", "RuleArns", "Rules"),
    "aws_lb_target_group": _listed("elbv2", "describe_target_groups", "TargetGroupArns", "TargetGroups"),
    "aws_nat_gateway": _listed("ec2", "describe_nat_gateways", "NatGatewayIds", "NatGateways"),
    "aws_route": _route,
    "aws_route53_record": _record,
    "aws_route53_zone": _asked("route53", "get_hosted_zone", "Id"),
    "aws_route_table": _listed("ec2", "describe_route_tables", "RouteTableIds", "RouteTables"),
    "aws_route_table_association": _association,
    "aws_s3_bucket": _asked("s3", "head_bucket", "Bucket"),
    "aws_s3_bucket_lifecycle_configuration": _asked("s3", "get_bucket_lifecycle_configuration", "Bucket"),
    "aws_s3_bucket_public_access_block": _asked("s3", "get_public_access_block", "Bucket"),
    "aws_s3_bucket_server_side_encryption_configuration": _asked("s3", "get_bucket_encryption", "Bucket"),
    "aws_s3_bucket_versioning": _versioning,
    "aws_secretsmanager_secret": _asked("secretsmanager", "describe_secret", "SecretId"),
    "aws_security_group": _listed("ec2", "describe_security_groups", "GroupIds", "SecurityGroups"),
    "aws_sqs_queue": _asked("sqs", "get_queue_attributes", "QueueUrl"),
    "aws_ssm_parameter": _asked("ssm", "get_parameter", "Name"),
    "aws_subnet": _listed("ec2", "describe_subnets", "SubnetIds", "Subnets"),
    "aws_vpc": _listed("ec2", "describe_vpcs", "VpcIds", "Vpcs"),
    "aws_vpc_endpoint": _listed("ec2", "describe_vpc_endpoints", "VpcEndpointIds", "VpcEndpoints"),
    "aws_vpc_security_group_egress_rule": _rule(outwards=True),
    "aws_vpc_security_group_ingress_rule": _rule(outwards=False),
}
