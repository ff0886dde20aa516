"""Values that people set in AWS and provider 5.100.0 has no argument for, in the form of AWS's answers."""

from __future__ import annotations

from sandbox.overlay.amendment import Amendment
from tests.adoption.account import ACCOUNT, CLUSTER, REGION, Account
from tests.coverage.live.reads import answer, attributes, item

SERVICE, DATABASE, PARAMETER = "counterpromo-dev-api-service", "counterpromo-dev-postgres", "/counterpromo/dev/db/port"
HOOK = {
    "hookTargetArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:smoke",
    "roleArn": f"arn:aws:iam::{ACCOUNT}:role/hooks",
    "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
}
REWRITE = {"Type": "url-rewrite", "UrlRewriteConfig": {"Rewrites": [{"Regex": "^/api/(.*)$", "Replace": "/$1"}]}}
EXPIRATION = {"PolicyText": '{"Type":"Expiration"}', "PolicyType": "Expiration", "PolicyStatus": "Pending"}
SAID = {
    "aws_acm_certificate.dns_certificate.Options.Export": "ENABLED",
    "aws_db_instance.database_postgres.PendingModifiedValues": {"DBInstanceClass": "db.t4g.small"},
    "aws_ecs_service.services_api_service.deploymentConfiguration.bakeTimeInMinutes": 5,
    "aws_ecs_service.services_api_service.deploymentConfiguration.lifecycleHooks": [HOOK],
    "aws_ecs_service.services_api_service.deploymentConfiguration.strategy": "BLUE_GREEN",
    "aws_lb.balancer_alb.health_check_logs.s3.enabled": "true",
    "aws_lb_listener_rule.balancer_api_paths.Transforms": [REWRITE],
    "aws_ssm_parameter.parameters_db_port.Policies": [EXPIRATION],
    "aws_vpc.network_vpc.EncryptionControl": {"Mode": "monitor", "State": "available"},
}


def amendments(account: Account) -> list[Amendment]:
    """Returns AWS's answers with a blue/green deployment, a rewritten URL, an exportable certificate and the like."""
    elb, ecs = account.client("elbv2"), account.client("ecs")
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    https = next(one["ListenerArn"] for one in listeners if one["Port"] == 443)
    rule = next(one for one in elb.describe_rules(ListenerArn=https)["Rules"] if not one["IsDefault"])
    (service,) = ecs.describe_services(cluster=CLUSTER, services=[SERVICE])["services"]
    deployed = {**service["deploymentConfiguration"], "strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5}
    deployed |= {"lifecycleHooks": [HOOK]}
    (certificate,) = account.client("acm").list_certificates()["CertificateSummaryList"]
    encrypted = {"Mode": "monitor", "State": "available"}
    return [
        item("ecs.DescribeServices", "services", {"serviceName": SERVICE}, deploymentConfiguration=deployed),
        item("elbv2.DescribeRules", "Rules", {"RuleArn": rule["RuleArn"]}, Transforms=[REWRITE]),
        *attributes("elbv2.DescribeLoadBalancerAttributes", {}, health_check_logs__s3__enabled="true"),
        item(
            "rds.DescribeDBInstances",
            "DBInstances",
            {"DBInstanceIdentifier": DATABASE},
            PendingModifiedValues={"DBInstanceClass": "db.t4g.small"},
        ),
        item("ssm.DescribeParameters", "Parameters", {"Name": PARAMETER}, Policies=[EXPIRATION]),
        answer(
            "acm.DescribeCertificate",
            {"CertificateArn": certificate["CertificateArn"]},
            Certificate={"Options": {"Export": "ENABLED"}},
        ),
        item("ec2.DescribeVpcs", "Vpcs", {"CidrBlock": "10.10.0.0/16"}, EncryptionControl=encrypted),
    ]
