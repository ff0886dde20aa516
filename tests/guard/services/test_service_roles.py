"""A new role for an AWS service is reported if it acts on resources of this code only, and blocked otherwise."""

import json
from typing import Any

import pytest

from guard.verdict import Severity
from tests.guard.plans import ACCOUNT, REGION, Json, blocked, create, judge, keep, plan, rules, update, written

ROLE, POLICY, QUEUE = "aws_iam_role.schedule", "aws_iam_role_policy.schedule", "aws_sqs_queue.jobs"
JOBS = f"arn:aws:sqs:{REGION}:{ACCOUNT}:jobs"
OURS = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
SERVICE = {"Service": "scheduler.amazonaws.com"}


def trusting(principal: Json, condition: Json | None = None) -> Json:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal}
    whole = statement | ({"Condition": condition} if condition else {})
    return {"assume_role_policy": json.dumps({"Version": "2012-10-17", "Statement": [whole]})}


def made(
    *,
    trust: Json | None = None,
    action: str = "sqs:SendMessage",
    resource: str = JOBS,
    kept: Json | None = None,
    **more: Any,
) -> Json:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource, **more}
    role = create(ROLE, trust or trusting(SERVICE, OURS), after_unknown={"id": True, "arn": True})
    policy = create(POLICY, {"policy": json.dumps({"Statement": [statement]})}, after_unknown={"role": True})
    code = {"address": POLICY, "expressions": {"role": {"references": [f"{ROLE}.id", ROLE]}}}
    queue = kept or keep(QUEUE, {"arn": JOBS, "name": "jobs"})
    return plan(role, policy, queue, configuration=written(code, {"address": ROLE}))


@pytest.mark.parametrize("kept", [None, create(QUEUE, {"name": "jobs"}), update(QUEUE, {"arn": JOBS}, {"arn": JOBS})])
def test_new_role_of_a_service_on_a_queue_of_this_code_is_reported(kept: Json | None) -> None:
    verdict = judge(made(kept=kept))
    assert verdict.passed
    assert "service-role-made" in rules(verdict, Severity.REPORTED)
    (finding,) = [one for one in verdict.findings if one.rule == "service-role-made"]
    assert finding.detail == f"policy: sqs:SendMessage on {JOBS}"


@pytest.mark.parametrize(
    "document",
    [
        made(trust=trusting(SERVICE)),
        made(trust=trusting({"AWS": ACCOUNT}, OURS)),
        made(trust=trusting({**SERVICE, "AWS": ACCOUNT}, OURS)),
        made(trust=trusting(SERVICE, {"StringEquals": {"aws:SourceAccount": "111111111111"}})),
        made(trust=trusting(SERVICE, {"StringEquals": {"aws:SourceAccount": [ACCOUNT, "111111111111"]}})),
        made(trust=trusting(SERVICE, {"StringLike": {"aws:SourceAccount": ACCOUNT}})),
        made(trust={"assume_role_policy": "no policy"}),
        made(action="sqs:*"),
        made(resource="*"),
        made(resource=f"{JOBS}*"),
        made(resource=f"{JOBS}-of-another"),
        made(NotAction="iam:*"),
        plan(create(POLICY, {"role": "existing", "policy": '{"Statement": []}'})),
    ],
)
def test_any_other_new_policy_is_blocked(document: Json) -> None:
    assert {rule for rule, address in blocked(judge(document)) if address == POLICY} & {
        "policy-widened",
        "policy-too-broad",
    }


BUCKET, EXPIRY = "aws_s3_bucket.media", "aws_s3_bucket_lifecycle_configuration.media"
DELETING = {"rule": [{"id": "old", "status": "Enabled", "noncurrent_version_expiration": [{"noncurrent_days": 30}]}]}
REFERS = written({"address": EXPIRY, "expressions": {"bucket": {"references": [f"{BUCKET}.id", BUCKET]}}})


def test_expiry_in_a_bucket_that_the_plan_creates_deletes_nothing() -> None:
    expiry = create(EXPIRY, DELETING, after_unknown={"bucket": True})
    named = create(EXPIRY, DELETING | {"bucket": "media"})
    born = create(BUCKET, {"bucket": "media"})
    assert judge(plan(born, expiry, configuration=REFERS)).findings == ()
    assert judge(plan(born, named)).findings == ()
    for document in (
        plan(keep(BUCKET, {"bucket": "media"}), expiry, configuration=REFERS),
        plan(keep(BUCKET, {"bucket": "media"}), named),
        plan(create(BUCKET, {"bucket": "another"}), named),
        plan(born, expiry),
    ):
        assert ("retention-shortened", EXPIRY) in blocked(judge(document))
