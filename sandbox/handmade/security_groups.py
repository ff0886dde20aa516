"""The six security groups and the traffic between them, under names from three different moods.

Rules are added one by one as in the console: no tags, and hardly ever a word about why.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sandbox.handmade.console import Console

ANYWHERE = "0.0.0.0/0"
EVERYTHING_OUT = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANYWHERE}]}]


@dataclass(frozen=True, kw_only=True)
class SecurityGroups:
    """The group ids, by what they guard."""

    load_balancer: str
    api: str
    worker: str
    web: str
    database: str
    endpoints: str


def make_security_groups(console: Console, *, vpc: str) -> SecurityGroups:
    """Make the groups, then the rules; whoever has rules of its own outwards loses the one that lets everything out."""

    def group(name: str, description: str) -> str:
        made = console.client("ec2").create_security_group(GroupName=name, Description=description, VpcId=vpc)
        return str(made["GroupId"])

    groups = SecurityGroups(
        load_balancer=group("counterpromo-dev-alb-sg", "ALB: HTTP and HTTPS from anywhere"),
        api=group("counterpromo-dev-ecs-api-sg", "ECS API tasks"),
        worker=group("counterpromo-dev-ecs-worker-sg", "ECS worker tasks"),
        web=group("counterpromo-dev-sg-ecs-web", "ECS web tasks"),
        database=group("counterpromo-dev-rds-sg", "PostgreSQL from the ECS tasks"),
        endpoints=group("counterpromo-dev-vpce-sg", "HTTPS to the interface endpoints"),
    )
    _inwards(console, groups)
    _outwards(console, groups)
    return groups


def _inwards(console: Console, groups: SecurityGroups) -> None:
    _allow_in(console, groups.load_balancer, 80, cidr=ANYWHERE)
    _allow_in(console, groups.load_balancer, 443, cidr=ANYWHERE)
    _allow_in(console, groups.api, 3000, peer=groups.load_balancer)
    _allow_in(console, groups.web, 80, peer=groups.load_balancer)
    _allow_in(console, groups.database, 5432, peer=groups.api)
    _allow_in(console, groups.database, 5432, peer=groups.worker)
    _allow_in(console, groups.endpoints, 443, peer=groups.api)
    _allow_in(console, groups.endpoints, 443, peer=groups.worker)
    _allow_in(console, groups.endpoints, 443, peer=groups.web, description="added to fix web task init")


def _outwards(console: Console, groups: SecurityGroups) -> None:
    for group in (groups.load_balancer, groups.api, groups.worker, groups.web):
        console.client("ec2").revoke_security_group_egress(GroupId=group, IpPermissions=EVERYTHING_OUT)
    _allow_out(console, groups.load_balancer, 3000, peer=groups.api)
    _allow_out(console, groups.load_balancer, 80, peer=groups.web)
    for group in (groups.api, groups.worker):
        _allow_out(console, group, 5432, peer=groups.database)
        _allow_out(console, group, 443, peer=groups.endpoints)
    _allow_out(console, groups.web, 443, peer=groups.endpoints)


def _allow_in(
    console: Console, group: str, port: int, *, cidr: str | None = None, peer: str | None = None, description: str = ""
) -> None:
    rule = _rule(port, cidr=cidr, peer=peer, description=description)
    console.client("ec2").authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])


def _allow_out(console: Console, group: str, port: int, *, peer: str) -> None:
    rule = _rule(port, cidr=None, peer=peer, description="")
    console.client("ec2").authorize_security_group_egress(GroupId=group, IpPermissions=[rule])


def _rule(port: int, *, cidr: str | None, peer: str | None, description: str) -> dict[str, Any]:
    written = {"Description": description} if description else {}
    to = {"IpRanges": [{"CidrIp": cidr, **written}]} if cidr else {"UserIdGroupPairs": [{"GroupId": peer, **written}]}
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port, **to}
