"""What the reference knows once and somebody made twice, both in use: nobody can tell which is meant, and must ask.

No name decides either: what is doubled bears none of the reference's, so the choices of a seed are bent to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sandbox.answer_sheet import Notebook, PlantedDouble
from sandbox.handmade import Made
from sandbox.handmade.cluster import CLUSTER
from sandbox.handmade.console import Console
from sandbox.handmade.database import IDENTIFIER
from sandbox.handmade.dns import DOMAIN, make_alias
from sandbox.handmade.forms import EnvironmentForm
from sandbox.handmade.services import run, targets_of
from sandbox.handmade.traffic_rules import RDS

DOUBLES = ("zone", "API service", "database group", "endpoint")
BENT: Mapping[str, Mapping[str, str]] = {
    "API service": {"services.api_name": "api"},
    "database group": {"groups.names": "short"},
}


def make_double(console: Console, kind: str, form: EnvironmentForm, *, made: Made) -> PlantedDouble:
    """Make the second one beside what `made` holds, unnoted; `kind` is one of DOUBLES."""
    return _MAKE[kind](console, form, made)


def _make_zone(console: Console, form: EnvironmentForm, made: Made) -> PlantedDouble:
    """A second public zone of the name, whose host leads to the same balancer."""
    zone: str = console.client("route53").create_hosted_zone(Name=DOMAIN, CallerReference="delegated-anew")[
        "HostedZone"
    ]["Id"]
    id_, balancer = zone.removeprefix("/hostedzone/"), made.balancer
    make_alias(_unnoted(console), form.dns, zone=id_, dns_name=balancer.dns_name, load_balancer_zone=balancer.zone)
    return PlantedDouble(type="aws_route53_zone", ids=(made.zone, id_))


def _make_service(console: Console, form: EnvironmentForm, made: Made) -> PlantedDouble:
    """The API runs twice behind the balancer, as it does where a move to a new service was never finished."""
    (api,) = [service for service in form.services if service.task.key == "api"]
    second = replace(api, name=f"{api.name}-2")
    targets = targets_of(made.balancer)
    run(_unnoted(console), second, network=made.network, groups=made.groups, targets=targets)
    return PlantedDouble(type="aws_ecs_service", ids=(f"{CLUSTER}/{api.name}", f"{CLUSTER}/{second.name}"))


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
    second: str = console.client("ec2").create_vpc_endpoint(
        VpcId=made.network.vpc,
        ServiceName=f"com.amazonaws.{console.region}.sqs",
        VpcEndpointType="Interface",
        SubnetIds=list(made.network.private_subnets[:1]),
        PrivateDnsEnabled=False,
    )["VpcEndpoint"]["VpcEndpointId"]
    (first,) = [one.id for one in console.notes.documented if one.role == "sqs endpoint"]
    return PlantedDouble(type="aws_vpc_endpoint", ids=(first, second))


def _unnoted(console: Console) -> Console:
    return replace(console, notes=Notebook())


_MAKE: Mapping[str, Callable[[Console, EnvironmentForm, Made], PlantedDouble]] = dict(
    zip(DOUBLES, (_make_zone, _make_service, _make_group, _make_endpoint), strict=True)
)
