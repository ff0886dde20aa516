"""One live part of every type that the emulator serves, on resources that an import adopts; none is in the settings.

Each function makes the parts of one service, and returns their types.
"""

from __future__ import annotations

import json
from typing import Any

import boto3

from tests.adoption.account import ACCOUNT, Account

NAME = "counterpromo-dev"
BUCKET, LOGS, DATABASE, ROLE = f"{NAME}-uploads-{ACCOUNT}", f"/ecs/{NAME}", f"{NAME}-postgres", f"{NAME}-ecs-task-app"
OTHER_BUCKET = f"arn:aws:s3:::{NAME}-assets-{ACCOUNT}"


def of_the_bucket(account: Account) -> set[str]:
    """Copies, a website, an old access list, and a list that S3 writes of the bucket."""
    s3 = account.client("s3")
    s3.put_bucket_ownership_controls(
        Bucket=BUCKET, OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}
    )
    delivery = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}
    owner = s3.get_bucket_acl(Bucket=BUCKET)["Owner"]
    grants = [
        {"Grantee": {"Type": "CanonicalUser", "ID": owner["ID"]}, "Permission": "FULL_CONTROL"},
        {"Grantee": delivery, "Permission": "WRITE"},
    ]
    s3.put_bucket_acl(Bucket=BUCKET, AccessControlPolicy={"Owner": owner, "Grants": grants})
    s3.put_bucket_accelerate_configuration(Bucket=BUCKET, AccelerateConfiguration={"Status": "Enabled"})
    s3.put_bucket_website(Bucket=BUCKET, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    destination = {"Bucket": OTHER_BUCKET, "StorageClass": "STANDARD_IA"}
    rule = {
        "ID": "copies",
        "Priority": 1,
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": destination,
    }
    role = f"arn:aws:iam::{ACCOUNT}:role/replication"
    s3.put_bucket_replication(Bucket=BUCKET, ReplicationConfiguration={"Role": role, "Rules": [rule]})
    listed = {"S3BucketDestination": {"Bucket": OTHER_BUCKET, "Format": "CSV"}}
    s3.put_bucket_inventory_configuration(
        Bucket=BUCKET,
        Id="weekly",
        InventoryConfiguration={
            "Id": "weekly",
            "IsEnabled": True,
            "IncludedObjectVersions": "All",
            "Schedule": {"Frequency": "Weekly"},
            "Destination": listed,
        },
    )
    return {
        "aws_s3_bucket_accelerate_configuration",
        "aws_s3_bucket_acl",
        "aws_s3_bucket_inventory",
        "aws_s3_bucket_ownership_controls",
        "aws_s3_bucket_replication_configuration",
        "aws_s3_bucket_website_configuration",
    }


def of_the_network(account: Account) -> set[str]:
    """An ACL, the default ACL with a rule, DHCP options, a second CIDR, a peering and three gateways of the VPC."""
    ec2 = account.client("ec2")
    vpc = vpc_of(ec2)
    ec2.create_network_acl(VpcId=vpc)
    (default,) = ec2.describe_network_acls(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}, {"Name": "default", "Values": ["true"]}]
    )["NetworkAcls"]
    ec2.create_network_acl_entry(
        NetworkAclId=default["NetworkAclId"],
        RuleNumber=50,
        Protocol="6",
        RuleAction="deny",
        Egress=False,
        CidrBlock="192.0.2.0/24",
        PortRange={"From": 22, "To": 22},
    )
    servers = [{"Key": "domain-name-servers", "Values": ["10.10.0.2"]}]
    options = ec2.create_dhcp_options(DhcpConfigurations=servers)["DhcpOptions"]["DhcpOptionsId"]
    ec2.associate_dhcp_options(DhcpOptionsId=options, VpcId=vpc)
    ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.20.0.0/16")
    other = ec2.create_vpc(CidrBlock="10.90.0.0/16")["Vpc"]["VpcId"]
    peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other)["VpcPeeringConnection"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering["VpcPeeringConnectionId"])
    ec2.create_egress_only_internet_gateway(VpcId=vpc)
    gateway = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    ec2.attach_vpn_gateway(VpnGatewayId=gateway, VpcId=vpc)
    transit = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    subnets = ec2.describe_subnets(Filters=[{"Name": "vpc-id", "Values": [vpc]}])["Subnets"]
    ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=transit, VpcId=vpc, SubnetIds=[subnets[-1]["SubnetId"]])
    return {
        "aws_network_acl",
        "aws_default_network_acl",
        "aws_vpc_dhcp_options",
        "aws_vpc_dhcp_options_association",
        "aws_vpc_ipv4_cidr_block_association",
        "aws_vpc_peering_connection",
        "aws_egress_only_internet_gateway",
        "aws_vpn_gateway",
        "aws_ec2_transit_gateway_vpc_attachment",
    }


def of_the_secret(account: Account) -> set[str]:
    """A resource policy."""
    secrets = account.client("secretsmanager")
    name = f"{NAME.replace('-', '/')}/db/postgres"
    principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "secretsmanager:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    secrets.put_resource_policy(SecretId=name, ResourcePolicy=json.dumps(policy))
    return {"aws_secretsmanager_secret_policy"}


def of_the_logs(account: Account) -> set[str]:
    """A metric filter."""
    logs = account.client("logs")
    metric = {"metricName": "errors", "metricNamespace": "counterpromo", "metricValue": "1", "unit": "None"}
    logs.put_metric_filter(
        logGroupName=LOGS, filterName="errors", filterPattern="ERROR", metricTransformations=[metric]
    )
    return {"aws_cloudwatch_log_metric_filter"}


def of_the_listener(account: Account) -> set[str]:
    """A further certificate."""
    elb = account.client("elbv2")
    further = account.client("acm").request_certificate(DomainName="shop.example.com", ValidationMethod="DNS")
    (balancer,) = elb.describe_load_balancers(Names=[f"{NAME}-alb"])["LoadBalancers"]
    listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = [one["ListenerArn"] for one in listeners if one["Port"] == 443]
    elb.add_listener_certificates(ListenerArn=https, Certificates=[{"CertificateArn": further["CertificateArn"]}])
    return {"aws_lb_listener_certificate"}


def of_the_roles(account: Account) -> set[str]:
    """An instance profile on a role of ours."""
    iam = account.client("iam")
    iam.create_instance_profile(InstanceProfileName=ROLE)
    iam.add_role_to_instance_profile(InstanceProfileName=ROLE, RoleName=ROLE)
    return {"aws_iam_instance_profile"}


def of_the_database(account: Account) -> set[str]:
    """A subscription to events of the instance."""
    topic = account.client("sns").create_topic(Name="database-events")["TopicArn"]
    account.client("rds").create_event_subscription(
        SubscriptionName="database",
        SnsTopicArn=topic,
        SourceType="db-instance",
        SourceIds=[DATABASE],
        EventCategories=["failover"],
        Enabled=True,
    )
    return {"aws_db_event_subscription"}


def of_the_service(account: Account) -> set[str]:
    """A scheduled action, which Terraform cannot import."""
    place = {
        "ServiceNamespace": "ecs",
        "ResourceId": f"service/{NAME}-cluster/{NAME}-svc-worker",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    scaling = account.client("application-autoscaling")
    scaling.register_scalable_target(**place, MinCapacity=0, MaxCapacity=1)
    scaling.put_scheduled_action(
        **place,
        ScheduledActionName="off-at-night",
        Schedule="cron(0 20 * * ? *)",
        ScalableTargetAction={"MinCapacity": 0, "MaxCapacity": 0},
    )
    return {"aws_appautoscaling_target", "aws_appautoscaling_scheduled_action"}


def of_the_zone(account: Account) -> set[str]:
    """Logs of the queries."""
    dns = account.client("route53")
    zone = next(one["Id"] for one in dns.list_hosted_zones()["HostedZones"] if one["Name"] == "counterpromo.com.")
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
    make: Any = session.client
    logs = make("logs", endpoint_url=account.workplace.sandbox.endpoint)
    logs.create_log_group(logGroupName="/aws/route53/counterpromo.com")
    arn = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/route53/counterpromo.com:*"
    dns.create_query_logging_config(HostedZoneId=zone, CloudWatchLogsLogGroupArn=arn)
    return {"aws_route53_query_log"}


ALL = (
    of_the_bucket,
    of_the_network,
    of_the_secret,
    of_the_logs,
    of_the_listener,
    of_the_roles,
    of_the_database,
    of_the_service,
    of_the_zone,
)


def vpc_of(ec2: Any) -> str:
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": [f"{NAME}-vpc"]}])["Vpcs"]
    return str(vpc["VpcId"])
