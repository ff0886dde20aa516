"""Policies that gain permissions: on resources that the plan creates they are reported, on anything else blocked."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guard.expected import Expected
from guard.policies.unknown_values import preview
from guard.verdict import Mode, Severity
from terraform.plan.plan import Plan
from tests.guard.plans import (
    ACCOUNT,
    EXPECTED,
    REGION,
    Json,
    blocked,
    create,
    judge,
    keep,
    plan,
    replace,
    rules,
    update,
    written,
)

POLICY = "aws_iam_role_policy.task"
JOBS, MAIL = (f"arn:aws:sqs:{REGION}:{ACCOUNT}:counterpromo-dev-{name}" for name in ("jobs", "mail"))


def policy(*resources: str, action: str = "sqs:SendMessage", **more: Any) -> str:
    statement = {"Effect": "Allow", "Action": action, "Resource": list(resources), **more}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def gains(*resources: str, **more: Any) -> Json:
    return update(POLICY, {"policy": policy(JOBS)}, {"policy": policy(JOBS, *resources, **more)})


NEW_QUEUE = create("aws_sqs_queue.mail", {"name": "counterpromo-dev-mail"})


def test_permission_on_a_queue_of_this_plan_is_reported() -> None:
    verdict = judge(plan(NEW_QUEUE, gains(MAIL)))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"policy-gains-new-resources"}


@pytest.mark.parametrize(
    ("new", "arn"),
    [
        (create("aws_s3_bucket.it", {"bucket": "counterpromo-dev-it"}), "arn:aws:s3:::counterpromo-dev-it/*"),
        (
            create("aws_ssm_parameter.it", {"name": "/counterpromo/dev/it"}),
            f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/counterpromo/dev/it",
        ),
        (
            create("aws_ecs_service.it", {"name": "it", "cluster": f"arn:aws:ecs:{REGION}:{ACCOUNT}:cluster/main"}),
            f"arn:aws:ecs:{REGION}:{ACCOUNT}:service/main/it",
        ),
        (create("aws_iam_role.it", {"name": "it", "path": "/"}), f"arn:aws:iam::{ACCOUNT}:role/it"),
        (create("aws_iam_role.it", {"name": "it", "path": "/team/"}), f"arn:aws:iam::{ACCOUNT}:role/team/it"),
        (
            create("aws_ecr_repository.it", {"name": "it"}),
            f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/it",
        ),
        (
            create("aws_cloudwatch_log_group.it", {"name": "/ecs/it"}),
            f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/ecs/it:*",
        ),
    ],
)
def test_permission_on_any_kind_of_new_resource_is_reported(new: Json, arn: str) -> None:
    document = plan(new, gains(arn))
    verdict = judge(document)
    assert POLICY not in {address for _, address in blocked(verdict)}
    assert "policy-gains-new-resources" in rules(verdict, Severity.REPORTED)


@pytest.mark.parametrize(
    "document",
    [
        plan(gains(MAIL)),
        plan(keep("aws_sqs_queue.mail", {"name": "counterpromo-dev-mail"}), gains(MAIL)),
        plan(NEW_QUEUE, gains("*")),
        plan(NEW_QUEUE, gains(MAIL, f"{JOBS}-dlq")),
        plan(NEW_QUEUE, gains(f"{MAIL}*")),
        plan(NEW_QUEUE, gains(MAIL, action="sqs:*")),
        plan(NEW_QUEUE, gains(MAIL.replace(ACCOUNT, "111111111111"))),
        plan(create("aws_sqs_queue.mail", {"name": "*"}), gains(MAIL.replace("counterpromo-dev-mail", "*"))),
        plan(create("aws_sqs_queue.mail", after_unknown={"name": True}), gains(MAIL)),
        plan(NEW_QUEUE, update(POLICY, {"policy": policy(JOBS)}, {"policy": policy(MAIL, NotAction="iam:*")})),
    ],
    ids=[
        "queue not in the plan",
        "queue already exists",
        "everything",
        "another queue besides",
        "pattern",
        "more actions on the old queue",
        "another account",
        "name is a pattern",
        "name unknown",
        "every action but some",
    ],
)
def test_permission_on_anything_else_is_blocked(document: Json) -> None:
    assert ("policy-widened", POLICY) in blocked(judge(document))


def test_permission_on_a_new_queue_is_blocked_where_a_deny_goes() -> None:
    deny = {"Effect": "Deny", "Action": "sqs:PurgeQueue", "Resource": "*"}
    before, after = json.loads(policy(JOBS)), json.loads(policy(JOBS, MAIL))
    before["Statement"].append(deny)
    document = plan(NEW_QUEUE, update(POLICY, {"policy": json.dumps(before)}, {"policy": json.dumps(after)}))
    assert ("policy-widened", POLICY) in blocked(judge(document))


def test_resource_policy_that_lets_more_in_is_blocked_beside_a_new_queue() -> None:
    sides = ({"policy": policy(*arns, Principal={"AWS": ACCOUNT})} for arns in ((JOBS,), (JOBS, MAIL)))
    document = plan(NEW_QUEUE, update("aws_sqs_queue_policy.jobs", *sides))
    assert ("policy-widened", "aws_sqs_queue_policy.jobs") in blocked(judge(document))


SECRET = "aws_secretsmanager_secret.key"
UNKNOWN_POLICY = update(POLICY, {"policy": policy(JOBS)}, {}, after_unknown={"policy": True})
READS_SECRET = written(
    {"address": POLICY, "expressions": {"policy": {"references": [f"{SECRET}.arn", SECRET]}}}, {"address": SECRET}
)


def with_code(text: str, address: str = POLICY, argument: str = "policy") -> Expected:
    return Expected(account=ACCOUNT, region=REGION, openings=EXPECTED.openings, code={address: {argument: text}})


def test_unknown_policy_is_judged_by_the_text_of_the_code() -> None:
    document = plan(create(SECRET, after_unknown={"arn": True}), UNKNOWN_POLICY, configuration=READS_SECRET)
    verdict = judge(document, expected=with_code(policy(JOBS, f"${{{SECRET}.arn}}")))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"policy-gains-new-resources"}
    assert blocked(judge(document, expected=with_code(policy(JOBS, f"${{{SECRET}.arn}}", action="sqs:*"))))
    assert blocked(judge(document, expected=with_code(policy(JOBS, f"${{{SECRET}.arn}}", "*"))))


@pytest.mark.parametrize(
    "expected",
    [
        EXPECTED,
        with_code(policy(JOBS)),
        with_code(policy(JOBS, "${aws_secretsmanager_secret.other.arn}")),
        with_code(policy(JOBS, f'${{replace({SECRET}.arn, "a", "b")}}')),
        with_code(policy(JOBS, f"${{{SECRET}.arn}}", "$${escaped}")),
        with_code(policy(JOBS, f"${{{SECRET}.arn}}", "%{if true}x%{endif}")),
    ],
    ids=["no code", "code of another plan", "another secret", "a function", "an escape", "a directive"],
)
def test_unknown_policy_is_blocked_where_the_code_does_not_tell(expected: Expected) -> None:
    document = plan(create(SECRET, after_unknown={"arn": True}), UNKNOWN_POLICY, configuration=READS_SECRET)
    assert ("unknown-until-apply", POLICY) in blocked(judge(document, expected=expected))


def test_unknown_policy_of_a_secret_that_only_changes_is_blocked() -> None:
    document = plan(
        update(SECRET, {"arn": "a"}, {}, after_unknown={"arn": True}), UNKNOWN_POLICY, configuration=READS_SECRET
    )
    expected = with_code(policy(JOBS, f"${{{SECRET}.arn}}"))
    assert ("unknown-until-apply", POLICY) in blocked(judge(document, expected=expected))


def test_unknown_policy_of_a_first_build_is_judged_and_not_reported_as_unknown() -> None:
    born = create(POLICY, after_unknown={"policy": True})
    document = plan(create(SECRET, after_unknown={"arn": True}), born, configuration=READS_SECRET)
    verdict = judge(document, mode=Mode.CREATE, expected=with_code(policy(f"${{{SECRET}.arn}}")))
    assert verdict.passed
    assert not rules(verdict, Severity.REPORTED)
    assert "policy-too-broad" in rules(
        judge(document, mode=Mode.CREATE, expected=with_code(policy(f"${{{SECRET}.arn}}", "*", action="*")))
    )


def test_unknown_containers_are_judged_by_the_text_of_the_code() -> None:
    address = "aws_ecs_task_definition.api"
    live = [{"name": "api", "image": "api:1", "environment": [], "secrets": []}]
    new = [{**live[0], "secrets": [{"name": "KEY", "valueFrom": f"${{{SECRET}.arn}}"}]}]
    code = written(
        {"address": address, "expressions": {"container_definitions": {"references": [f"{SECRET}.arn", SECRET]}}}
    )
    change = replace(
        address, {"container_definitions": json.dumps(live)}, after_unknown={"container_definitions": True}
    )
    document = plan(create(SECRET, after_unknown={"arn": True}), change, configuration=code)
    assert judge(document, expected=with_code(json.dumps(new), address, "container_definitions")).passed
    hostile = [{**new[0], "privileged": True}]
    verdict = judge(document, expected=with_code(json.dumps(hostile), address, "container_definitions"))
    assert blocked(verdict) == {("container-privileged", address)}


@given(st.text(max_size=20), st.text(max_size=20))
@example("", "}")
def test_preview_keeps_every_known_character(before: str, after: str) -> None:
    text = f"{before}${{{SECRET}.arn}}{after}"
    document = plan(create(SECRET, after_unknown={"arn": True}), UNKNOWN_POLICY, configuration=READS_SECRET)
    read = Plan.of(document)
    change = next(each for each in read.changes if each.address == POLICY)
    shown = preview(change, "policy", plan=read, expected=with_code(text))
    assert shown in (None, f"{before}<{SECRET}.arn>{after}")
    if "$" not in text.replace("${aws", "") and "%" not in text:
        assert shown is not None
