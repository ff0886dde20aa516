"""Parts of adopted resources that have a Terraform type of their own: some become settings, the others are strays."""

from __future__ import annotations

import json

from tests.adoption.account import ACCOUNT, CLUSTER, Account

BUCKET = f"counterpromo-dev-uploads-{ACCOUNT}"
GROUP = "/ecs/counterpromo-dev"
RULES = [
    {
        "ID": "browser-uploads",
        "AllowedOrigins": ["https://dev.counterpromo.com"],
        "AllowedMethods": ["PUT", "GET"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"],
        "MaxAgeSeconds": 3600,
    },
    {"AllowedOrigins": ["*"], "AllowedMethods": ["GET"]},
]
CORS = {
    "browser_uploads": {
        "origins": ["https://dev.counterpromo.com"],
        "methods": ["PUT", "GET"],
        "headers": ["*"],
        "expose_headers": ["ETag"],
        "max_age_seconds": 3600,
        "id": "browser-uploads",
    },
    "rule_2": {"origins": ["*"], "methods": ["GET"]},
}
STRATEGY = {"FARGATE": {"weight": 1, "base": 1}, "FARGATE_SPOT": {"weight": 3, "base": 0}}


def cors_and_capacity_providers(account: Account) -> None:
    """Lets a browser upload to a bucket, and gives the cluster capacity providers with a default strategy."""
    account.client("s3").put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": RULES})
    account.client("ecs").put_cluster_capacity_providers(
        cluster=CLUSTER,
        capacityProviders=list(STRATEGY),
        defaultCapacityProviderStrategy=[{"capacityProvider": name, **share} for name, share in STRATEGY.items()],
    )


def parts_that_no_setting_describes(account: Account) -> None:
    """Adds a policy to a secret, a metric filter to the log group, a website to a bucket, and a network ACL."""
    secrets = account.client("secretsmanager")
    (secret, *_) = [one for one in secrets.list_secrets()["SecretList"] if one["Name"].startswith("counterpromo/dev/")]
    statement = {"Sid": "Read", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}}
    policy = {"Version": "2012-10-17", "Statement": [statement | {"Action": "secretsmanager:*", "Resource": "*"}]}
    secrets.put_resource_policy(SecretId=secret["ARN"], ResourcePolicy=json.dumps(policy))
    metric = {"metricName": "errors", "metricNamespace": "counterpromo", "metricValue": "1"}
    account.client("logs").put_metric_filter(
        logGroupName=GROUP, filterName="errors", filterPattern="ERROR", metricTransformations=[metric]
    )
    account.client("s3").put_bucket_website(
        Bucket=BUCKET, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}}
    )
    ec2 = account.client("ec2")
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}])["Vpcs"]
    ec2.create_network_acl(VpcId=vpc["VpcId"])


STRAYS = {
    "aws_secretsmanager_secret_policy",
    "aws_cloudwatch_log_metric_filter",
    "aws_s3_bucket_website_configuration",
    "aws_network_acl",
}
