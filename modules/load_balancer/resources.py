"""Rows of the load balancer, its target groups, listeners and listener rules."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by, home_of, inside
from imports.matching.users import used_by
from imports.resource_type import GeneratedConfig, ImportedType, own_id
from modules.dns.guard_certificates import certificate_of_listener
from modules.load_balancer import (
    discovery,
    discovery_listeners,
    guard,
    guard_listener_rules,
    guard_redirects,
    left_to_aws,
    satellites,
    shape,
    users,
)
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Service, prefixed

_ELB = "elasticloadbalancing"
_OURS = prefixed("load balancer")
IAM_LOAD_BALANCER = IamResource(
    kind=f"{_ELB}:loadbalancer/app/", arns=(REGIONAL + "loadbalancer/app/{name}/*",), names=_OURS
)
# AWS WAF names the load balancer by its own ARN.
IAM_LOAD_BALANCER_ARNS = ("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/app/{name}/*",)
IAM_LISTENER = IamResource(kind=f"{_ELB}:listener/app", arns=(REGIONAL + "listener/app/{name}/*",), names=_OURS)
IAM_RULE = IamResource(kind=f"{_ELB}:listener-rule/app", arns=(REGIONAL + "listener-rule/app/{name}/*",), names=_OURS)
IAM_TARGET_GROUP = IamResource(
    kind=f"{_ELB}:targetgroup", arns=(REGIONAL + "targetgroup/{name}/*",), names=prefixed("target group")
)
_IAM = (IAM_LOAD_BALANCER, IAM_LISTENER, IAM_RULE, IAM_TARGET_GROUP)
LOAD_BALANCER = ResourceType(
    name="aws_lb",
    imported=ImportedType(
        import_id=own_id,
        match=(
            by("name"),
            home_of("aws_lb_target_group", path="load_balancer_arns"),
            discovery.target_of_the_alias,
            by("subnets"),
            discovery.routes_our_paths,
        ),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        generated=GeneratedConfig(drops=frozenset({"subnet_mapping"})),
        left_to_aws=left_to_aws.BALANCER,
    ),
    guarded=GuardedType(deletion=Deletion.DISRUPTIVE, watched=guard.LB, harmless=guard.LB_HARMLESS),
    iam=_IAM,
    users=users.of_load_balancer,
)
TARGET_GROUP = ResourceType(
    name="aws_lb_target_group",
    imported=ImportedType(
        import_id=own_id,
        match=(
            by("name"),
            used_by(
                ("aws_ecs_service", "load_balancer.target_group_arn"),
                ("aws_lb_listener_rule", "action.target_group_arn"),
                ("aws_lb_listener_rule", "action.forward.target_group.arn", "action.target_group_arn"),
                ("aws_lb_listener", "default_action.target_group_arn"),
            ),
        ),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        left_to_aws=left_to_aws.TARGET_GROUP,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        watched=guard.LB_TARGET_GROUP,
        owned_elsewhere={"load_balancer_arns": guard.load_balancers},
        harmless=guard.LB_TARGET_GROUP_HARMLESS,
    ),
    iam=_IAM,
    users=users.of_target_group,
)
LISTENER = ResourceType(
    name="aws_lb_listener",
    imported=ImportedType(
        import_id=own_id,
        match=(by("load_balancer_arn", "port", label="load balancer and port"),),
        stray=inside("load_balancer_arn", "aws_lb", "on the load balancer"),
        left_to_aws=left_to_aws.LISTENER,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        watched=guard.LB_LISTENER,
        follows={"certificate_arn": certificate_of_listener},
        spelled_twice=("default_action",),
        judged=("default_action",),
        harmless=guard.LB_LISTENER_HARMLESS,
    ),
    iam=_IAM,
    users=users.of_listener,
    parts=lambda aws, listener: discovery_listeners.rules_of_listener(aws, str(listener.get("arn"))),
)
LISTENER_RULE = ResourceType(
    name="aws_lb_listener_rule",
    imported=ImportedType(
        import_id=own_id,
        match=(discovery_listeners.by_listener_and_conditions, discovery_listeners.shares_a_path),
        stray=inside("listener_arn", "aws_lb_listener", "on a listener of the load balancer"),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        spelled_twice=("action",),
        harmless=guard.LB_LISTENER_RULE_HARMLESS,
        judged=(
            "action",
            "condition",
            "listener_arn",
            "priority",
        ),
    ),
    iam=_IAM,
)
IAM_BEHIND_WEB_ACL = IamResource(kind="wafv2:loadbalancer/app/", arns=IAM_LOAD_BALANCER_ARNS, names=_OURS)
CERTIFICATE, WEB_ACL = satellites.rows((*_IAM, IAM_BEHIND_WEB_ACL))
SERVICE = Service(
    areas=(
        Area(name="listeners", find=discovery_listeners.find, types=(LISTENER, LISTENER_RULE, CERTIFICATE)),
        Area(name="load balancer", find=discovery.find, types=(LOAD_BALANCER, TARGET_GROUP, WEB_ACL)),
    ),
    checks=(guard_listener_rules.check, guard_redirects.check),
    shape=shape.shape,
    satellites=satellites.SATELLITES,
)
