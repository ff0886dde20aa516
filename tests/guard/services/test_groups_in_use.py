"""A security group that is in use is never deleted to be made again; no waiver changes that."""

from __future__ import annotations

import pytest

from guard.verdict import Severity
from tests.guard.plans import Json, blocked, change, delete, judge, keep, plan, replace, rules, update

GROUP = "aws_security_group.worker"
LIVE = {"id": "sg-1", "name": "worker", "description": "Worker"}
SERVICE = {"name": "worker", "network_configuration": [{"security_groups": ["sg-1"], "subnets": ["subnet-1"]}]}
FOUND = ("group-in-use", GROUP)


def replaced(*actions: str) -> Json:
    """Returns the replacement of the group; `actions` other than to delete it first."""
    after = {**LIVE, "description": "Tasks of the worker", "id": None}
    made = change(GROUP, *(actions or ("delete", "create")), before=LIVE, after=after, replace_paths=[["description"]])
    made["change"]["after_unknown"] = {"id": True}
    return made


@pytest.mark.parametrize(
    "user",
    [
        update("aws_ecs_service.worker", SERVICE, SERVICE, after_unknown={"network_configuration": True}),
        keep("aws_db_instance.main", {"vpc_security_group_ids": ["sg-1"]}),
        keep("aws_lb.main", {"security_groups": ["sg-1", "sg-2"]}),
        keep("aws_vpc_endpoint.main", {"security_group_ids": ["sg-1"]}),
    ],
    ids=lambda user: user["type"],
)
def test_group_in_use_is_not_replaced(user: Json) -> None:
    verdict = judge(plan(replaced(), user))
    assert FOUND in blocked(verdict)
    (finding,) = [each for each in verdict.of(Severity.BLOCKED) if each.rule == "group-in-use"]
    assert not finding.waivable
    assert user["address"] in finding.detail
    assert "description" in finding.detail


def test_group_without_users_is_left_to_the_other_checks() -> None:
    rule = replace("aws_vpc_security_group_ingress_rule.it", {"security_group_id": "sg-1"}, {})
    others = (rule, keep("aws_ecs_service.other", {"name": "other"}), delete("aws_ecs_service.worker", SERVICE))
    assert "group-in-use" not in rules(judge(plan(replaced(), *others)))
    assert "group-in-use" not in rules(judge(plan(replaced("create", "delete"), keep("aws_ecs_service.it", SERVICE))))
