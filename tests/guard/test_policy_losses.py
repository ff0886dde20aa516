"""Policies that lose permissions: blocked where tasks still need them, reported where nobody is seen to."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Severity
from tests.guard.plans import ACCOUNT, REGION, Json, blocked, create, delete, judge, keep, plan, rules, update, written

POLICY, TASK = "aws_iam_role_policy.task", "aws_ecs_task_definition.worker"
RULE = "access-removed"
JOBS, MAIL = (f"arn:aws:sqs:{REGION}:{ACCOUNT}:counterpromo-dev-{name}" for name in ("jobs", "mail"))
ACTIONS = ("sqs:ReceiveMessage", "sqs:SendMessage", "sqs:DeleteMessage")


def policy(*resources: str, actions: tuple[str, ...] = ACTIONS, **more: Any) -> str:
    statements = (
        [{"Effect": "Allow", "Action": list(actions), "Resource": list(resources), **more}] if resources else []
    )
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def role_policy(before: str, after: str, *, role: str = "task") -> Json:
    return update(POLICY, {"role": role, "policy": before}, {"role": role, "policy": after})


def containers(*queues: str) -> str:
    variables = [{"name": f"QUEUE_{at}", "value": queue} for at, queue in enumerate(queues)]
    return json.dumps(
        [{"name": "worker", "image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/w", "environment": variables}]
    )


def task(*, role: str = "task", text: str = "[]") -> Json:
    return keep(TASK, {"task_role_arn": f"arn:aws:iam::{ACCOUNT}:role/team/{role}", "container_definitions": text})


def test_queue_taken_from_its_worker_is_blocked() -> None:
    verdict = judge(plan(task(), role_policy(policy(JOBS, MAIL), policy(MAIL))))
    assert blocked(verdict) == {(RULE, POLICY)}
    (finding,) = verdict.findings
    assert finding.detail == "sqs:DeleteMessage, sqs:ReceiveMessage, sqs:SendMessage on counterpromo-dev-jobs"


def test_one_action_taken_is_blocked() -> None:
    after = policy(JOBS, actions=ACTIONS[1:])
    assert blocked(judge(plan(task(), role_policy(policy(JOBS), after)))) == {(RULE, POLICY)}


def test_condition_added_is_blocked() -> None:
    after = policy(JOBS, Condition={"Bool": {"aws:SecureTransport": "true"}})
    assert blocked(judge(plan(task(), role_policy(policy(JOBS), after)))) == {(RULE, POLICY)}


def test_statement_with_an_exception_that_stays_is_not_lost() -> None:
    """Such a statement is compared as a whole, also where it lists several resources."""
    kept = {"Effect": "Allow", "NotAction": "sqs:PurgeQueue", "Resource": [JOBS, MAIL]}
    denied = {**kept, "Effect": "Deny", "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}
    before, after = (json.dumps({"Statement": [kept, *more]}) for more in ([], [denied]))
    assert RULE not in rules(judge(plan(task(), role_policy(before, after))))


def test_deleted_policy_of_running_tasks_is_blocked() -> None:
    lost = delete(POLICY, {"role": "task", "policy": policy(JOBS)})
    assert (RULE, POLICY) in blocked(judge(plan(task(), lost)))


def test_attached_policy_counts_for_the_role_it_is_attached_to() -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:policy/queues"
    attached = keep("aws_iam_role_policy_attachment.task", {"role": "task", "policy_arn": arn})
    change = update(
        "aws_iam_policy.it", {"arn": arn, "policy": policy(JOBS)}, {"arn": arn, "policy": policy(MAIL, JOBS)}
    )
    narrowed = update(
        "aws_iam_policy.it", {"arn": arn, "policy": policy(JOBS, MAIL)}, {"arn": arn, "policy": policy(MAIL)}
    )
    assert RULE not in rules(judge(plan(task(), attached, change)))
    assert (RULE, "aws_iam_policy.it") in blocked(judge(plan(task(), attached, narrowed)))
    assert RULE not in rules(judge(plan(task(), narrowed)))


def test_tasks_that_can_no_longer_assume_their_role_are_blocked() -> None:
    def trust(service: str) -> Json:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
        return {"name": "task", "assume_role_policy": json.dumps({"Statement": [statement]})}

    change = update("aws_iam_role.task", trust("ecs-tasks.amazonaws.com"), trust("lambda.amazonaws.com"))
    assert (RULE, "aws_iam_role.task") in blocked(judge(plan(task(), change)))


def test_permission_on_a_queue_that_the_plan_deletes_is_not_missed() -> None:
    gone = delete("aws_sqs_queue.jobs", {"arn": JOBS})
    assert RULE not in rules(judge(plan(task(), gone, role_policy(policy(JOBS, MAIL), policy(MAIL)))))


def test_queue_that_the_containers_stop_using_is_reported() -> None:
    definition = update(
        TASK,
        {"task_role_arn": "arn:aws:iam::1:role/task", "container_definitions": containers("counterpromo-dev-jobs")},
        {"task_role_arn": "arn:aws:iam::1:role/task", "container_definitions": containers()},
    )
    verdict = judge(plan(definition, role_policy(policy(JOBS, MAIL), policy(MAIL))))
    assert RULE in rules(verdict, Severity.REPORTED)
    assert RULE not in rules(verdict, Severity.BLOCKED)


def test_queue_of_a_service_that_the_plan_removes_is_reported() -> None:
    """Another service has the same role, and its containers never named the queue."""
    gone = delete(
        "aws_ecs_task_definition.mailer",
        {"task_role_arn": "arn:aws:iam::1:role/task", "container_definitions": containers("counterpromo-dev-mail")},
    )
    verdict = judge(plan(gone, task(), role_policy(policy(JOBS, MAIL), policy(JOBS))))
    assert RULE in rules(verdict, Severity.REPORTED)
    assert RULE not in rules(verdict, Severity.BLOCKED)


def test_pattern_replaced_by_the_resources_in_use_is_reported() -> None:
    verdict = judge(plan(task(), role_policy(policy("*"), policy(JOBS))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {RULE}


def test_role_without_tasks_may_lose_permissions() -> None:
    assert judge(plan(task(role="other"), role_policy(policy(JOBS, MAIL), policy(MAIL)))).findings == ()


def test_callers_of_a_resource_policy_are_reported() -> None:
    def bucket_policy(*principals: str) -> Json:
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": list(principals)},
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/*",
        }
        return {"policy": json.dumps({"Statement": [statement]})}

    one, two = (f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("one", "two"))
    verdict = judge(plan(update("aws_s3_bucket_policy.b", bucket_policy(one, two), bucket_policy(two))))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {RULE}


_STATEMENTS = st.frozensets(st.tuples(st.sampled_from(ACTIONS), st.sampled_from([JOBS, MAIL])), max_size=6)


@given(live=_STATEMENTS, planned=_STATEMENTS)
def test_exactly_the_lost_pairs_count(live: frozenset[tuple[str, str]], planned: frozenset[tuple[str, str]]) -> None:
    """Any way to write the same pairs of action and resource as statements gives the same verdict."""

    def text(pairs: frozenset[tuple[str, str]]) -> str:
        statements = [{"Effect": "Allow", "Action": action, "Resource": arn} for action, arn in sorted(pairs)]
        return json.dumps({"Statement": statements})

    verdict = judge(plan(task(), role_policy(text(live), text(planned))))
    assert ((RULE, POLICY) in blocked(verdict)) == bool(live - planned)


OWN = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/counterpromo"


@pytest.mark.parametrize(
    ("before", "after", "severity"),
    [
        (f"{OWN}/api:1", f"{OWN}/api:2", None),
        (f"{OWN}/api:1", f"{OWN}/other@sha256:{'0' * 64}", None),
        ("public.ecr.aws/nginx/nginx:latest", f"{OWN}/web:1", None),
        ("public.ecr.aws/nginx/nginx:1", "public.ecr.aws/nginx/nginx:2", None),
        ("nginx", "docker.io/library/nginx:1", None),
        (f"{OWN}/api:1", "999999999999.dkr.ecr.eu-west-2.amazonaws.com/api:1", Severity.BLOCKED),
        (f"{OWN}/api:1", "docker.io/somebody/api:1", Severity.BLOCKED),
        (f"{OWN}/api:1", "somebody/api", Severity.BLOCKED),
        (f"{OWN}/api:1", f"localhost/{OWN}/api", Severity.BLOCKED),
        (f"{OWN}/api:1", f"{ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com.evil.example/api", Severity.BLOCKED),
        ("public.ecr.aws/nginx/nginx:1", "public.ecr.aws/somebody/nginx:1", Severity.BLOCKED),
        (None, f"{OWN}/api:1", None),
        (None, "public.ecr.aws/nginx/nginx:latest", Severity.REPORTED),
        (None, "999999999999.dkr.ecr.eu-west-2.amazonaws.com/api:1", Severity.BLOCKED),
    ],
)
def test_image_of_another_registry(before: str | None, after: str, severity: Severity | None) -> None:
    def definition(image: str | None) -> Json:
        return {"container_definitions": json.dumps([{"name": "api", "image": image}] if image else [])}

    verdict = judge(plan(update("aws_ecs_task_definition.api", definition(before), definition(after))))
    assert {one.severity for one in verdict.findings if one.rule == "image-from-elsewhere"} == ({severity} - {None})


def denies(*actions: str, resource: str = "*", **more: Any) -> Json:
    return {"Effect": "Deny", "Action": list(actions), "Resource": resource, **more}


@pytest.mark.parametrize(
    ("denied", "severity"),
    [
        (denies("sqs:*"), Severity.BLOCKED),
        (denies("sqs:SendMessage", resource=JOBS), Severity.BLOCKED),
        (denies("*", resource=f"{JOBS}*"), Severity.BLOCKED),
        (denies("s3:*"), Severity.REPORTED),
        (denies("sqs:*", resource=MAIL), Severity.REPORTED),
        (denies("sqs:*", Condition={"Bool": {"aws:SecureTransport": "false"}}), None),
        (denies("sqs:*", Condition={"Bool": {"aws:ViaAWSService": "false"}}), Severity.REPORTED),
    ],
)
def test_new_deny_takes_what_the_tasks_are_allowed(denied: Json, severity: Severity | None) -> None:
    before = json.loads(policy(JOBS))["Statement"]
    sides = (json.dumps({"Statement": each}) for each in (before, [*before, denied]))
    found = judge(plan(task(), role_policy(*sides))).findings
    assert [one.severity for one in found if one.rule == RULE] == ([severity] if severity else [])


BUCKET_POLICY, ENDPOINT_POLICY = "aws_s3_bucket_policy.uploads", "aws_vpc_endpoint_policy.s3"
EVERYBODY = denies("s3:*", Principal="*")


@pytest.mark.parametrize(
    ("address", "statements", "severity"),
    [
        (BUCKET_POLICY, [EVERYBODY], Severity.BLOCKED),
        (BUCKET_POLICY, [denies("s3:*", Principal={"AWS": "a"})], Severity.REPORTED),
        (BUCKET_POLICY, [{**EVERYBODY, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}], None),
        (ENDPOINT_POLICY, [EVERYBODY], Severity.BLOCKED),
        (ENDPOINT_POLICY, [], Severity.REPORTED),
        (ENDPOINT_POLICY, [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}], None),
    ],
)
def test_first_policy_that_denies_is_a_loss_unless_its_resource_is_new(
    address: str, statements: list[Json], severity: Severity | None
) -> None:
    owner, name = ("aws_s3_bucket.it", "bucket") if address == BUCKET_POLICY else ("aws_vpc_endpoint.it", "id")
    made = create(address, {"policy": json.dumps({"Statement": statements})})
    code = written({"address": address, "expressions": {name: {"references": [f"{owner}.id", owner]}}})
    found = [one.severity for one in judge(plan(made, configuration=code)).findings if one.rule == RULE]
    assert next(iter(found), None) is severity, "the gravest comes first"
    with_owner = plan(made, create(owner, {}), configuration=code)
    assert RULE not in {one.rule for one in judge(with_owner).findings}
