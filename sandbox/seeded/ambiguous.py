"""Makes a second resource for one resource of the reference, both in use, so that a person has to choose.

Names do not decide either: the choices of the seed are changed so that neither has a name of the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sandbox.answer_sheet import Notebook, ResourceMadeTwice
from sandbox.handmade import Made
from sandbox.handmade.console import Console
from sandbox.handmade.database import IDENTIFIER
from sandbox.handmade.dns import DOMAIN, make_alias
from sandbox.handmade.ecs.cluster import CLUSTER
from sandbox.handmade.ecs.services import run, targets_of
from sandbox.handmade.forms import EnvironmentForm
from sandbox.handmade.traffic_rules import RDS

DOUBLES = ("zone", "API service", "database group", "endpoint")
BENT: Mapping[str, Mapping[str, str]] = {
    "API service": {"services.api_name": "api"},
    "database group": {"groups.names": "short"},
}


def make_double(console: Console, kind: str, form: EnvironmentForm, *, made: Made) -> ResourceMadeTwice:
    """Makes the second resource beside those in `made`, without a note; `kind` is one of DOUBLES."""
    return _MAKE[kind](console, form, made)


def _make_zone(console: Console, form: EnvironmentForm, made: Made) -> ResourceMadeTwice:
    """Makes a second public zone of the name, whose host leads to the same load balancer."""
    zone: str = console.client("route53").create_hosted_zone(Name=DOMAIN, CallerReference="delegated-anew")[
        "HostedZone"
    ]["Id"]
    id_, balancer = zone.removeprefix("/hostedzone/"), made.balancer
    make_alias(_unnoted(console), form.dns, zone=id_, dns_name=balancer.dns_name, load_balancer_zone=balancer.zone)
    return ResourceMadeTwice(type="aws_route53_zone", ids=(made.zone, id_))


def _make_service(console: Console, form: EnvironmentForm, made: Made) -> ResourceMadeTwice:
    """Makes a second service of the API behind the load balancer, as after an unfinished move."""
    (api,) = [service for service in form.services if service.task.key == "api"]
    second = replace(api, name=f"{api.name}-2")
    targets = targets_of(made.balancer)
    run(_unnoted(console), second, network=made.network, groups=made.groups, targets=targets)
    return ResourceMadeTwice(type="aws_ecs_service", ids=(f"{CLUSTER}/{api.name}", f"{CLUSTER}/{second.name}"))


def _make_group(console: Console, form: EnvironmentForm, made: Made) -> ResourceMadeTwice:
    """Makes a second security group of the database; neither name tells them apart."""
    group: str = console.client("ec2").create_security_group(
        GroupName="postgres-2", Description="for the migration", VpcId=made.network.vpc
    )["GroupId"]
    both = (made.groups[RDS], group)
    console.client("rds").modify_db_instance(DBInstanceIdentifier=IDENTIFIER, VpcSecurityGroupIds=list(both))
    return ResourceMadeTwice(type="aws_security_group", ids=both)


def _make_endpoint(console: Console, form: EnvironmentForm, made: Made) -> ResourceMadeTwice:
    """Makes a second endpoint of SQS, without the private DNS name that the first one has."""
    second: str = console.client("ec2").create_vpc_endpoint(
        VpcId=made.network.vpc,
        ServiceName=f"com.amazonaws.{console.region}.sqs",
        VpcEndpointType="Interface",
        SubnetIds=list(made.network.private_subnets[:1]),
        PrivateDnsEnabled=False,
    )["VpcEndpoint"]["VpcEndpointId"]
    (first,) = [one.id for one in console.notes.documented if one.role == "sqs endpoint"]
    return ResourceMadeTwice(type="aws_vpc_endpoint", ids=(first, second))


def _unnoted(console: Console) -> Console:
    return replace(console, notes=Notebook())


_MAKE: Mapping[str, Callable[[Console, EnvironmentForm, Made], ResourceMadeTwice]] = dict(
    zip(DOUBLES, (_make_zone, _make_service, _make_group, _make_endpoint), strict=True)
)
