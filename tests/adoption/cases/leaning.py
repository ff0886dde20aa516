"""Resources of other services that use DEV, or have its name: the code describes none of them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from tests.adoption.account import ACCOUNT, REGION, Account

HOST_ROLE = f"arn:aws:iam::{ACCOUNT}:role/counterpromo-dev-ecs-task-app"
LEANING = {
    "aws_autoscaling_group",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_event_rule",
    "aws_db_proxy",
    "aws_dynamodb_table",
    "aws_ecr_repository",
    "aws_efs_file_system",
    "aws_elasticache_cluster",
    "aws_elasticache_subnet_group",
    "aws_elb",
    "aws_kms_alias",
    "aws_lambda_event_source_mapping",
    "aws_lambda_function",
    "aws_network_interface",
    "aws_opensearch_domain",
    "aws_rds_cluster",
    "aws_scheduler_schedule",
    "aws_sfn_state_machine",
    "aws_sns_topic",
    "aws_sns_topic_subscription",
}


def other_services_around(account: Account) -> None:
    """Functions, caches, file systems, rules and dashboards that use the VPC, the queue or the role."""
    _compute(account)
    _stores(account)
    _messages(account)
    _watching(account)


def _place(account: Account) -> tuple[str, list[str], str]:
    """Returns the VPC, two of its subnets and the API's group."""
    ec2 = account.client("ec2")
    named = [{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}]
    vpc = str(ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])
    inside = [{"Name": "vpc-id", "Values": [vpc]}]
    subnets = [one["SubnetId"] for one in ec2.describe_subnets(Filters=inside)["Subnets"]][:2]
    groups = {
        one["GroupName"]: one["GroupId"] for one in ec2.describe_security_groups(Filters=inside)["SecurityGroups"]
    }
    return vpc, subnets, groups["counterpromo-dev-ecs-api-sg"]


def _queue() -> str:
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:counterpromo-dev-jobs"


def _code() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("main.py", "def handler(event, context): pass")
    return packed.getvalue()


def _compute(account: Account) -> None:
    _, subnets, group = _place(account)
    functions: Any = account.client("lambda")
    functions.create_function(
        FunctionName="resize-images",
        Runtime="python3.12",
        Role=HOST_ROLE,
        Handler="main.handler",
        Code={"ZipFile": _code()},
        VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": [group]},
    )
    functions.create_event_source_mapping(FunctionName="resize-images", EventSourceArn=_queue())
    account.client("elb").create_load_balancer(
        LoadBalancerName="old-front",
        Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 80}],
        Subnets=subnets,
    )
    scaling = account.client("autoscaling")
    scaling.create_launch_configuration(
        LaunchConfigurationName="workers", ImageId="ami-12c6146b", InstanceType="t3.micro", SecurityGroups=[group]
    )
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="workers",
        LaunchConfigurationName="workers",
        MinSize=0,
        MaxSize=0,
        VPCZoneIdentifier=",".join(subnets),
    )
    account.client("ec2").create_network_interface(
        SubnetId=subnets[0], Groups=[group], Description="AWS created network interface for directory d-9c67123456"
    )
    account.client("ecr").create_repository(repositoryName="counterpromo-dev-batch")


def _stores(account: Account) -> None:
    _, subnets, group = _place(account)
    cache, files = account.client("elasticache"), account.client("efs")
    cache.create_cache_subnet_group(
        CacheSubnetGroupName="sessions", CacheSubnetGroupDescription="sessions", SubnetIds=subnets
    )
    cache.create_cache_cluster(
        CacheClusterId="counterpromo-dev-cache",
        Engine="redis",
        CacheNodeType="cache.t4g.micro",
        NumCacheNodes=1,
        CacheSubnetGroupName="sessions",
        SecurityGroupIds=[group],
    )
    system = files.create_file_system(CreationToken="shared")["FileSystemId"]
    files.create_mount_target(FileSystemId=system, SubnetId=subnets[0], SecurityGroups=[group])
    account.client("opensearch").create_domain(
        DomainName="counterpromo-dev", VPCOptions={"SubnetIds": subnets[:1], "SecurityGroupIds": [group]}
    )
    rds = account.client("rds")
    rds.create_db_cluster(
        DBClusterIdentifier="reports",
        Engine="aurora-postgresql",
        MasterUsername="reports",
        MasterUserPassword="not-a-real-one",
        VpcSecurityGroupIds=[group],
    )
    secret = account.client("secretsmanager").describe_secret(SecretId="counterpromo/dev/db/postgres")["ARN"]
    rds.create_db_proxy(
        DBProxyName="pool",
        EngineFamily="POSTGRESQL",
        Auth=[{"AuthScheme": "SECRETS", "SecretArn": secret}],
        RoleArn=HOST_ROLE,
        VpcSubnetIds=subnets,
    )
    account.client("dynamodb").create_table(
        TableName="counterpromo-dev-sessions",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    kms = account.client("kms")
    kms.create_alias(AliasName="alias/counterpromo-dev", TargetKeyId=kms.create_key()["KeyMetadata"]["KeyId"])


def _messages(account: Account) -> None:
    events, sns = account.client("events"), account.client("sns")
    events.put_rule(Name="nightly", ScheduleExpression="rate(1 day)")
    events.put_targets(Rule="nightly", Targets=[{"Id": "jobs", "Arn": _queue()}])
    topic = sns.create_topic(Name="counterpromo-dev-alerts")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=_queue())
    account.client("scheduler").create_schedule(
        Name="weekly",
        ScheduleExpression="rate(7 days)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": _queue(), "RoleArn": HOST_ROLE},
    )
    steps = {"StartAt": "Send", "States": {"Send": {"Type": "Task", "Resource": _queue(), "End": True}}}
    account.client("stepfunctions").create_state_machine(
        name="import-prices", definition=json.dumps(steps), roleArn=f"arn:aws:iam::{ACCOUNT}:role/steps"
    )


def _watching(account: Account) -> None:
    watching = account.client("cloudwatch")
    watching.put_dashboard(DashboardName="counterpromo-dev", DashboardBody=json.dumps({"widgets": []}))
