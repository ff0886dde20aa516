"""Makes the six security groups and the rules between them, with names in three different styles.

Rules are added one by one, as in the console: without tags, and mostly without descriptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console
from sandbox.handmade.traffic_rules import (
    ALB,
    ALL,
    ANYWHERE,
    API,
    EGRESS,
    ENDPOINTS,
    IMAGE_LAYERS,
    RDS,
    RULES,
    S3_PREFIX_LIST,
    WEB,
    WORKER,
    Rule,
)

EVERYTHING_OUT = [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANYWHERE}]}]

SecurityGroups = Mapping[str, str]  # the reference's name for it -> group id


@dataclass(frozen=True, kw_only=True)
class GroupForm:
    """`open_egress` keeps the egress rule that the console adds, and then there are no other egress rules."""

    name: str
    description: str
    open_egress: bool = False


@dataclass(frozen=True, kw_only=True)
class SecurityGroupsForm:
    """Groups by their name in the reference; a missing one was never made. Rules are named by their role."""

    groups: Mapping[str, GroupForm]
    words: Mapping[str, str] = field(default_factory=dict)
    forgotten: frozenset[str] = frozenset()
    image_layers: bool = False


DEV_GROUPS = SecurityGroupsForm(
    groups={
        ALB: GroupForm(name="counterpromo-dev-alb-sg", description="ALB: HTTP and HTTPS from anywhere"),
        API: GroupForm(name="counterpromo-dev-ecs-api-sg", description="ECS API tasks"),
        WORKER: GroupForm(name="counterpromo-dev-ecs-worker-sg", description="ECS worker tasks"),
        WEB: GroupForm(name="counterpromo-dev-sg-ecs-web", description="ECS web tasks"),
        RDS: GroupForm(name="counterpromo-dev-rds-sg", description="PostgreSQL from the ECS tasks", open_egress=True),
        ENDPOINTS: GroupForm(
            name="counterpromo-dev-vpce-sg", description="HTTPS to the interface endpoints", open_egress=True
        ),
    },
    words={f"{ENDPOINTS}: 443 from {WEB}": "added to fix web task init"},
)


def make_security_groups(console: Console, form: SecurityGroupsForm, *, vpc: str) -> SecurityGroups:
    """Makes the groups, then the rules; a group with egress rules of its own loses the open one."""
    groups = {role: _make_group(console, vpc, role, group) for role, group in form.groups.items()}
    for role in ALL:
        if role not in groups:
            console.notes.left_out("aws_security_group", role)
    for rule in RULES:
        _make_or_leave_out(console, form, rule, groups)
    for rule in IMAGE_LAYERS if form.image_layers else ():
        if rule.group in groups:
            console.notes.made_besides(rule.type, _add(console, rule, groups, words=""), rule.role)
    return groups


def _make_group(console: Console, vpc: str, role: str, form: GroupForm) -> str:
    ec2 = console.client("ec2")
    made = ec2.create_security_group(GroupName=form.name, Description=form.description, VpcId=vpc)
    group: str = made["GroupId"]
    console.notes.made("aws_security_group", group, role)
    if form.open_egress:
        ours = [{"Name": "group-id", "Values": [group]}]
        (rule,) = ec2.describe_security_group_rules(Filters=ours)["SecurityGroupRules"]
        note = console.notes.made if role in (RDS, ENDPOINTS) else console.notes.made_besides
        note(EGRESS, rule["SecurityGroupRuleId"], f"{role}: everything to {ANYWHERE}")
    else:
        ec2.revoke_security_group_egress(GroupId=group, IpPermissions=EVERYTHING_OUT)
    return group


def _make_or_leave_out(console: Console, form: SecurityGroupsForm, rule: Rule, groups: SecurityGroups) -> None:
    there = rule.group in groups and (rule.peer in groups or rule.peer == ANYWHERE)
    needless = there and form.groups[rule.group].open_egress and not rule.inwards
    if not there or needless or rule.role in form.forgotten:
        console.notes.left_out(rule.type, rule.role)
        return
    console.notes.made(rule.type, _add(console, rule, groups, words=form.words.get(rule.role, "")), rule.role)


def _add(console: Console, rule: Rule, groups: SecurityGroups, *, words: str) -> str:
    ec2, written = console.client("ec2"), {"Description": words} if words else {}
    peer: dict[str, Any]
    if rule.peer == ANYWHERE:
        peer = {"IpRanges": [{"CidrIp": ANYWHERE, **written}]}
    elif rule.peer == S3_PREFIX_LIST:
        peer = {"PrefixListIds": [{"PrefixListId": _s3_prefix_list(console), **written}]}
    else:
        peer = {"UserIdGroupPairs": [{"GroupId": groups[rule.peer], **written}]}
    add = ec2.authorize_security_group_ingress if rule.inwards else ec2.authorize_security_group_egress
    permission = {"IpProtocol": "tcp", "FromPort": rule.port, "ToPort": rule.port, **peer}
    made = add(GroupId=groups[rule.group], IpPermissions=[permission])
    return str(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])


def _s3_prefix_list(console: Console) -> str:
    """Returns AWS's list of the addresses of S3 in this region."""
    wanted = [{"Name": "prefix-list-name", "Values": [f"com.amazonaws.{console.region}.s3"]}]
    found = console.client("ec2").describe_managed_prefix_lists(Filters=wanted)["PrefixLists"]
    return str(found[0]["PrefixListId"])
