"""Settings that add protection, logs or encryption pass; what looks alike and takes something away does not."""

import json

import pytest

from guard.verdict import Severity
from tests.guard.plans import ACCOUNT, REGION, Json, blocked, create, judge, plan, replace, rules, update, written

TASK = "aws_ecs_task_definition.api"
ROLE, POLICY, ATTACHED = "aws_iam_role.writer", "aws_iam_role_policy.writer", "aws_iam_role_policy_attachment.writer"
GROUP = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/vpc/dev"
OURS = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def trusting(service: str, condition: Json | None = None) -> Json:
    one = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    return {"assume_role_policy": json.dumps({"Statement": [one | ({"Condition": condition} if condition else {})]})}


def with_role(trust: Json, *, action: str, resource: str) -> Json:
    statement = {"Effect": "Allow", "Action": action, "Resource": resource}
    refers = {"expressions": {"role": {"references": [f"{ROLE}.id", ROLE]}}}
    return plan(
        create(ROLE, trust),
        create(POLICY, {"policy": json.dumps({"Statement": [statement]})}, after_unknown={"role": True}),
        create("aws_cloudwatch_log_group.flows", {"name": "/vpc/dev"}),
        configuration=written({"address": POLICY, **refers}, {"address": ROLE}),
    )


@pytest.mark.parametrize(
    ("service", "condition", "action", "resource", "passes"),
    [
        ("vpc-flow-logs.amazonaws.com", OURS, "logs:DescribeLogGroups", "*", True),
        ("vpc-flow-logs.amazonaws.com", OURS, "logs:PutLogEvents", "*", False),
        ("vpc-flow-logs.amazonaws.com", OURS, "logs:Describe*", "*", False),
        ("vpc-flow-logs.amazonaws.com", None, "logs:DescribeLogGroups", "*", False),
        ("ecs-tasks.amazonaws.com", None, "ecr:GetAuthorizationToken", "*", True),
        ("ecs-tasks.amazonaws.com", None, "secretsmanager:GetSecretValue", "*", False),
    ],
)
def test_new_role_of_a_service_may_list_everything(
    service: str, condition: Json | None, action: str, resource: str, passes: bool
) -> None:
    assert judge(with_role(trusting(service, condition), action=action, resource=resource)).passed is passes


@pytest.mark.parametrize(
    ("policy", "role", "passes"),
    [
        ("service-role/AmazonRDSEnhancedMonitoringRole", "create", True),
        ("service-role/AmazonRDSEnhancedMonitoringRole", "update", False),
        ("AmazonS3ReadOnlyAccess", "create", False),
        ("service-role/SomethingFullAccess", "create", False),
    ],
)
def test_new_role_of_a_service_gets_the_policy_that_aws_writes_for_it(policy: str, role: str, passes: bool) -> None:
    trust = trusting("monitoring.rds.amazonaws.com", OURS)
    made = create(ROLE, trust) if role == "create" else update(ROLE, trust, {**trust, "tags": {"a": "b"}})
    attached = create(ATTACHED, {"role": "writer", "policy_arn": f"arn:aws:iam::aws:policy/{policy}"})
    code = {"address": ATTACHED, "expressions": {"role": {"references": [f"{ROLE}.name", ROLE]}}}
    assert judge(plan(made, attached, configuration=written(code, {"address": ROLE}))).passed is passes


def volume(name: str, **source: object) -> Json:
    return {"name": name, "host_path": "", "efs_volume_configuration": [], **source}


def task(volumes: list[Json], mounts: list[str]) -> Json:
    points = [{"sourceVolume": name, "containerPath": f"/{name}", "readOnly": False} for name in mounts]
    container = {"name": "api", "image": "nginx", "mountPoints": points}
    return {"container_definitions": json.dumps([container]), "volume": volumes}


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        (task([], []), task([volume("tmp")], ["tmp"]), True),
        (task([volume("tmp")], ["tmp"]), task([volume("cache"), volume("tmp")], ["tmp", "cache"]), True),
        (task([volume("tmp")], ["tmp"]), task([volume("tmp")], []), False),
        (task([volume("tmp")], ["tmp"]), task([], []), False),
        (task([], []), task([volume("host", host_path="/")], ["host"]), False),
        (task([], []), task([volume("efs", efs_volume_configuration=[{"file_system_id": "fs-1"}])], []), False),
        (task([volume("tmp")], []), task([volume("tmp", host_path="/")], []), False),
    ],
)
def test_task_may_get_scratch_volumes(before: Json, after: Json, passes: bool) -> None:
    unknown = {"volume": [{"configure_at_launch": True} for _ in after["volume"]]}
    verdict = judge(plan(replace(TASK, before, after, after_unknown=unknown)))
    assert ("container-privileged" not in rules(verdict)) is passes


def test_new_task_definition_gets_no_volume_with_a_source() -> None:
    assert "container-privileged" not in rules(judge(plan(create(TASK, task([volume("tmp")], ["tmp"])))))
    assert "container-privileged" in rules(judge(plan(create(TASK, task([volume("host", host_path="/")], [])))))


def test_volume_with_an_unknown_source_is_blocked() -> None:
    unknown = {"volume": [{"efs_volume_configuration": [{"file_system_id": True}]}]}
    made = replace(TASK, task([], []), task([volume("tmp")], []), after_unknown=unknown)
    assert ("container-privileged", TASK) in blocked(judge(plan(made)))


LOG = {"log_destination": GROUP, "vpc_id": "vpc-1", "traffic_type": "ALL", "max_aggregation_interval": 600}
ANEW = {"arn": True, "id": True, "log_format": True}


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"max_aggregation_interval": 60}, ""),
        ({"traffic_type": "REJECT"}, "logging-off"),
        ({"vpc_id": "vpc-2"}, "loss-of-protection"),
        ({"log_destination": f"{GROUP}-2"}, "loss-of-protection"),
    ],
)
def test_flow_log_may_be_made_anew_with_the_same_traffic(change: Json, rule: str) -> None:
    verdict = judge(plan(replace("aws_flow_log.vpc", LOG, {**LOG, **change}, after_unknown=ANEW)))
    assert (rule in rules(verdict)) if rule else verdict.passed
    assert "loss-of-protection" in {finding.rule for finding in verdict.findings}


def test_flow_log_of_other_fields_is_not_made_anew_with_those_of_aws() -> None:
    live = {**LOG, "log_format": "${srcaddr}"}
    made = replace("aws_flow_log.vpc", live, {**LOG, "max_aggregation_interval": 60}, after_unknown=ANEW)
    assert "loss-of-protection" in rules(judge(plan(made)))


@pytest.mark.parametrize(("before", "after"), [("ACCEPT", "REJECT"), ("ALL", "ACCEPT")])
def test_flow_log_that_records_other_traffic_is_blocked(before: str, after: str) -> None:
    sides = ({"traffic_type": before}, {"traffic_type": after})
    assert "logging-off" in rules(judge(plan(update("aws_flow_log.vpc", *sides))))
    assert "logging-off" not in rules(
        judge(plan(update("aws_flow_log.vpc", {"traffic_type": before}, {"traffic_type": "ALL"})))
    )


@pytest.mark.parametrize(
    ("type_", "before", "after"),
    [
        ("aws_db_instance", {"monitoring_interval": 60}, {"monitoring_interval": 15}),
        ("aws_db_instance", {"monitoring_interval": 0}, {"monitoring_interval": 60}),
        ("aws_lb", {"access_logs": []}, {"access_logs": [{"enabled": True, "bucket": "logs", "prefix": "alb"}]}),
        ("aws_lb", {}, {"connection_logs": [{"enabled": True, "bucket": "logs", "prefix": "alb"}]}),
    ],
)
def test_more_observation_is_not_called_less(type_: str, before: Json, after: Json) -> None:
    assert judge(plan(update(f"{type_}.it", before, after))).findings == ()


@pytest.mark.parametrize("after", [0, None, 90])
def test_less_monitoring_is_reported(after: int | None) -> None:
    sides = ({"monitoring_interval": 60}, {"monitoring_interval": after})
    verdict = judge(plan(update("aws_db_instance.it", *sides)))
    assert rules(verdict, Severity.REPORTED) == {"operations-weakened"}


def test_login_by_iam_may_be_added_and_not_taken_away() -> None:
    name = "iam_database_authentication_enabled"
    assert judge(plan(update("aws_db_instance.it", {name: False}, {name: True}))).passed
    assert "database-login" in rules(judge(plan(update("aws_db_instance.it", {name: True}, {name: False}))))


def test_first_key_of_a_bucket_passes_also_before_it_has_an_arn() -> None:
    def encrypted(**by: str) -> Json:
        return {"rule": [{"apply_server_side_encryption_by_default": [by]}]}

    bucket = "aws_s3_bucket_server_side_encryption_configuration.uploads"
    unknown = {"rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": True}]}]}
    aes, kms = encrypted(sse_algorithm="AES256"), encrypted(sse_algorithm="aws:kms")
    assert judge(plan(update(bucket, aes, kms, after_unknown=unknown))).passed
    keyed = encrypted(sse_algorithm="aws:kms", kms_master_key_id="a")
    assert "encryption-key-changed" in rules(judge(plan(update(bucket, keyed, kms, after_unknown=unknown))))


def subject(*values: str) -> Json:
    condition = {"StringEquals": {"token.actions.githubusercontent.com:sub": list(values)}}
    one = {"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity", "Principal": {"Federated": "github"}}
    return {"assume_role_policy": json.dumps({"Statement": [{**one, "Condition": condition}]})}


NAMED, JOB = "repo:us/app:environment:prod", "environment:prod"


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        ([NAMED], [NAMED, f"repo:us@12/app@34:{JOB}"], True),
        ([NAMED], [f"repo:us@12/app@34:{JOB}"], False),
        ([NAMED], [NAMED, f"repo:us@12/other@34:{JOB}"], False),
        ([NAMED], [NAMED, "repo:us@12/app@34:environment:dev"], False),
        ([NAMED], [NAMED, f"repo:us@*/app@34:{JOB}"], False),
        ([NAMED, f"repo:us@12/app@34:{JOB}"], [NAMED, f"repo:us@12/app@35:{JOB}"], False),
        ([NAMED], [NAMED, f"repo:us@12/app@34:{JOB}", "repo:us/app:ref:refs/heads/x"], False),
    ],
)
def test_trusted_repository_may_get_its_numbers(before: list[str], after: list[str], passes: bool) -> None:
    verdict = judge(plan(update(ROLE, subject(*before), subject(*after))))
    assert ("trust-widened" not in rules(verdict)) is passes


MAIN, STAGING = "repo:us/app:ref:refs/heads/main", "repo:us/app:environment:staging"
ENVIRONMENT = {"trust-of-environment"}


@pytest.mark.parametrize(
    ("before", "after", "blocked", "said"),
    [
        ([MAIN, NAMED], [MAIN], False, set()),
        ([MAIN, NAMED], [NAMED], False, set()),
        (["repo:us@1/app@2:ref:refs/heads/main", NAMED], [NAMED], False, set()),
        ([MAIN], [NAMED], False, ENVIRONMENT),
        ([MAIN, "repo:us/other:ref:refs/heads/main"], [NAMED, "repo:us/other:environment:x"], False, ENVIRONMENT),
        ([MAIN], [NAMED, MAIN], True, set()),
        ([MAIN], ["repo:us/app:environment:*"], True, set()),
        ([MAIN], ["repo:us/other:environment:prod"], True, set()),
        ([MAIN], [NAMED, "repo:us/other:environment:prod"], True, set()),
        ([MAIN], [NAMED, "repo:us/app:pull_request"], True, set()),
        (["repo:us/app:ref:refs/tags/v1"], [NAMED], True, set()),
        (["repo:us/app:pull_request"], [NAMED], True, set()),
        ([NAMED], [MAIN], True, set()),
        ([NAMED], [STAGING], True, set()),
        ([MAIN], ["repo:us/app:ref:refs/heads/other"], True, set()),
    ],
)
def test_trust_may_become_narrower_or_go_from_a_branch_to_an_environment(
    before: list[str], after: list[str], blocked: bool, said: set[str]
) -> None:
    verdict = judge(plan(update(ROLE, subject(*before), subject(*after))))
    assert rules(verdict) == ({"trust-widened"} if blocked else set())
    assert rules(verdict, Severity.REPORTED) == said
