"""Corners of a plan beside known attributes: data sources, provider blocks, outputs, new types, redirects, drift."""

import importlib.util
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard.verdict import Mode, Severity
from modules.new_types import HARMLESS_TYPES
from modules.registry import GUARD
from tests.guard.plans import AWS, Json, change, create, judge, keep, plan, rules, update, written

QUEUE = "aws_sqs_queue.jobs"
KEPT = keep(QUEUE)


def policy(**statement: Any) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def provider(**arguments: Any) -> Json:
    block = {"name": "aws", "full_name": AWS, "expressions": arguments}
    return plan(KEPT, configuration=written(provider_config={"aws": block}))


@given(name=st.from_regex(r"[a-z][a-z_]{2,30}", fullmatch=True))
def test_an_argument_of_the_provider_that_nobody_knows_is_blocked(name: str) -> None:
    known = {"region", "allowed_account_ids", "max_retries", "retry_mode", "default_tags", "ignore_tags"}
    if name not in known and not name.startswith(("use_", "token_bucket")):
        assert rules(judge(provider(**{name: {"constant_value": True}}))) == {"provider-turned"}


@pytest.mark.parametrize("name", ["insecure", "ec2_metadata_service_endpoint", "sts_region", "s3_use_path_style"])
def test_an_argument_that_leads_elsewhere_is_blocked(name: str) -> None:
    assert rules(judge(provider(**{name: {"constant_value": "x"}}))) == {"provider-turned"}


@pytest.mark.parametrize("name", ["max_retries", "default_tags", "use_fips_endpoint"])
def test_an_argument_that_leads_nowhere_passes(name: str) -> None:
    assert judge(provider(**{name: {"constant_value": 3}})).findings == ()


@pytest.mark.parametrize(
    ("type_", "rule"),
    [("external", "foreign-provider"), ("http", "foreign-provider"), ("aws_lambda_invocation", "provisioner")],
)
def test_a_data_source_that_runs_something_is_blocked(type_: str, rule: str) -> None:
    address = f"data.{type_}.one"
    in_code = plan(KEPT, configuration=written({"address": address, "mode": "data", "type": type_}))
    read_later = plan(KEPT, change(address, "read", after={}, mode="data"))
    for document in (in_code, read_later):
        assert rules(judge(document)) == {rule}


def test_a_data_source_that_reads_passes() -> None:
    for type_ in ("aws_caller_identity", "aws_vpc", "terraform_remote_state"):
        assert judge(plan(KEPT, change(f"data.{type_}.one", "read", after={}, mode="data"))).findings == ()


@given(type_=st.from_regex(r"aws_[a-z]{3,9}_of_a_later_year", fullmatch=True))
def test_a_new_resource_of_an_unknown_type_is_blocked_and_in_a_first_build_reported(type_: str) -> None:
    document = plan(create(f"{type_}.one", {"name": "one"}))
    assert rules(judge(document)) == {"type-not-known"}
    assert rules(judge(document, mode=Mode.CREATE), Severity.REPORTED) == {"type-not-known"}
    assert rules(judge(plan(update(f"{type_}.one", {"a": 1}, {"a": 2})))) == set()


@pytest.mark.parametrize("type_", sorted(GUARD.types))
def test_a_new_resource_of_a_known_type_is_no_stranger(type_: str) -> None:
    assert "type-not-known" not in rules(judge(plan(create(f"{type_}.one", {}))))


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("aws_iam_saml_provider.one", {"name": "one"}),
        ("aws_iam_openid_connect_provider.one", {"url": "https://ids.example"}),
    ],
)
def test_another_identity_provider_is_blocked(address: str, values: Json) -> None:
    assert rules(judge(plan(create(address, values)))) == {"trust-widened"}


def test_the_identity_provider_of_github_passes() -> None:
    for url in ("https://token.actions.githubusercontent.com", "token.actions.githubusercontent.com"):
        assert judge(plan(create("aws_iam_openid_connect_provider.github", {"url": url}))).passed


def output(after: Any, *, sensitive: bool = False, action: str = "create") -> Json:
    sides = {"before": None, "after": after, "after_unknown": False, "before_sensitive": sensitive}
    return {"shown": {"actions": [action], "after_sensitive": sensitive, **sides}}


@pytest.mark.parametrize("value", ["sk_live_51abcdefgh", {"a": ["whsec_abcdef"]}, "postgres://u:p@host/db"])
def test_an_output_with_a_secret_is_blocked(value: Any) -> None:
    assert rules(judge(plan(KEPT, output_changes=output(value)))) == {"secret-in-plain"}
    assert judge(plan(KEPT, output_changes=output(value, sensitive=True))).passed
    assert judge(plan(KEPT, output_changes=output(value, action="no-op"))).passed


def test_an_output_without_a_secret_passes() -> None:
    for value in ("dev.counterpromo.com", 3, None, ["vpc-1"], {"a": "arn:aws:sqs:eu-west-2:437064342167:jobs"}):
        assert judge(plan(KEPT, output_changes=output(value))).passed


def redirect(host: str) -> Json:
    action = [{"type": "redirect", "redirect": [{"host": host, "status_code": "HTTP_302"}]}]
    condition = [{"path_pattern": [{"values": ["/login"]}]}]
    return create("aws_lb_listener_rule.login", {"priority": 9, "action": action, "condition": condition})


def test_a_redirect_to_a_stranger_is_blocked() -> None:
    zone = keep("aws_route53_zone.main", {"name": "counterpromo.com"})
    for host in ("counterpromo.example", "evilcounterpromo.com", "counterpromo.com.example", "#{host}.example"):
        assert rules(judge(plan(zone, redirect(host)))) == {"traffic-moved"}
    for host in ("#{host}", "", "dev.counterpromo.com", "counterpromo.com"):
        assert judge(plan(zone, redirect(host))).passed


EVERYBODY = policy(Principal="*", Action="*", Resource="*")
ADMINISTRATOR = policy(Action="*", Resource="*")
OPENED: list[tuple[str, Json, Json]] = [
    ("aws_sqs_queue.one", {"policy": ""}, {"policy": EVERYBODY}),
    ("aws_s3_bucket_policy.one", {"policy": ""}, {"policy": EVERYBODY}),
    ("aws_sns_topic_policy.one", {"policy": ""}, {"policy": EVERYBODY}),
    ("aws_kms_key.one", {"policy": ""}, {"policy": EVERYBODY}),
    ("aws_iam_role_policy.one", {"policy": policy(Action="s3:GetObject", Resource="*")}, {"policy": ADMINISTRATOR}),
    ("aws_iam_role.one", {"inline_policy": []}, {"inline_policy": [{"name": "x", "policy": ADMINISTRATOR}]}),
    (
        "aws_iam_role.one",
        {"managed_policy_arns": []},
        {"managed_policy_arns": ["arn:aws:iam::aws:policy/AdministratorAccess"]},
    ),
    ("aws_ecs_service.one", {"enable_execute_command": False}, {"enable_execute_command": True}),
    (
        "aws_lb_listener.one",
        {"ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"},
        {"ssl_policy": "ELBSecurityPolicy-2016-08"},
    ),
]


@pytest.mark.parametrize(("address", "before", "after"), OPENED)
def test_drift_that_opens_something_blocks_a_plan_without_changes(address: str, before: Json, after: Json) -> None:
    assert rules(judge(plan(keep(address), resource_drift=[update(address, before, after)]))) == {"drift-exposes"}
    closed = update(address, after, before)
    assert judge(plan(keep(address), resource_drift=[closed])).passed


def test_drift_of_a_policy_that_was_as_wide_before_is_reported_only() -> None:
    wide = {"policy": policy(Principal="*", Action="sqs:SendMessage", Resource="*")}
    other = {"policy": policy(Principal="*", Action="sqs:ReceiveMessage", Resource="*")}
    for before, after in (
        (wide, other),
        ({"policy": ""}, {"policy": policy(Action="sqs:*", Resource="arn:aws:sqs:*")}),
    ):
        verdict = judge(plan(KEPT, resource_drift=[update(QUEUE, before, after)]))
        assert verdict.passed
        assert rules(verdict, Severity.REPORTED) == {"drift"}


def images(kept: int, *, untagged_days: int = 7, more: tuple[Json, ...] = ()) -> Json:
    untagged = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days"}
    selections = [
        {**untagged, "countNumber": untagged_days},
        {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": kept},
        *more,
    ]
    return {"policy": json.dumps({"rules": [{"rulePriority": n, "selection": s} for n, s in enumerate(selections)]})}


@given(before=st.integers(1, 1000), after=st.integers(1, 1000))
def test_fewer_images_are_blocked_and_more_pass(before: int, after: int) -> None:
    address = "aws_ecr_lifecycle_policy.images_api_expiry"
    assert judge(plan(update(address, images(before), images(after)))).passed is (after >= before)
    days = judge(plan(update(address, images(50, untagged_days=before), images(50, untagged_days=after))))
    assert days.passed is (after >= before)


def test_another_rule_that_expires_images_or_an_unreadable_one_is_blocked() -> None:
    address, new = "aws_ecr_lifecycle_policy.images_api_expiry", {"tagStatus": "tagged", "countNumber": 3}
    for after in (images(50, more=(new,)), {"policy": "{"}, {"policy": '{"rules": [{}]}'}):
        assert rules(judge(plan(update(address, images(50), after)))) == {"retention-shortened"}
    assert judge(plan(update(address, images(50, more=(new,)), images(50)))).passed


def lifecycle(**rule: Any) -> Json:
    return {"rule": [{"id": "one", "status": "Enabled", "filter": [], **rule}]}


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        (None, ("DEEP_ARCHIVE", 0), False),
        (None, ("GLACIER", 29), False),
        (("GLACIER", 29), ("GLACIER", 1), False),
        (("GLACIER", 1), ("GLACIER", 29), True),
        (None, ("GLACIER", 90), True),
        (None, ("STANDARD_IA", 30), True),
        (None, ("GLACIER_IR", 0), True),
    ],
)
def test_objects_in_use_do_not_move_to_an_archive(
    before: tuple[str, int] | None, after: tuple[str, int], passes: bool
) -> None:
    def moving(to: tuple[str, int] | None) -> Json:
        return lifecycle(transition=[{"storage_class": to[0], "days": to[1]}] if to else [])

    verdict = judge(plan(update("aws_s3_bucket_lifecycle_configuration.one", moving(before), moving(after))))
    assert rules(verdict) == (set() if passes else {"objects-archived"})


@pytest.mark.parametrize("type_", ["NS", "DS", "CAA"])
def test_a_name_is_not_handed_to_other_servers(type_: str) -> None:
    record = {"name": "x.counterpromo.com", "records": ["x"], "zone_id": "Z1"}
    assert rules(judge(plan(create("aws_route53_record.x", {**record, "type": type_})))) == {"dns-target"}
    for ordinary in ("A", "AAAA", "CNAME", "MX", "TXT"):
        assert judge(plan(create("aws_route53_record.x", {**record, "type": ordinary}))).passed


def test_a_schedule_sends_messages_and_calls_no_api() -> None:
    address, queue = "aws_scheduler_schedule.nightly", "arn:aws:sqs:eu-west-2:437064342167:jobs"
    for arn in ("arn:aws:scheduler:::aws-sdk:rds:deleteDBInstance", "arn:aws:lambda:eu-west-2:437064342167:function:x"):
        assert rules(judge(plan(create(address, {"target": [{"arn": arn}]})))) == {"delivery-changed"}
    assert judge(plan(create(address, {"target": [{"arn": queue}]}))).findings == ()


def test_a_message_is_hidden_from_other_receivers() -> None:
    assert rules(judge(plan(update(QUEUE, {"visibility_timeout_seconds": 120}, {"visibility_timeout_seconds": 0}))))
    assert judge(plan(update(QUEUE, {"visibility_timeout_seconds": 120}, {"visibility_timeout_seconds": 60}))).passed


def test_a_subnet_that_exists_keeps_the_main_route_table() -> None:
    address = "aws_route_table_association.network_private_a"
    assert rules(judge(plan(create(address, {"subnet_id": "subnet-1"})))) == {"route-changed"}
    assert judge(plan(create(address, {}, after_unknown={"subnet_id": True}))).passed
    assert judge(plan(create(address, {"subnet_id": "subnet-1"})), mode=Mode.CREATE).passed


def test_many_more_tasks_are_said() -> None:
    verdict = judge(plan(update("aws_appautoscaling_target.api", {"max_capacity": 4}, {"max_capacity": 1000})))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"capacity-changed"}


@pytest.mark.parametrize("type_", sorted(HARMLESS_TYPES))
def test_a_new_resource_of_a_harmless_type_passes_and_is_in_the_provider(type_: str) -> None:
    assert judge(plan(create(f"{type_}.one", {"name": "one"}))).findings == ()
    assert importlib.util.find_spec(f"cdktf_cdktf_provider_aws.{type_.removeprefix('aws_')}")
