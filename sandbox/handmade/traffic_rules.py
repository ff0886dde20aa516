"""The traffic between security groups, line by line as the reference lists it, by the reference's group names."""

from __future__ import annotations

from dataclasses import dataclass

ALB, API, WORKER, WEB = "ALB SG", "ECS API SG", "ECS WORKER SG", "ECS WEB SG"
RDS, ENDPOINTS = "RDS SG", "VPC Endpoint SG"
TASKS = (API, WORKER, WEB)
ALL = (ALB, *TASKS, RDS, ENDPOINTS)
ANYWHERE = "0.0.0.0/0"
S3_PREFIX_LIST = "S3's prefix list"
INGRESS, EGRESS = "aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the reference: `RDS SG: 5432 from ECS API SG`."""

    group: str
    port: int
    peer: str
    inwards: bool

    @property
    def type(self) -> str:
        return INGRESS if self.inwards else EGRESS

    @property
    def role(self) -> str:
        return f"{self.group}: {self.port} {'from' if self.inwards else 'to'} {self.peer}"


def _in(group: str, port: int, *peers: str) -> tuple[Rule, ...]:
    return tuple(Rule(group=group, port=port, peer=peer, inwards=True) for peer in peers)


def _out(group: str, port: int, *peers: str) -> tuple[Rule, ...]:
    return tuple(Rule(group=group, port=port, peer=peer, inwards=False) for peer in peers)


RULES = (
    *_in(ALB, 80, ANYWHERE),
    *_in(ALB, 443, ANYWHERE),
    *_in(API, 3000, ALB),
    *_in(WEB, 80, ALB),
    *_in(RDS, 5432, API, WORKER),
    *_in(ENDPOINTS, 443, API, WORKER, WEB),
    *_out(ALB, 3000, API),
    *_out(ALB, 80, WEB),
    *_out(API, 5432, RDS),
    *_out(API, 443, ENDPOINTS),
    *_out(WORKER, 5432, RDS),
    *_out(WORKER, 443, ENDPOINTS),
    *_out(WEB, 443, ENDPOINTS),
)
IMAGE_LAYERS = tuple(rule for group in TASKS for rule in _out(group, 443, S3_PREFIX_LIST))
