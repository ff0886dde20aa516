"""Makes resources in the account that do not belong to DEV, some with similar names. An import leaves them alone."""

from __future__ import annotations

from sandbox.handmade.console import Console, tagged

TOOLS = "internal-tools"
TRUST_LAMBDA = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)


def make_unrelated(console: Console) -> None:
    """Makes another network, a cluster, a queue, a bucket, roles, settings and records, beside the default VPC."""
    _make_experiment_network(console)
    _make_tools(console)
    iam = console.client("iam")
    iam.create_role(RoleName="counterpromo-thumbnailer", AssumeRolePolicyDocument=TRUST_LAMBDA)
    for service in ("ecs", "elasticloadbalancing", "rds"):
        iam.create_service_linked_role(AWSServiceName=f"{service}.amazonaws.com")
    console.client("s3").create_bucket(
        Bucket=f"counterpromo-design-files-{console.account_id}",
        CreateBucketConfiguration={"LocationConstraint": console.region},
    )
    console.client("route53").create_hosted_zone(Name="counterpromo.net", CallerReference="parked")
    for repository in ("counterpromo-api", "counterpromo-worker"):
        console.client("ecr").create_repository(repositoryName=repository)


def _make_experiment_network(console: Console) -> None:
    """Makes a network with the same addresses as DEV's VPC, and a group that a wizard named."""
    ec2 = console.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.10.0.0/16", TagSpecifications=tagged("vpc", "counterpromo-experiment"))
    vpc_id = vpc["Vpc"]["VpcId"]
    ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.10.10.0/24", AvailabilityZone=f"{console.region}a")
    ec2.create_security_group(GroupName="launch-wizard-1", Description="launch-wizard-1 created", VpcId=vpc_id)
    ec2.create_internet_gateway()


def _make_tools(console: Console) -> None:
    """Makes a small service of another team: cluster, task, queue, parameter, secret and log group."""
    ecs = console.client("ecs")
    ecs.create_cluster(clusterName=f"{TOOLS}-cluster")
    ecs.register_task_definition(
        family=f"{TOOLS}-td-api",
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        containerDefinitions=[{"name": "api", "image": "public.ecr.aws/docker/library/httpd:2.4"}],
    )
    console.client("sqs").create_queue(QueueName=f"{TOOLS}-jobs")
    console.client("logs").create_log_group(logGroupName=f"/ecs/{TOOLS}")
    console.client("ssm").put_parameter(Name=f"/{TOOLS}/db/host", Value="tools.example.org", Type="String")
    console.client("secretsmanager").create_secret(Name=f"{TOOLS}/token", SecretString="planted-secret-tools-token")
