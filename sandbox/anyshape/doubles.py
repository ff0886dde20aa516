"""What the reference knows once and somebody made twice, both in use: nobody can tell which is meant, and must ask.

No name decides either: what is doubled bears none of the reference's, so the choices of a seed are bent to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.handmade import Made
from sandbox.handmade.cluster import CLUSTER
from sandbox.handmade.console import Console
from sandbox.handmade.database import IDENTIFIER
from sandbox.handmade.dns import DOMAIN, HOST, put_record
from sandbox.handmade.forms import EnvironmentForm
from sandbox.handmade.rules import API, RDS
from sandbox.planted import PlantedDouble

DOUBLES = ("zone", "API service", "database group", "endpoint")
BENT: Mapping[str, Mapping[str, str]] = {
    "API service": {"services.api_name": "api"},
    "database group": {"groups.names": "short"},
}


def make_double(console: Console, kind: str, form: EnvironmentForm, *, made: Made) -> PlantedDouble:
    """Make the second one beside what `made` holds; `kind` is one of DOUBLES."""
    return _MAKE[kind](console, form, made)


def _make_zone(console: Console, form: EnvironmentForm, made: Made) -> PlantedDouble:
    """A second public zone of the name, whose host leads to the same balancer."""
    route53 = console.client("route53")
    zone = route53.create_hosted_zone(Name=DOMAIN, CallerReference="delegated-anew")["HostedZone"]["Id"]
    target = {
        "HostedZoneId": made.balancer.zone,
        "DNSName": f"{form.dns.alias_prefix}{made.balancer.dns_name}",
        "EvaluateTargetHealth": form.dns.evaluate_target_health,
    }
    id_ = zone.removeprefix("/hostedzone/")
    put_record(console, id_, {"Name": HOST, "Type": "A", "AliasTarget": target})
    return PlantedDouble(type="aws_route53_zone", ids=(made.zone, id_))


def _make_service(console: Console, form: EnvironmentForm, made: Made) -> PlantedDouble:
    """The API runs twice behind the balancer, as it does where a move to a new service was never finished."""
    (api,) = [service for service in form.services if service.task.key == "api"]
    name = f"{api.name}-2"
    network = {"subnets": list(made.network.private_subnets), "securityGroups": [made.groups[API]]}
    target = {
        "targetGroupArn": made.balancer.api_targets,
        "containerName": api.task.container,
        "containerPort": api.task.port,
    }
    console.client("ecs").create_service(
        cluster=CLUSTER,
        serviceName=name,
        taskDefinition=api.task.family,
        desiredCount=1,
        launchType="FARGATE",
        networkConfiguration={"awsvpcConfiguration": network},
        loadBalancers=[target],
    )
    return PlantedDouble(type="aws_ecs_service", ids=(f"{CLUSTER}/{api.name}", f"{CLUSTER}/{name}"))


def _make_group(console: Console, form: EnvironmentForm, made: Made) -> PlantedDouble:
    """The database has two groups, and neither name says which is which."""
    group: str = console.client("ec2").create_security_group(
        GroupName="postgres-2", Description="for the migration", VpcId=made.network.vpc
    )["GroupId"]
    both = (made.groups[RDS], group)
    console.client("rds").modify_db_instance(DBInstanceIdentifier=IDENTIFIER, VpcSecurityGroupIds=list(both))
    return PlantedDouble(type="aws_security_group", ids=both)


def _make_endpoint(console: Console, form: EnvironmentForm, made: Made) -> PlantedDouble:
    """A second way to SQS, which cannot have the private name that the first one holds."""
    ec2 = console.client("ec2")
    service = f"com.amazonaws.{console.region}.sqs"
    second = ec2.create_vpc_endpoint(
        VpcId=made.network.vpc,
        ServiceName=service,
        VpcEndpointType="Interface",
        SubnetIds=list(made.network.private_subnets[:1]),
        PrivateDnsEnabled=False,
    )["VpcEndpoint"]["VpcEndpointId"]
    (first,) = [
        one["VpcEndpointId"]
        for one in ec2.describe_vpc_endpoints(Filters=[{"Name": "service-name", "Values": [service]}])["VpcEndpoints"]
        if one["VpcId"] == made.network.vpc and one["VpcEndpointId"] != second
    ]
    return PlantedDouble(type="aws_vpc_endpoint", ids=(first, second))


_MAKE: Mapping[str, Callable[[Console, EnvironmentForm, Made], PlantedDouble]] = dict(
    zip(DOUBLES, (_make_zone, _make_service, _make_group, _make_endpoint), strict=True)
)
