"""Further single conditions: small plans that one member, one verb or one name decides, each with its whole verdict."""

import json
from typing import Any

import pytest

from errors import Refused
from guard.checks.wrong_state import FEW, refuse
from guard.verdict import Severity
from modules.images.guard import expires_more
from terraform.plan.plan import Plan
from tests.guard.plans import Json, change, create, delete, judge, keep, plan, replace, rules, update, written

TASK, BUCKET = "aws_ecs_task_definition.api", "aws_s3_bucket_cors_configuration.uploads"
LIFECYCLE, RULE = "aws_s3_bucket_lifecycle_configuration.uploads", "aws_vpc_security_group_ingress_rule.it"


def said(*changes: Json, **over: Any) -> set[tuple[str, str, str]]:
    """Returns severity, rule and detail of each finding."""
    return {(one.severity.value, one.rule, one.detail) for one in judge(plan(*changes, **over)).findings}


def runs(image: str, **over: Any) -> Json:
    return {"container_definitions": json.dumps([{"name": "api", "image": image, **over}])}


OURS = "437064342167.dkr.ecr.eu-west-2.amazonaws.com/api"


@pytest.mark.parametrize(
    ("before", "after", "reported"),
    [("@sha256:a", ":1", True), ("@sha256:a", "@sha256:b", False), (":1", ":2", False), (":1", "@sha256:b", False)],
)
def test_an_image_that_loses_its_digest_is_reported(before: str, after: str, reported: bool) -> None:
    found = said(update(TASK, runs(OURS + before), runs(OURS + after)))
    assert found == ({("reported", "image-tags-mutable", "api: the image had a digest")} if reported else set())


@pytest.mark.parametrize("gone", ["delete", "forget"])
def test_a_state_of_which_nothing_is_in_the_code_is_refused(gone: str) -> None:
    removed = [change(f"aws_sqs_queue.q{each}", gone, before={"name": "a"}) for each in range(FEW + 1)]
    with pytest.raises(Refused, match="none of its 4 resources is in the code"):
        refuse(Plan.of(plan(*removed)), environment="dev")


def test_arguments_that_are_not_known_are_listed_with_commas() -> None:
    changed = update("aws_sqs_queue.a", {}, {"later": 1, "newer": 1})
    assert said(changed) == {("blocked", "argument-not-known", "later, newer")}


TRANSITION = {"storage_class": "GLACIER"}


@pytest.mark.parametrize(
    ("transition", "archived"),
    [
        ({"days": 29}, True),
        ({"days": 30}, False),
        ({"days": None}, True),
        ({"days": 90, "date": "2027-01-01"}, True),
        ({"days": 90}, False),
    ],
)
def test_objects_move_to_an_archive_after_a_month_and_on_no_date(transition: Json, archived: bool) -> None:
    rule = {"id": "a", "status": "Enabled", "transition": [{**TRANSITION, **transition}]}
    assert said(update(LIFECYCLE, {"rule": []}, {"rule": [rule]})) == (
        {("blocked", "objects-archived", "rule a")} if archived else set()
    )


def limited(**place: Any) -> Json:
    expiration = [{"days": 7}]
    return {"rule": [{"id": "a", "status": "Enabled", "expiration": expiration, "filter": [place]}]}


KEEP, NO = {"key": "keep", "value": "no"}, {"key": "drop", "value": "no"}


@pytest.mark.parametrize(
    ("before", "after", "blocked"),
    [
        (limited(tag=[KEEP]), limited(tag=[KEEP, NO]), False),
        (limited(tag=[KEEP]), limited(tag=[NO]), True),
        (limited(tag=[KEEP]), limited(tag=[{"key": "keep", "value": "yes"}]), True),
        (limited(tag=[KEEP]), limited(**{"and": [{"tags": {"keep": "no"}, "prefix": "a/"}]}), False),
        (limited(tag=[KEEP]), limited(**{"and": [{"tags": {"keep": "yes"}}]}), True),
        (limited(object_size_greater_than=9), limited(object_size_greater_than=10), False),
        (limited(object_size_greater_than=9), limited(object_size_greater_than=8), True),
        (limited(object_size_less_than=9), limited(object_size_less_than=8), False),
        (limited(object_size_less_than=9), limited(object_size_less_than=10), True),
        (limited(object_size_less_than=9), limited(), True),
    ],
)
def test_a_lifecycle_rule_may_become_narrower(before: Json, after: Json, blocked: bool) -> None:
    expected = {("blocked", "retention-shortened", "rule a: expiration")} if blocked else set()
    assert said(update(LIFECYCLE, before, after)) == expected


@pytest.mark.parametrize("verb", ["create", "update", "replace"])
def test_a_lifecycle_rule_is_judged_however_it_is_made(verb: str) -> None:
    made = {
        "create": create(LIFECYCLE, limited()),
        "update": update(LIFECYCLE, {"rule": []}, limited()),
        "replace": replace(LIFECYCLE, {"rule": []}, limited()),
    }[verb]
    assert ("blocked", "retention-shortened", "rule a: expiration") in said(made)


def policy(*selections: Json) -> str:
    return json.dumps({"rules": [{"selection": one} for one in selections]})


def keeps(number: int, **over: Any) -> Json:
    return {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": number, **over}


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ([keeps(50)], [dict(reversed(keeps(50).items()))], False),
        ([keeps(50)], [dict(reversed(keeps(49).items()))], True),
        ([keeps(50)], [dict(reversed(keeps(51).items()))], False),
        ([keeps(50)], [keeps(50), keeps(9, tagStatus="untagged")], True),
        ([keeps(50), keeps(9, tagStatus="untagged")], [keeps(50)], False),
    ],
)
def test_images_expire_earlier_by_what_a_rule_says_and_not_by_how(
    before: list[Json], after: list[Json], more: bool
) -> None:
    assert expires_more(policy(*before), policy(*after)) is more


ANY, ONE = {"allowed_origins": ["*"], "id": "any"}, {"allowed_origins": ["https://a.example"], "id": "one"}


@pytest.mark.parametrize(
    ("before", "after", "wide"),
    [([ANY], [ANY, ONE], False), ([ONE, ANY], [ANY], False), ([ONE], [ONE, ANY], True), ([], [ANY], True)],
)
def test_only_a_new_rule_for_every_origin_is_reported(before: list[Json], after: list[Json], wide: bool) -> None:
    found = rules(judge(plan(update(BUCKET, {"cors_rule": before}, {"cors_rule": after}))), Severity.REPORTED)
    assert found == ({"origins-changed", "every-origin"} if wide else {"origins-changed"})


@pytest.mark.parametrize(
    ("before", "after", "unknown", "wanted"),
    [
        ({}, {"enable_fault_injection": True}, {}, True),
        ({"enable_fault_injection": True}, {"enable_fault_injection": True}, {}, False),
        ({"enable_fault_injection": False}, {"enable_fault_injection": False}, {}, False),
        ({}, {}, {"enable_fault_injection": True}, False),
    ],
)
def test_experiments_on_tasks_are_blocked(before: Json, after: Json, unknown: Json, wanted: bool) -> None:
    found = said(update(TASK, runs(OURS) | before, runs(OURS) | after, after_unknown=unknown))
    blocked = ("blocked", "container-privileged", "enable_fault_injection")
    assert (blocked in found) is wanted


@pytest.mark.parametrize(
    ("member", "value"), [("arn", "arn:aws:ssm:eu-west-2:437064342167:parameter/a"), ("name", "/a")]
)
@pytest.mark.parametrize(("type_", "blocked"), [("String", False), ("StringList", False), ("SecureString", True)])
def test_a_plain_parameter_is_no_secret_by_arn_and_by_name(member: str, value: str, type_: str, blocked: bool) -> None:
    parameter = keep("aws_ssm_parameter.a", {"type": type_, member: value})
    before = runs(OURS, secrets=[{"name": "A", "valueFrom": value}])
    found = said(parameter, update(TASK, before, runs(OURS)))
    assert any(rule == "secret-removed" for _, rule, _ in found) is blocked


@pytest.mark.parametrize(
    ("peer", "detail"),
    [
        ("sg-2", "admits what it did not admit"),
        ("123456789012/sg-2", "a group of another account"),
        ("arn:aws:ec2:eu-west-2:437064342167:security-group/sg-2", "admits what it did not admit"),
    ],
)
def test_a_group_of_another_account_is_told_by_its_number(peer: str, detail: str) -> None:
    rule = {"security_group_id": "sg-1", "ip_protocol": "tcp", "from_port": 1, "to_port": 1}
    before, after = ({**rule, "referenced_security_group_id": one} for one in ("sg-9", peer))
    assert ("group-opened", detail) in {(one[1], one[2]) for one in said(update(RULE, before, after))}


@pytest.mark.parametrize(
    ("after", "detail"),
    [
        ({"url": "https://token.actions.githubusercontent.com"}, ""),
        ({"url": "token.actions.githubusercontent.com"}, ""),
        ({"url": "https://evil.example"}, "a new identity provider: evil.example"),
        ({"url": "https://" + "a" * 90}, "a new identity provider: " + "a" * 80),
    ],
)
def test_an_identity_provider_other_than_github_is_blocked(after: Json, detail: str) -> None:
    found = {one[2] for one in said(create("aws_iam_openid_connect_provider.it", after)) if one[1] == "trust-widened"}
    assert found == ({detail} if detail else set())


def test_an_identity_provider_whose_url_is_not_known_yet_is_blocked() -> None:
    made = create("aws_iam_openid_connect_provider.it", {}, after_unknown={"url": True})
    assert said(made) == {("blocked", "trust-widened", "a new identity provider: its URL is known after apply")}


@pytest.mark.parametrize("id_", ["", None])
def test_a_part_explains_no_drift_of_a_resource_without_an_id(id_: str | None) -> None:
    topic, before = "aws_sns_topic.a", {"arn": id_, "id": id_, "policy": "{}"}
    drift = update(topic, before, {**before, "policy": '{"Statement": []}'})
    parts = keep("aws_sns_topic_policy.a", {"arn": id_})
    found = said(keep(topic, before), parts, resource_drift=[drift])
    assert any(rule.startswith("drift") for _, rule, _ in found)


@pytest.mark.parametrize(("format_", "anew"), [(None, True), ("", True), ("${srcaddr}", False)])
def test_a_flow_log_of_another_format_is_not_made_again(format_: str | None, anew: bool) -> None:
    live = {"vpc_id": "vpc-1", "log_destination": "arn:group", "traffic_type": "ALL", "log_format": format_}
    made = replace("aws_flow_log.vpc", live, {**live, "max_aggregation_interval": 60})
    found = {one[0] for one in said(made) if one[1] == "loss-of-protection"}
    assert found == {"reported" if anew else "blocked"}


INLINE = "aws_iam_role_policy.task"
GIVES = json.dumps(
    {"Statement": [{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:x:1:jobs"}]}
)


def test_a_policy_that_is_deleted_takes_its_permissions_from_tasks() -> None:
    role = {"role": "task", "policy": GIVES}
    definition = keep("aws_ecs_task_definition.a", {"task_role_arn": "arn:aws:iam::437064342167:role/task"})
    assert ("blocked", "access-removed", "sqs:SendMessage on jobs") in said(delete(INLINE, role), definition)
    without = said(delete(INLINE, role | {"policy": ""}), definition)
    assert not any(rule == "access-removed" for _, rule, _ in without)


def test_a_policy_with_code_that_is_known_loses_what_the_code_leaves_out() -> None:
    definition = keep("aws_ecs_task_definition.a", {"task_role_arn": "arn:aws:iam::437064342167:role/task"})
    changed = update(INLINE, {"role": "task", "policy": GIVES}, {"role": "task"}, after_unknown={"policy": True})
    found = said(changed, definition, configuration=written({"address": INLINE}))
    assert ("blocked", "unknown-until-apply", "policy") in found


@pytest.mark.parametrize(
    ("after", "unknown", "detail"),
    [
        ({"region": "us-east-1"}, {}, "its region is us-east-1, and the settings say eu-west-2"),
        ({"region": "eu-west-2"}, {}, ""),
        ({}, {"region": True}, "its region is known after apply only"),
    ],
)
def test_a_resource_of_another_region_is_named_with_its_region(after: Json, unknown: Json, detail: str) -> None:
    queue = "aws_sqs_queue.a"
    code = written({"address": queue, "expressions": {"region": {}}})
    found = said(update(queue, {"region": "eu-west-2"}, after, after_unknown=unknown), configuration=code)
    assert {one[2] for one in found if one[1] == "identity"} == ({detail} if detail else set())


def test_an_exposing_drift_says_what_is_open() -> None:
    address, closed = "aws_db_instance.main", {"publicly_accessible": False}
    drift = update(address, closed, {"publicly_accessible": True})
    found = said(keep(address, {"publicly_accessible": True}), resource_drift=[drift])
    assert ("blocked", "drift-exposes", "public-access: publicly_accessible: false -> true") in found
