"""The reasons that ECS gives for a task that did not start, as cause and cure. The texts are from public reports."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.schema.start_failures import explain_start

ASM = (
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: "
    "unable to retrieve secret from asm: service call has been retried {times} time(s): {why}"
)
SECRET = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:algo-dev-EaPYTy"
PULL = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref "
REGISTRY = "123456789123.dkr.ecr.us-east-1.amazonaws.com"
DIGEST = "sha256:" + "5d" * 32
# reason -> a part of the cause, a part of the cure
TOLD = {
    # https://github.com/aws/copilot-cli/issues/4504
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
    "to retrieve secrets from ssm: service call has been retried 1 time(s): AccessDeniedException: User: "
    "arn:aws:sts::1:assumed-role/aits-ExecutionRole-28VB/f83b93a4 is not authorized to perform: ssm:GetParameters on "
    "resource: arn:aws:ssm:eu-west-2:1:parameter/GOOGLE because no identity-based policy allows the ssm:GetParameters "
    "action status code: 400, request id: 1adcb55f": (
        "its execution role aits-ExecutionRole-28VB lacks the permission ssm:GetParameters on "
        "arn:aws:ssm:eu-west-2:1:parameter/GOOGLE",
        "counterpromo plan dev shows the policy",
    ),
    # https://github.com/GiamPy5/terraform-aws-directus/issues/10
    ASM.format(
        times=1,
        why=f"failed to fetch secret {SECRET} from secrets manager: AccessDeniedException: Access to KMS is not "
        "allowed status code: 400, request id: a87a66d9",
    ): (f"may not decrypt the secret {SECRET}", "kms:Decrypt"),
    # https://github.com/Releem/releem-agent/issues/195
    ASM.format(
        times=5,
        why=f"failed to fetch secret {SECRET} from secrets manager: RequestCanceled: request context canceled caused "
        "by: context deadline exceeded. Please check your task network configuration.",
    ): ("have no way to the service", "audit dev --live"),
    # https://github.com/aws-samples/aws-fargate-pipeline-lambda-autoscaling/issues/3
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable "
    "to retrieve ecr registry auth: service call has been retried 1 time(s): RequestError: send request failed caused "
    "by: Post https://api.ecr....": ("have no way to the service", "audit dev --live"),
    # https://github.com/aws/aws-cdk/issues/29876
    f"{PULL}{REGISTRY}/a2:latest: pulling from host {REGISTRY} failed with status code [manifests latest]: "
    "403 Forbidden": ("may not pull the image", "counterpromo apply dev"),
    f"{PULL}{REGISTRY}/a2@{DIGEST}: {REGISTRY}/a2@{DIGEST}: not found": (f"no image {DIGEST}", "schema_task.digest"),
    "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to "
    "create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist.": (
        "its log group does not exist",
        "counterpromo apply dev",
    ),
    "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: "
    "retrieved secret from Secrets Manager did not contain json key password": ("no field password", "KEY:FIELD"),
}


@pytest.mark.parametrize("reason", TOLD, ids=lambda reason: str(reason)[-40:])
def test_a_known_reason_has_its_cause_and_cure(reason: str) -> None:
    cause, cure = explain_start(reason, environment="dev")
    wanted_cause, wanted_cure = TOLD[reason]
    assert wanted_cause in cause
    assert wanted_cure in cure


WORDS = st.from_regex(r"[A-Za-z0-9_+=,.@-]{1,64}", fullmatch=True)


@given(WORDS, WORDS, st.from_regex(r"[a-z0-9-]{2,20}:[A-Za-z]{3,40}", fullmatch=True), WORDS, st.booleans())
def test_a_denial_names_role_action_and_resource(
    role: str, session: str, action: str, name: str, explicit: bool
) -> None:
    arn = f"arn:aws:any:eu-west-2:111122223333:{name}"
    end = "with an explicit deny in an identity-based policy" if explicit else f"because no policy allows {action}"
    reason = (
        "ResourceInitializationError: AccessDeniedException: User: "
        f"arn:aws:sts::111122223333:assumed-role/{role}/{session} is not "
        f"authorized to perform: {action} on resource: {arn} {end} status code: 400, request id: 1"
    )
    cause, _ = explain_start(reason, environment="prod")
    assert all(part in cause for part in (role, action, arn))
    assert ("denies" in cause) is explicit


@given(st.text(st.characters(categories=["L", "N", "Zs"])))
def test_an_unknown_reason_is_told_as_it_is(reason: str) -> None:
    assert explain_start(reason, environment="dev")[0] == reason
