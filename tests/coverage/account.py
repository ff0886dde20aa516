"""DEV made by hand, with the parts that only PROD's settings have beside it: one resource of every adopted type.

In: an emulated account. Out: a Shown, which looks up ids and ARNs for the live values of `tests/coverage/live`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace

NAME = "counterpromo-dev"
CLUSTER, SERVICE = f"{NAME}-cluster", f"{NAME}-api-service"
BUCKET = f"{NAME}-exports-{ACCOUNT}"
DATABASE, PARAMETER_GROUP, SUBNET_GROUP = f"{NAME}-postgres", f"{NAME}-postgres16", f"{NAME}-db-subnets"
QUEUE, REPOSITORY, TOPIC = f"{NAME}-jobs", f"{NAME}-api", f"{NAME}-alarms"
KMS_KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/5f0c1f0e-6e2a-4c0e-9a53-2b3c4d5e6f70"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/somebody-elses"
# What DEV's settings say besides, each before the table of that name: there is one resource of every type of PROD.
SECTIONS = {
    "[endpoints.s3]": f"""[network.flow_logs]
name = "{NAME}-flow-logs"
traffic = "ALL"
log_group = "/vpc/{NAME}"
log_retention_days = 90
role = "{NAME}-flow-logs"
policy = "{NAME}-write-flow-logs"

""",
    "[services.web]": f"""[images.api]
name = "{REPOSITORY}"
keep_images = 50
untagged_days = 7

""",
    "[services.worker]": """[services.api.autoscaling]
minimum = 1
maximum = 4
cpu_percent = 60

""",
    "[buckets.uploads]": f"""[database.parameter_group]
name = "{PARAMETER_GROUP}"
family = "postgres16"
description = "PostgreSQL of DEV"

[database.parameter_group.parameters]
"rds.force_ssl" = "1"

""",
    "[alarms]": f"""[notifications]
topic = "{TOPIC}"
display_name = "Counter Promo DEV"

""",
}
# Name -> whether it watches an expression over several metrics.
ALARMS = {
    "load-balancer-5xx": False,
    "unhealthy-targets": True,
    "missing-tasks": True,
    "database-storage": False,
    "dead-letters": True,
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """The account as boto3 shows it."""

    endpoint: str

    def client(self, service: str) -> Any:
        session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)
        make: Any = session.client
        return make(service, endpoint_url=self.endpoint)

    @cached_property
    def vpc(self) -> str:
        named = [{"Name": "tag:Name", "Values": [f"{NAME}-vpc"]}]
        return str(self.client("ec2").describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])

    @cached_property
    def subnets(self) -> dict[str, str]:
        """Name of a subnet -> its id."""
        found = self.client("ec2").describe_subnets(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])["Subnets"]
        return {next(tag["Value"] for tag in one["Tags"] if tag["Key"] == "Name"): one["SubnetId"] for one in found}

    @cached_property
    def groups(self) -> dict[str, str]:
        """Name of a security group -> its id."""
        found = self.client("ec2").describe_security_groups(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])
        return {one["GroupName"]: one["GroupId"] for one in found["SecurityGroups"]}

    @cached_property
    def endpoints(self) -> dict[str, str]:
        """Last word of an endpoint's service name -> its id."""
        found = self.client("ec2").describe_vpc_endpoints(Filters=[{"Name": "vpc-id", "Values": [self.vpc]}])
        return {one["ServiceName"].partition(f"{REGION}.")[2]: one["VpcEndpointId"] for one in found["VpcEndpoints"]}

    @cached_property
    def balancer(self) -> str:
        (arn,) = [one["LoadBalancerArn"] for one in self.client("elbv2").describe_load_balancers()["LoadBalancers"]]
        return str(arn)

    @cached_property
    def target_groups(self) -> list[str]:
        found = self.client("elbv2").describe_target_groups()["TargetGroups"]
        return sorted((one["TargetGroupArn"] for one in found), key=lambda arn: "web" in arn)

    @cached_property
    def listeners(self) -> dict[int, str]:
        """Port -> ARN."""
        found = self.client("elbv2").describe_listeners(LoadBalancerArn=self.balancer)["Listeners"]
        return {one["Port"]: one["ListenerArn"] for one in found}

    @cached_property
    def rules(self) -> dict[str, str]:
        """Priority -> ARN of the rules of the HTTPS listener."""
        found = self.client("elbv2").describe_rules(ListenerArn=self.listeners[443])["Rules"]
        return {one["Priority"]: one["RuleArn"] for one in found}

    @cached_property
    def zone(self) -> str:
        zones = self.client("route53").list_hosted_zones_by_name(DNSName="counterpromo.com")["HostedZones"]
        id_ = next(one["Id"] for one in zones if one["Name"] == "counterpromo.com.")
        return str(id_).rpartition("/")[2]

    @cached_property
    def certificate(self) -> str:
        found = self.client("elbv2").describe_listeners(LoadBalancerArn=self.balancer)["Listeners"]
        return str(next(one["Certificates"][0]["CertificateArn"] for one in found if one["Port"] == 443))

    @cached_property
    def queue_url(self) -> str:
        return str(self.client("sqs").get_queue_url(QueueName=QUEUE)["QueueUrl"])

    @cached_property
    def task_definition(self) -> str:
        service = self.client("ecs").describe_services(cluster=CLUSTER, services=[SERVICE])["services"][0]
        return str(service["taskDefinition"])


def make_account(sandbox: Sandbox) -> Shown:
    """Makes DEV and, beside it, what the further sections of the settings speak of."""
    make_dev(sandbox.environment())
    account = Shown(endpoint=sandbox.endpoint)
    _database_parameters(account)
    _images_and_topic(account)
    _flow_logs(account)
    _scaling_and_alarms(account)
    return account


def make_place(sandbox: Sandbox, folder: Path) -> Workplace:
    """Returns a workplace whose DEV has the further sections."""
    place = Workplace.make(sandbox, folder)
    place.change_settings(("[alarms]\nenabled = false", "[alarms]\nenabled = true"))
    place.change_settings((f'"{BUCKET}"', f'"{BUCKET}"\ntls_only = true'))
    place.change_settings(*((table, f"{section}{table}") for table, section in SECTIONS.items()))
    return place


def _database_parameters(account: Shown) -> None:
    rds = account.client("rds")
    rds.create_db_parameter_group(
        DBParameterGroupName=PARAMETER_GROUP, DBParameterGroupFamily="postgres16", Description="PostgreSQL of DEV"
    )
    forced = {"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(DBParameterGroupName=PARAMETER_GROUP, Parameters=[forced])
    rds.modify_db_instance(DBInstanceIdentifier=DATABASE, DBParameterGroupName=PARAMETER_GROUP, ApplyImmediately=True)


def _images_and_topic(account: Shown) -> None:
    ecr, sns = account.client("ecr"), account.client("sns")
    ecr.create_repository(repositoryName=REPOSITORY, imageTagMutability="IMMUTABLE")
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 9}
    rules = {"rules": [{"rulePriority": 1, "selection": newest, "action": {"type": "expire"}}]}
    ecr.put_lifecycle_policy(repositoryName=REPOSITORY, lifecyclePolicyText=json.dumps(rules))
    pull = {"Sid": "Pull", "Effect": "Allow", "Principal": "*", "Action": ["ecr:BatchGetImage"]}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [pull]})
    ecr.set_repository_policy(repositoryName=REPOSITORY, policyText=policy)
    sns.create_topic(Name=TOPIC, Attributes={"DisplayName": "Counter Promo DEV"})
    tls = {"Sid": "TLS", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
    condition = {"Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [tls | condition]})
    account.client("s3").put_bucket_policy(Bucket=BUCKET, Policy=policy)


def _flow_logs(account: Shown) -> None:
    iam = account.client("iam")
    principal = {"Service": "vpc-flow-logs.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = iam.create_role(RoleName=f"{NAME}-flow-logs", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    write = {"Effect": "Allow", "Action": ["logs:PutLogEvents"], "Resource": "*"}
    iam.put_role_policy(
        RoleName=f"{NAME}-flow-logs",
        PolicyName=f"{NAME}-write-flow-logs",
        PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [write]}),
    )
    account.client("logs").create_log_group(logGroupName=f"/vpc/{NAME}")
    account.client("ec2").create_flow_logs(
        ResourceIds=[account.vpc],
        ResourceType="VPC",
        TrafficType="ALL",
        LogDestinationType="cloud-watch-logs",
        LogDestination=f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/vpc/{NAME}",
        DeliverLogsPermissionArn=role,
    )


def _scaling_and_alarms(account: Shown) -> None:
    scaling, cloudwatch = account.client("application-autoscaling"), account.client("cloudwatch")
    place = {
        "ServiceNamespace": "ecs",
        "ResourceId": f"service/{CLUSTER}/{SERVICE}",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    scaling.register_scalable_target(**place, MinCapacity=1, MaxCapacity=4)
    predefined = {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
    scaling.put_scaling_policy(
        **place,
        PolicyName=f"{SERVICE}-cpu",
        PolicyType="TargetTrackingScaling",
        TargetTrackingScalingPolicyConfiguration={"TargetValue": 60, "PredefinedMetricSpecification": predefined},
    )
    for name, combined in ALARMS.items():
        metric = {"Namespace": "AWS/RDS", "MetricName": "FreeStorageSpace"}
        stat = {"Metric": metric, "Period": 300, "Stat": "Minimum"}
        queries = [
            {"Id": "total", "Expression": "MAX(METRICS())", "Label": "all", "ReturnData": True},
            {"Id": "m_one", "MetricStat": stat, "ReturnData": False},
        ]
        cloudwatch.put_metric_alarm(
            AlarmName=f"{NAME}-{name}",
            ComparisonOperator="LessThanThreshold",
            Threshold=1.0,
            EvaluationPeriods=3,
            **({"Metrics": queries} if combined else {**metric, "Statistic": "Minimum", "Period": 300}),
        )
