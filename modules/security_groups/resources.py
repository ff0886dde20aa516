"""Rows of the security groups and their rules."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import both, by, either, inside
from imports.matching.name_forms import spelled_otherwise
from imports.matching.users import used_by
from imports.resource_type import Attributes, GeneratedConfig, ImportedType, own_id
from modules.network.resources import IAM_EC2
from modules.resource_type import Area, ResourceType, Satellites, Service
from modules.security_groups import discovery, discovery_admitted, guard, guard_groups_in_use, users


def _came_with_the_vpc(facts: Attributes) -> str:
    return "it came with its vpc, and Terraform would remove every rule that the code does not list"


_BY_NAME = by("vpc_id", "name")
_BY_USE = used_by(*discovery_admitted.USES)
GROUP = ResourceType(
    name="aws_security_group",
    imported=ImportedType(
        import_id=own_id,
        match=(
            both(_BY_NAME, _BY_USE),
            _BY_USE,
            either(_BY_NAME, discovery_admitted.admitted),
            spelled_otherwise("name", "vpc_id", kind="sg security group ecs"),
        ),
        stray=inside("vpc_id", "aws_vpc", "in the vpc"),
        stray_by_name=False,
        generated=GeneratedConfig(drops=frozenset({"ingress", "egress"})),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        owned_elsewhere={"ingress": guard.ingress_rules, "egress": guard.egress_rules},
        harmless=guard.SECURITY_GROUP_HARMLESS,
        judged=(
            "ingress",
            "egress",
        ),
    ),
    iam=(IAM_EC2,),
    users=users.of_security_group,
    parts=lambda aws, group: discovery.rules_of_group(aws, str(group.get("id"))),
)
DEFAULT_GROUP = ResourceType(  # it belongs to the VPC, and is declared where the settings close it
    name="aws_default_security_group",
    imported=ImportedType(
        import_id=own_id,
        match=(by("vpc_id"),),
        stray=discovery_admitted.used_by_ours,
        stray_by_name=False,
        not_written=_came_with_the_vpc,
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        harmless=guard.DEFAULT_SECURITY_GROUP_HARMLESS,
        judged=("ingress", "egress"),
    ),
    iam=(IAM_EC2,),
    users=users.of_default_group,
)
_RULE = ImportedType(
    import_id=own_id,
    match=(discovery.same_traffic,),
    stray=inside("security_group_id", "aws_security_group", "in a group of ours"),
    stray_by_name=False,
)
INGRESS_RULE = ResourceType(
    name="aws_vpc_security_group_ingress_rule",
    imported=_RULE,
    guarded=GuardedType(
        deletion=Deletion.ALLOWED,
        harmless=guard.VPC_SECURITY_GROUP_INGRESS_RULE_HARMLESS,
        judged=(
            "cidr_ipv4",
            "cidr_ipv6",
            "from_port",
            "to_port",
            "ip_protocol",
            "prefix_list_id",
            "referenced_security_group_id",
            "security_group_id",
        ),
    ),
    iam=(IAM_EC2,),
)
EGRESS_RULE = ResourceType(
    name="aws_vpc_security_group_egress_rule",
    imported=_RULE,
    guarded=GuardedType(
        deletion=Deletion.ALLOWED,
        harmless=guard.VPC_SECURITY_GROUP_EGRESS_RULE_HARMLESS,
        judged=(
            "cidr_ipv4",
            "cidr_ipv6",
            "from_port",
            "to_port",
            "ip_protocol",
            "prefix_list_id",
            "referenced_security_group_id",
            "security_group_id",
        ),
    ),
    iam=(IAM_EC2,),
)
SERVICE = Service(
    areas=(Area(name="security groups", find=discovery.find, types=(GROUP, DEFAULT_GROUP, INGRESS_RULE, EGRESS_RULE)),),
    checks=(guard.check, guard_groups_in_use.check),
    shape=discovery.shape,
    satellites=(
        Satellites(
            of=GROUP.name,
            arguments=("security_group_id",),
            read=(INGRESS_RULE.name, EGRESS_RULE.name),
            left_out={
                "aws_security_group_rule": "it is the older form of the same rules",
                "aws_network_interface_sg_attachment": "the owner of an interface names its groups",
                "aws_s3outposts_endpoint": "it is a resource of another service that uses the group",
                "aws_vpc_endpoint_security_group_association": "an argument of aws_vpc_endpoint holds it",
                "aws_vpc_security_group_vpc_association": "it shares a group; import makes no call for it",
            },
        ),
    ),
)
