"""A broken path as a case: one hop of a sound environment is cut. Functions that cut."""

import json
from dataclasses import dataclass
from typing import Any

from tests.reach.sound import Cut, Document, at, in_policy, with_

EXECUTION = "aws_iam_role_policy.roles_execution_policy"
TASK = "aws_iam_role_policy.roles_task_policy"
VPC = "${aws_vpc.network_vpc.id}"
PRIVATE = ["${aws_subnet.network_private_a.id}", "${aws_subnet.network_private_b.id}"]
PUBLIC = ["${aws_subnet.network_public_a.id}", "${aws_subnet.network_public_b.id}"]


@dataclass(frozen=True)
class Broken:
    """A cut, and what the audit must say: the service, a part of what it cannot do, of the hop, and of the cure."""

    name: str
    cut: Cut
    service: str
    cannot: str
    detail: str
    cure: str


def deny(address: str, action: str) -> Cut:
    """Returns the cut that denies an action in a policy."""
    statement = {"Effect": "Deny", "Action": action, "Resource": "*"}
    return in_policy(address, lambda listed: listed.append(statement))


def endpoint_policy(key: str, *actions: str) -> Cut:
    """Returns the cut that gives an endpoint a policy with these actions only."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": list(actions), "Resource": "*"}
    return with_(f"aws_vpc_endpoint.{key}", policy=json.dumps({"Statement": [statement]}))


def acl(*, ingress: list[Any], egress: list[Any], subnets: list[str]) -> Cut:
    """Returns the cut that puts subnets behind a network ACL."""
    return with_(
        "aws_network_acl.test",
        vpc_id=VPC,
        subnet_ids=subnets,
        ingress=ingress,
        egress=egress,
        tags={"Name": "test-acl"},
    )


def entry(number: int, ports: tuple[int, int], *, cidr: str = "0.0.0.0/0", action: str = "allow") -> dict[str, Any]:
    """Returns an entry of a network ACL for TCP."""
    first, last = ports
    return {
        "rule_no": number,
        "protocol": "tcp",
        "from_port": first,
        "to_port": last,
        "cidr_block": cidr,
        "action": action,
    }


EVERY = entry(100, (0, 65535))


def boundary(document: Document) -> None:
    """Gives the execution role a boundary that allows logs only."""
    statement = {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}
    with_("aws_iam_policy.limit", name="limit", policy=json.dumps({"Statement": [statement]}))(document)
    at(document, "aws_iam_role.roles_execution")["permissions_boundary"] = "${aws_iam_policy.limit.arn}"


def shadow(document: Document) -> None:
    """Puts a rule for every path before that of the API."""
    first = json.loads(json.dumps(at(document, "aws_lb_listener_rule.balancer_api_paths")))
    first["action"] = [{"type": "forward", "target_group_arn": "${aws_lb_target_group.balancer_web.arn}"}]
    first["condition"] = [{"path_pattern": {"values": ["/*"]}}]
    document["resource"]["aws_lb_listener_rule"]["all"] = first | {"priority": 1}
    at(document, "aws_lb_listener_rule.balancer_api_paths")["priority"] = 5


def swap(address: str, old: str, new: str, *, argument: str = "policy") -> Cut:
    """Returns the cut that replaces a text in an argument."""

    def cut(document: Document) -> None:
        text = at(document, address)[argument]
        assert old in text
        at(document, address)[argument] = text.replace(old, new)

    return cut


RULE_OUT, RULE_IN = "aws_vpc_security_group_egress_rule.groups_", "aws_vpc_security_group_ingress_rule.groups_"
EDGE = "aws_vpc_endpoint.endpoints_"
GATEWAY = "aws_vpc_endpoint.gateway_endpoints_s3"
