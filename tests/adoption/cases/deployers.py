"""Resources that deploy to DEV, watch it or may use it. None of them is in the code; each names something of DEV."""

from __future__ import annotations

import json
from typing import Any

from tests.adoption.account import ACCOUNT, CLUSTER, REGION, Account

QUEUE = "counterpromo-dev-jobs"
QUEUE_ARN = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}"
TASK_ROLE = f"arn:aws:iam::{ACCOUNT}:role/counterpromo-dev-ecs-task-app"
WEB = "counterpromo-dev-svc-web"
BESIDE = {
    "aws_budgets_budget",
    "aws_cloudformation_stack",
    "aws_cloudtrail",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_log_group",
    "aws_cloudwatch_metric_alarm",
    "aws_codebuild_project",
    "aws_codedeploy_deployment_group",
    "aws_codepipeline",
    "aws_iam_group",
    "aws_iam_policy",
    "aws_iam_role",
    "aws_iam_user",
    "aws_launch_template",
    "aws_pipes_pipe",
    "aws_route53_health_check",
    "aws_sns_topic_subscription",
    "aws_sqs_queue",
}


def deployers_and_people_around(account: Account) -> None:
    """Stacks, pipelines, people, alarms and checks that were made beside DEV."""
    _deployers(account)
    _people(account)
    _watching(account)
    _messages(account)


def _allowing(action: str, resource: str) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _trusting(principal: dict[str, str]) -> str:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _step(category: str, provider: str, configuration: dict[str, str]) -> dict[str, Any]:
    type_ = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": category, "actions": [{"name": category, "actionTypeId": type_, "configuration": configuration}]}


def _deployers(account: Account) -> None:
    """A stack that names the VPC, a blue/green group of the console, a build and a pipeline to a service."""
    iam, ec2, deploy = account.client("iam"), account.client("ec2"), account.client("codedeploy")
    vpc = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}])["Vpcs"][0]["VpcId"]
    queue = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-a-stack"}}
    template = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {"Queue": queue},
        "Outputs": {"Vpc": {"Value": vpc}},
    }
    account.client("cloudformation").create_stack(StackName="older-stack", TemplateBody=json.dumps(template))
    role = iam.create_role(
        RoleName="pipeline", AssumeRolePolicyDocument=_trusting({"Service": "codepipeline.amazonaws.com"})
    )
    deploy.create_application(applicationName="AppECS-web", computePlatform="ECS")
    deploy.create_deployment_group(
        applicationName="AppECS-web",
        deploymentGroupName="DgpECS-web",
        serviceRoleArn=role["Role"]["Arn"],
        ecsServices=[{"serviceName": WEB, "clusterName": CLUSTER}],
    )
    account.client("codebuild").create_project(
        name="web-build",
        source={"type": "GITHUB", "location": "https://github.com/acme/web"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
            "environmentVariables": [{"name": "CLUSTER", "value": CLUSTER}],
        },
        serviceRole=role["Role"]["Arn"],
    )
    stages = [
        _step("Source", "S3", {"S3Bucket": "acme-sources"}),
        _step("Deploy", "ECS", {"ClusterName": CLUSTER, "ServiceName": WEB}),
    ]
    account.client("codepipeline").create_pipeline(
        pipeline={
            "name": "web",
            "roleArn": role["Role"]["Arn"],
            "artifactStore": {"type": "S3", "location": "acme-artifacts"},
            "version": 1,
            "stages": stages,
        }
    )
    groups = ec2.describe_security_groups(Filters=[{"Name": "group-name", "Values": ["counterpromo-dev-ecs-api-sg"]}])
    ec2.create_launch_template(
        LaunchTemplateName="bastion",
        LaunchTemplateData={"SecurityGroupIds": [groups["SecurityGroups"][0]["GroupId"]], "ImageId": "ami-12c6146b"},
    )


def _people(account: Account) -> None:
    """A developer, the developers' group, a role that trusts the tasks, and a policy that nobody has yet."""
    iam = account.client("iam")
    iam.create_user(UserName="anna")
    iam.put_user_policy(UserName="anna", PolicyName="queue", PolicyDocument=_allowing("sqs:*", QUEUE_ARN))
    iam.create_group(GroupName="developers")
    parameters = f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/counterpromo/dev/*"
    iam.put_group_policy(
        GroupName="developers", PolicyName="read", PolicyDocument=_allowing("ssm:GetParameter", parameters)
    )
    iam.create_role(RoleName="shared-data", AssumeRolePolicyDocument=_trusting({"AWS": TASK_ROLE}))
    iam.create_policy(PolicyName="send-jobs", PolicyDocument=_allowing("sqs:SendMessage", QUEUE_ARN))
    # The workflows' own, which `bootstrap` makes: no stray.
    iam.create_role(RoleName="counterpromo-dev-plan", AssumeRolePolicyDocument=_trusting({"AWS": TASK_ROLE}))
    iam.create_policy(PolicyName="counterpromo-dev-plan-1", PolicyDocument=_allowing("sqs:*", QUEUE_ARN))


def _watching(account: Account) -> None:
    """An alarm and a dashboard of other names, a health check of the host, a trail, a budget, RDS's log group."""
    watching: Any = account.client("cloudwatch")
    watching.put_metric_alarm(
        AlarmName="something failed",
        Namespace="AWS/SQS",
        MetricName="ApproximateNumberOfMessagesVisible",
        Dimensions=[{"Name": "QueueName", "Value": f"{QUEUE}-dlq"}],
        Statistic="Maximum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=0,
        ComparisonOperator="GreaterThanThreshold",
    )
    metrics = {"metrics": [["AWS/SQS", "NumberOfMessagesSent", "QueueName", QUEUE]], "region": REGION}
    body = json.dumps({"widgets": [{"type": "metric", "properties": metrics}]})
    watching.put_dashboard(DashboardName="operations", DashboardBody=body)
    account.client("route53").create_health_check(
        CallerReference="1",
        HealthCheckConfig={"Type": "HTTPS", "FullyQualifiedDomainName": "dev.counterpromo.com", "ResourcePath": "/"},
    )
    account.client("cloudtrail").create_trail(Name="objects", S3BucketName=f"counterpromo-dev-exports-{ACCOUNT}")
    limit = {"Amount": "100", "Unit": "USD"}
    budget = {"BudgetName": "counterpromo-dev", "BudgetLimit": limit, "TimeUnit": "MONTHLY", "BudgetType": "COST"}
    account.client("budgets").create_budget(AccountId=ACCOUNT, Budget=budget)
    account.client("logs").create_log_group(logGroupName="/aws/rds/instance/counterpromo-dev-postgres/postgresql")


def _messages(account: Account) -> None:
    """A rule of another bus, a pipe, a subscription of the host, and a queue that shares the dead-letter queue."""
    events, sns = account.client("events"), account.client("sns")
    events.create_event_bus(Name="shop")
    events.put_rule(Name="orders", EventBusName="shop", EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="orders", EventBusName="shop", Targets=[{"Id": "jobs", "Arn": QUEUE_ARN}])
    function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:enrich"
    account.client("pipes").create_pipe(Name="enrich", RoleArn=TASK_ROLE, Source=QUEUE_ARN, Target=function)
    topic = sns.create_topic(Name="orders")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="https", Endpoint="https://dev.counterpromo.com/webhooks/orders")
    redrive = {"deadLetterTargetArn": f"{QUEUE_ARN}-dlq", "maxReceiveCount": 3}
    account.client("sqs").create_queue(QueueName="mailer", Attributes={"RedrivePolicy": json.dumps(redrive)})
