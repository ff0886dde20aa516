"""Accounts that somebody else made: the wizards of the console, another product or environment beside DEV."""

from __future__ import annotations

from typing import Any

from sandbox.handmade.console import sign_in
from sandbox.seeded.noise import TRUST, make_noise
from tests.adoption.account import CLUSTER, REGION, Account

BALANCER_GROUP = "counterpromo-dev-alb-sg"
WIZARD_GROUP = "load-balancer-wizard-1"
MORE_THAN_A_PAGE = 110  # IAM and ECR answer with 100 at most, Systems Manager with 50
_ANYWHERE = [{"CidrIp": "0.0.0.0/0"}]


def console_balancer(account: Account) -> None:
    """The console's wizard made the load balancer: its group has a generated name and lets everything out.

    The listener for HTTPS answers 404 by default, and a rule sends every path to the web.
    """
    ec2, elb = account.client("ec2"), account.client("elbv2")
    old = _groups(ec2)[BALANCER_GROUP]
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    new = ec2.create_security_group(
        GroupName=WIZARD_GROUP,
        Description=f"{WIZARD_GROUP} created 2023-11-14T09:31:12.345+00:00",
        VpcId=balancer["VpcId"],
    )["GroupId"]
    wanted = [{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": _ANYWHERE} for port in (80, 443)]
    ec2.authorize_security_group_ingress(GroupId=new, IpPermissions=wanted)
    for rule in ec2.describe_security_group_rules()["SecurityGroupRules"]:
        if rule.get("ReferencedGroupInfo", {}).get("GroupId") == old:
            ec2.revoke_security_group_ingress(
                GroupId=rule["GroupId"], SecurityGroupRuleIds=[rule["SecurityGroupRuleId"]]
            )
            ec2.authorize_security_group_ingress(GroupId=rule["GroupId"], IpPermissions=[_from(new, rule["FromPort"])])
    elb.set_security_groups(LoadBalancerArn=balancer["LoadBalancerArn"], SecurityGroups=[new])
    ec2.delete_security_group(GroupId=old)
    https = _https(elb, balancer["LoadBalancerArn"])
    forward = https["DefaultActions"]
    answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}
    elb.modify_listener(ListenerArn=https["ListenerArn"], DefaultActions=[answer])
    everything = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/*"]}}
    elb.create_rule(ListenerArn=https["ListenerArn"], Priority=100, Conditions=[everything], Actions=forward)


def public_tasks_and_database(account: Account) -> None:
    """No endpoints were wanted: tasks have public addresses, and laptops reach the database."""
    ec2, ecs, rds = account.client("ec2"), account.client("ecs"), account.client("rds")
    public = [
        one["SubnetId"]
        for one in ec2.describe_subnets()["Subnets"]
        if any(tag["Value"].startswith("counterpromo-dev-public") for tag in one.get("Tags", ()))
    ]
    for arn in ecs.list_services(cluster=CLUSTER)["serviceArns"]:
        (service,) = ecs.describe_services(cluster=CLUSTER, services=[arn])["services"]
        place = service["networkConfiguration"]["awsvpcConfiguration"]
        place |= {"subnets": public, "assignPublicIp": "ENABLED"}
        ecs.update_service(cluster=CLUSTER, service=arn, networkConfiguration={"awsvpcConfiguration": place})
    rds.modify_db_subnet_group(DBSubnetGroupName="counterpromo-dev-db-subnets", SubnetIds=public)
    rds.modify_db_instance(
        DBInstanceIdentifier="counterpromo-dev-postgres", PubliclyAccessible=True, ApplyImmediately=True
    )
    laptops = [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "IpRanges": [{"CidrIp": "203.0.113.7/32"}]}]
    ec2.authorize_security_group_ingress(GroupId=_groups(ec2)["counterpromo-dev-rds-sg"], IpPermissions=laptops)
    endpoints = [one["VpcEndpointId"] for one in ec2.describe_vpc_endpoints()["VpcEndpoints"]]
    ec2.delete_vpc_endpoints(VpcEndpointIds=endpoints)


def more_than_a_page_of_everything(account: Account) -> None:
    """Other products have so many resources that every list of AWS has a second page."""
    console = sign_in(account.workplace.sandbox.environment())
    make_noise(console, size=10 * MORE_THAN_A_PAGE)
    for number in range(MORE_THAN_A_PAGE):
        console.client("ecr").create_repository(repositoryName=f"acme-{number:05}")


def another_product_in_the_vpc(account: Account) -> None:
    """The ledger has subnets, a load balancer, a database and a cluster in DEV's VPC."""
    ec2, elb, rds, ecs = map(account.client, ("ec2", "elbv2", "rds", "ecs"))
    vpc = _vpc(ec2)
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.10.{third}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"][
            "SubnetId"
        ]
        for third, zone in ((100, "a"), (101, "b"))
    ]
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    for subnet in subnets:
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    group = ec2.create_security_group(GroupName="ledger", Description="ledger", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[_from(group, 8080)])
    balancer = elb.create_load_balancer(Name="ledger", Subnets=subnets, SecurityGroups=[group])["LoadBalancers"][0]
    targets = elb.create_target_group(Name="ledger", Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="ip")
    forward = [{"Type": "forward", "TargetGroupArn": targets["TargetGroups"][0]["TargetGroupArn"]}]
    elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80, DefaultActions=forward)
    rds.create_db_subnet_group(DBSubnetGroupName="ledger", DBSubnetGroupDescription="ledger", SubnetIds=subnets)
    _database(rds, "ledger", subnet_group="ledger", group=group)
    ecs.create_cluster(clusterName="ledger")
    _service(account, "ledger", cluster="ledger", subnets=subnets, group=group)


def staging_beside_dev(account: Account) -> None:
    """STAGING shares VPC, load balancer, zone, subnet group and cluster with DEV; all else it has again."""
    ec2, elb, rds = map(account.client, ("ec2", "elbv2", "rds"))
    iam, sqs, s3, ssm = map(account.client, ("iam", "sqs", "s3", "ssm"))
    vpc = _vpc(ec2)
    groups = {
        part: ec2.create_security_group(
            GroupName=f"counterpromo-staging-{part}-sg", Description=f"{part} of STAGING", VpcId=vpc
        )["GroupId"]
        for part in ("ecs-api", "rds")
    }
    ec2.authorize_security_group_ingress(GroupId=groups["rds"], IpPermissions=[_from(groups["ecs-api"], 5432)])
    balancer_group = _groups(ec2)[BALANCER_GROUP]
    ec2.authorize_security_group_ingress(GroupId=groups["ecs-api"], IpPermissions=[_from(balancer_group, 3000)])
    ec2.authorize_security_group_egress(GroupId=balancer_group, IpPermissions=[_from(groups["ecs-api"], 3000)])
    (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    targets = elb.create_target_group(
        Name="counterpromo-staging-tg-api", Protocol="HTTP", Port=3000, VpcId=vpc, TargetType="ip"
    )["TargetGroups"][0]["TargetGroupArn"]
    host = [{"Field": "host-header", "HostHeaderConfig": {"Values": ["staging.counterpromo.com"]}}]
    elb.create_rule(
        ListenerArn=_https(elb, balancer["LoadBalancerArn"])["ListenerArn"],
        Priority=20,
        Conditions=host,
        Actions=[{"Type": "forward", "TargetGroupArn": targets}],
    )
    _alias(account.client("route53"), "staging.counterpromo.com", balancer)
    _database(rds, "counterpromo-staging-postgres", subnet_group="counterpromo-dev-db-subnets", group=groups["rds"])
    iam.create_role(RoleName="counterpromo-staging-ecs-task-app", AssumeRolePolicyDocument=TRUST)
    sqs.create_queue(QueueName="counterpromo-staging-jobs")
    where = {"LocationConstraint": REGION}
    s3.create_bucket(Bucket="counterpromo-staging-uploads-437064342167", CreateBucketConfiguration=where)
    ssm.put_parameter(Name="/counterpromo/staging/db/name", Value="counterpromo", Type="String")
    account.client("secretsmanager").create_secret(Name="counterpromo/staging/db/postgres", SecretString="nothing")
    account.client("logs").create_log_group(logGroupName="/ecs/counterpromo-staging")
    private = [one["SubnetId"] for one in ec2.describe_subnets()["Subnets"] if one["VpcId"] == vpc][-2:]
    _service(account, "counterpromo-staging-svc-api", cluster=CLUSTER, subnets=private, group=groups["ecs-api"])


def _groups(ec2: Any) -> dict[str, str]:
    return {one["GroupName"]: one["GroupId"] for one in ec2.describe_security_groups()["SecurityGroups"]}


def _vpc(ec2: Any) -> str:
    named = [{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}]
    return str(ec2.describe_vpcs(Filters=named)["Vpcs"][0]["VpcId"])


def _https(elb: Any, balancer: str) -> dict[str, Any]:
    listeners = elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]
    return next(one for one in listeners if one["Port"] == 443)


def _from(peer: str, port: int) -> dict[str, Any]:
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "UserIdGroupPairs": [{"GroupId": peer}]}


def _database(rds: Any, identifier: str, *, subnet_group: str, group: str) -> None:
    rds.create_db_instance(
        DBInstanceIdentifier=identifier,
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=20,
        MasterUsername="counterpromo",
        MasterUserPassword="not-a-real-one",
        DBSubnetGroupName=subnet_group,
        VpcSecurityGroupIds=[group],
    )


def _service(account: Account, name: str, *, cluster: str, subnets: list[str], group: str) -> None:
    ecs = account.client("ecs")
    container = {"name": name, "image": "public.ecr.aws/nginx/nginx:stable", "essential": True}
    ecs.register_task_definition(
        family=name,
        requiresCompatibilities=["FARGATE"],
        networkMode="awsvpc",
        cpu="256",
        memory="512",
        containerDefinitions=[container],
    )
    place = {"subnets": subnets, "securityGroups": [group], "assignPublicIp": "DISABLED"}
    ecs.create_service(
        cluster=cluster,
        serviceName=name,
        taskDefinition=name,
        desiredCount=1,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": place},
    )


def _alias(route53: Any, host: str, balancer: dict[str, Any]) -> None:
    (zone,) = route53.list_hosted_zones_by_name(DNSName="counterpromo.com", MaxItems="1")["HostedZones"]
    target = {
        "HostedZoneId": balancer["CanonicalHostedZoneId"],
        "DNSName": f"dualstack.{balancer['DNSName']}",
        "EvaluateTargetHealth": True,
    }
    record = {"Name": host, "Type": "A", "AliasTarget": target}
    route53.change_resource_record_sets(
        HostedZoneId=zone["Id"], ChangeBatch={"Changes": [{"Action": "UPSERT", "ResourceRecordSet": record}]}
    )
