"""Rows of the security groups and their rules."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by, inside, used_by
from imports.resource_type import GeneratedConfig, ImportedType, own_id
from modules.network.resources import IAM_EC2
from modules.resource_type import Area, ResourceType, Service
from modules.security_groups import discovery, guard

GROUP = ResourceType(
    name="aws_security_group",
    imported=ImportedType(
        import_id=own_id,
        match=(
            by("vpc_id", "name"),
            used_by(
                ("aws_lb", "security_groups"),
                ("aws_ecs_service", "network_configuration.security_groups"),
                ("aws_db_instance", "vpc_security_group_ids"),
                ("aws_vpc_endpoint", "security_group_ids"),
            ),
        ),
        stray=discovery.not_the_default_group,
        stray_by_name=False,
        generated=GeneratedConfig(drops=frozenset({"ingress", "egress"})),
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        owned_elsewhere={"ingress": guard.ingress_rules, "egress": guard.egress_rules},
    ),
    iam=(IAM_EC2,),
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
    guarded=GuardedType(deletion=Deletion.ALLOWED),
    iam=(IAM_EC2,),
)
EGRESS_RULE = ResourceType(
    name="aws_vpc_security_group_egress_rule",
    imported=_RULE,
    guarded=GuardedType(deletion=Deletion.ALLOWED),
    iam=(IAM_EC2,),
)
SERVICE = Service(
    areas=(Area(name="security groups", find=discovery.find, types=(GROUP, INGRESS_RULE, EGRESS_RULE)),),
    checks=(guard.check,),
    shape=discovery.shape,
)
