"""Drift, identity, protection, checks, outputs, programs and secrets: what concerns more than one attribute."""

from dataclasses import replace as but
from typing import Any

import pytest

from guard.expected import Claim
from guard.resource_type import Deletion
from guard.verdict import Mode, Severity
from modules.registry import GUARD
from tests.guard.plans import (
    EXPECTED,
    Json,
    blocked,
    change,
    create,
    delete,
    judge,
    keep,
    plan,
    replace,
    rules,
    update,
    written,
)

DB, QUEUE = "aws_db_instance.main", "aws_sqs_queue.jobs"


def of_deletion(deletion: Deletion) -> set[str]:
    return {name for name, row in GUARD.types.items() if row.deletion is deletion}


@pytest.mark.parametrize("type_", sorted(of_deletion(Deletion.DATA)))
def test_removal_of_data_or_identity_is_blocked(type_: str) -> None:
    address = f"{type_}.it"
    for entry in (
        delete(address),
        replace(address),
        change(address, "create", "delete", before={}, after={}),
        change(address, "forget", before={}),
        change(address, "create", "forget", before={}, after={}),
    ):
        assert ("loss-of-data-or-identity", address) in blocked(judge(plan(entry)))


@pytest.mark.parametrize(
    ("type_", "rule"),
    [
        ("aws_s3_bucket_public_access_block", "loss-of-protection"),
        ("aws_s3_bucket_policy", "loss-of-protection"),
        ("aws_flow_log", "loss-of-protection"),
        ("aws_ecs_service", "loss"),
        ("aws_vpc", "loss"),
        ("aws_route", "loss"),
        ("aws_lb_listener_rule", "loss"),
        ("aws_iam_role_policy", "loss"),
        ("aws_something_of_2031", "loss"),
        ("random_password", "loss"),
    ],
)
def test_removal_of_an_unlisted_type_is_blocked(type_: str, rule: str) -> None:
    entries = delete(f"{type_}.it"), replace(f"{type_}.it"), change(f"{type_}.it", "forget", before={})
    for entry in entries:
        assert (rule, f"{type_}.it") in blocked(judge(plan(entry)))


@pytest.mark.parametrize("type_", sorted(of_deletion(Deletion.ALLOWED)))
def test_removal_of_a_recoverable_type_passes(type_: str) -> None:
    assert judge(plan(delete(f"{type_}.it", {}))).findings == ()


def drift(address: str, before: Json, after: Json | None) -> Json:
    return change(address, "update" if after is not None else "delete", before=before, after=after)


MOVED = drift(DB, {"port": 5432, "password": "hunter1"}, {"port": 5433, "password": "hunter2"})


def test_drift_is_reported_with_its_attributes() -> None:
    verdict = judge(plan(keep(DB), resource_drift=[MOVED]))
    assert verdict.passed
    assert [(one.rule, one.address, one.detail) for one in verdict.findings] == [("drift", DB, "password, port")]
    assert "hunter" not in str(verdict)


@pytest.mark.parametrize(
    "entry", [update(DB, {"tags": {}}, {"tags": {"a": "b"}}), create(DB, {}), delete(DB), replace(DB)]
)
def test_drift_that_the_plan_overwrites_is_blocked(entry: Json) -> None:
    assert ("drift-crossed", DB) in blocked(judge(plan(entry, resource_drift=[MOVED])))


def test_deleted_resource_that_the_plan_creates_again_is_blocked() -> None:
    gone = drift(QUEUE, {"name": "jobs"}, None)
    verdict = judge(plan(create(QUEUE), resource_drift=[gone]))
    assert blocked(verdict) == {("drift-crossed", QUEUE)}
    assert verdict.findings[0].detail == "it is gone"


def test_update_of_a_deleted_resource_is_blocked() -> None:
    gone = drift(GROUP, {"ingress": [{}]}, None)
    altered = update(GROUP, {"tags": {}}, {"tags": {"a": "b"}})
    assert blocked(judge(plan(altered, resource_drift=[gone]))) == {("drift-crossed", GROUP)}


def test_drift_that_another_change_depends_on_is_blocked() -> None:
    feeding = [{"resource": DB, "attribute": ["port"]}]
    entry = update("aws_ecs_service.a", {}, {"tags": {"a": "b"}})
    assert blocked(judge(plan(entry, resource_drift=[MOVED], relevant_attributes=feeding))) == {("drift-crossed", DB)}
    others: list[Any] = [
        [{"resource": DB, "attribute": ["id"]}],
        [{"resource": QUEUE, "attribute": ["port"]}],
        [None],
        {},
    ]
    for harmless in others:
        assert judge(plan(entry, resource_drift=[MOVED], relevant_attributes=harmless)).passed
    assert judge(plan(keep(DB), resource_drift=[MOVED], relevant_attributes=feeding)).passed


def test_empty_value_in_place_of_null_is_not_drift() -> None:
    noise = drift(DB, {"tags": None, "a": [], "b": ""}, {"tags": {}, "a": None, "b": None})
    assert judge(plan(update(DB, {}, {"tags": {"a": "b"}}), resource_drift=[noise])).findings == ()


GROUP, RULE = "aws_security_group.a", "aws_lb_listener_rule.a"


def test_drift_of_inline_rules_is_blocked_only_if_the_plan_overwrites_it() -> None:
    """A rule that stands apart shows in its group; the next change of the group's tags leaves it alone."""
    shows = drift(GROUP, {"ingress": []}, {"ingress": [{"from_port": 443}]})
    verdict = judge(plan(update(GROUP, {"tags": {}}, {"tags": {"a": "b"}}), resource_drift=[shows]))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"drift"}
    undone = update(GROUP, {"ingress": [{"from_port": 443}]}, {"ingress": []})
    assert ("drift-crossed", GROUP) in blocked(judge(plan(undone, resource_drift=[shows])))
    more = drift(GROUP, {"ingress": [], "description": "a"}, {"ingress": [{}], "description": "b"})
    assert not judge(plan(update(GROUP, {"tags": {}}, {"tags": {"a": "b"}}), resource_drift=[more])).passed


def test_attribute_that_changes_by_itself_is_not_drift() -> None:
    moving = drift(DB, {"latest_restorable_time": "10:00"}, {"latest_restorable_time": "10:05"})
    assert judge(plan(update(DB, {}, {"tags": {"a": "b"}}), resource_drift=[moving])).findings == ()


def test_other_notation_of_an_action_is_not_drift() -> None:
    target = "arn:aws:elasticloadbalancing:eu-west-2:437064342167:targetgroup/a/1"
    short, long_ = {"action": [{"target_group_arn": target}]}, {"action": [{"forward": [{"arn": target}]}]}
    assert judge(plan(keep(RULE), resource_drift=[drift(RULE, short, long_)])).findings == ()
    elsewhere = {"action": [{"forward": [{"arn": target.replace("/a/", "/b/")}]}]}
    assert rules(judge(plan(keep(RULE), resource_drift=[drift(RULE, short, elsewhere)])), Severity.REPORTED) == {
        "drift"
    }
    none = {"action": [{"type": "redirect"}]}, {"action": [{"type": "fixed-response"}]}
    assert rules(judge(plan(keep(RULE), resource_drift=[drift(RULE, *none)])), Severity.REPORTED) == {"drift"}


THEIRS = "arn:aws:sqs:eu-west-2:123456789012:jobs"
ELSEWHERE = "arn:aws:sqs:us-east-1:437064342167:jobs"


@pytest.mark.parametrize(
    "value",
    [
        THEIRS,
        ELSEWHERE,
        f'{{"deadLetterTargetArn":"{THEIRS}"}}',
        "arn:aws-cn:sqs:eu-west-2:437064342167:jobs",
        "https://sqs.us-east-1.amazonaws.com/437064342167/jobs",
        "https://sqs.eu-west-2.amazonaws.com/123456789012/jobs",
        ["x", {"deep": [THEIRS]}],
        {THEIRS: "as a name"},
    ],
)
def test_arn_of_another_account_or_region_is_blocked_and_not_waivable(value: Any) -> None:
    cluster = "aws_ecs_cluster.it"
    for document in (
        plan(keep(cluster, {"x": value})),
        plan(update(cluster, {"x": value}, {})),
        plan(create(cluster, {"x": value})),
        plan(keep(cluster), resource_drift=[drift(cluster, {"x": value}, {})]),
    ):
        found = [one for one in judge(document).of(Severity.BLOCKED) if one.rule == "identity"]
        assert [one.address for one in found][:1] == [cluster]
        assert not any(one.waivable for one in found)
    output = {"o": {"actions": ["create"], "before": None, "after": value}}
    assert ("identity", "output.o") in blocked(judge(plan(keep(cluster), output_changes=output)))


@pytest.mark.parametrize("name", ["replica", "policy", "assume_role_policy", "kms_key_id", "replicate_source_db"])
def test_reference_to_another_account_or_region_that_the_plan_keeps_passes(name: str) -> None:
    secret = "aws_secretsmanager_secret.it"
    assert judge(plan(keep(secret, {name: THEIRS}))).findings == ()
    for changed in (plan(update(secret, {name: ""}, {name: THEIRS})), plan(create(secret, {name: THEIRS}))):
        assert ("identity", secret) in blocked(judge(changed))
    assert ("identity", secret) in blocked(judge(plan(keep(secret, {name: THEIRS, "arn": THEIRS}))))


@pytest.mark.parametrize(
    "value",
    [
        "arn:aws:sqs:eu-west-2:437064342167:jobs",
        "arn:aws:s3:::a-bucket",
        "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
        "arn:aws:iam::437064342167:role/x",
        "arn:aws:logs:*:*:*",
        "arn:aws:iam::652711504416:root",
        "https://sqs.eu-west-2.amazonaws.com/437064342167/jobs",
        "an arn: of no kind",
    ],
)
def test_arns_of_this_account_and_of_aws_pass(value: str) -> None:
    assert judge(plan(keep("aws_ecs_cluster.it", {"x": value}))).findings == ()


def test_import_id_of_another_account_is_blocked() -> None:
    assert ("identity", QUEUE) in blocked(judge(plan(keep(QUEUE, importing={"id": THEIRS}))))


def test_resource_with_another_owner_is_blocked() -> None:
    for name in ("owner_id", "registry_id"):
        assert ("identity", "aws_vpc.it") in blocked(judge(plan(keep("aws_vpc.it", {name: "123456789012"}))))
        assert judge(plan(keep("aws_vpc.it", {name: "437064342167"}))).passed
    assert judge(plan(keep("aws_vpc.it", {"owner_id": "amazon"}))).passed


@pytest.mark.parametrize(
    ("claim", "passes"),
    [
        (Claim(where="the credentials", account="437064342167", region="eu-west-2"), True),
        (Claim(where="the backend", account="", region="eu-west-2"), True),
        (Claim(where="the backend", account="", region="us-east-1"), False),
        (Claim(where="the credentials", account="123456789012", region="eu-west-2"), False),
        (Claim(where="the credentials", account="123456789012", region=""), False),
    ],
)
def test_credentials_or_backend_of_another_account_are_blocked(claim: Claim, passes: bool) -> None:
    verdict = judge(plan(keep(QUEUE)), expected=but(EXPECTED, claims=(claim,)))
    assert verdict.passed is passes
    assert passes or claim.where in verdict.findings[0].detail


@pytest.mark.parametrize(
    ("type_", "values", "passes"),
    [
        ("aws_caller_identity", {"account_id": "123456789012"}, False),
        ("aws_caller_identity", {"account_id": "437064342167"}, True),
        ("aws_region", {"name": "us-east-1"}, False),
        ("aws_region", {"name": "eu-west-2"}, True),
        ("aws_region", {}, True),
        ("aws_vpc", {"name": "us-east-1"}, True),
    ],
)
def test_caller_identity_of_another_account_is_blocked(type_: str, values: Json, passes: bool) -> None:
    read = {"mode": "data", "address": f"data.{type_}.a", "type": type_, "values": values}
    state = {"values": {"root_module": {"child_modules": [{"resources": [read]}]}}}
    verdict = judge(plan(keep(QUEUE), prior_state=state))
    assert verdict.passed is passes
    assert passes or rules(verdict) == {"identity"}


def provider(key: str = "aws", name: str = "registry.terraform.io/hashicorp/aws", **expressions: Any) -> Json:
    return {"provider_config": {key: {"name": "aws", "full_name": name, "expressions": expressions}}}


GOOD: dict[str, Any] = {
    "region": {"constant_value": "eu-west-2"},
    "allowed_account_ids": {"constant_value": ["437064342167"]},
}


@pytest.mark.parametrize(
    ("config", "rule"),
    [
        (provider(region={"constant_value": "us-east-1"}), "identity"),
        (provider(region={"references": ["var.region"]}), "identity"),
        (provider(key="aws.other", region={"constant_value": "us-east-1"}), "identity"),
        (provider(allowed_account_ids={"constant_value": ["437064342167", "123456789012"]}), "identity"),
        (provider(allowed_account_ids={"constant_value": []}), "identity"),
        (provider(assume_role=[{"role_arn": {"constant_value": "x"}}]), "provider-turned"),
        (provider(profile={"constant_value": "prod"}), "provider-turned"),
        (provider(endpoints=[{"s3": {"constant_value": "http://x"}}]), "provider-turned"),
        (provider(skip_credentials_validation={"constant_value": True}), "provider-turned"),
        (provider(name="registry.terraform.io/hashicorp/null"), "foreign-provider"),
        (provider(name="registry.terraform.io/evil/aws"), "foreign-provider"),
    ],
)
def test_redirected_provider_is_blocked(config: Json, rule: str) -> None:
    assert rule in rules(judge(plan(keep(QUEUE), configuration=config)))


def test_provider_with_the_settings_values_passes() -> None:
    builtin = {"terraform": {"name": "terraform", "full_name": "terraform.io/builtin/terraform"}}
    config = provider(**GOOD, assume_role=[])
    config["provider_config"] |= builtin
    assert judge(plan(keep(QUEUE), configuration=config)).findings == ()


@pytest.mark.parametrize("name", ["registry.terraform.io/hashicorp/null", "registry.terraform.io/hashicorp/local", "x"])
def test_change_by_another_provider_is_blocked(name: str) -> None:
    entry = {**create("null_resource.it"), "provider_name": name}
    assert ("foreign-provider", "null_resource.it") in blocked(judge(plan(entry)))


def test_provisioner_in_any_module_is_blocked() -> None:
    runs = {"address": "terraform_data.it", "provisioners": [{"type": "local-exec", "expressions": {}}]}
    for code in (
        written(runs),
        {"root_module": {"module_calls": {"m": {"module": {"resources": [runs]}}}}},
        written({"address": "terraform_data.it", "provisioners": [None]}),
    ):
        assert "provisioner" in rules(judge(plan(keep(QUEUE), configuration=code)))
    assert judge(plan(keep(QUEUE), configuration=written({"address": QUEUE, "provisioners": []}))).passed


NOW = but(EXPECTED, protected_before=frozenset({DB}), protected_now=frozenset({DB}))


def test_removed_prevent_destroy_is_blocked() -> None:
    gone = but(NOW, protected_now=frozenset({QUEUE}))
    assert blocked(judge(plan(keep(DB)), expected=gone)) == {("protection-removed", DB)}
    assert judge(plan(keep(DB)), expected=NOW).findings == ()
    assert judge(plan(keep(DB)), expected=but(NOW, protected_before=frozenset())).findings == ()


def test_moved_address_with_prevent_destroy_is_reported() -> None:
    new = "aws_db_instance.new"
    moved = update(new, {}, {}, previous_address=DB)
    told = judge(plan(moved), expected=but(NOW, protected_now=frozenset({new})))
    assert told.passed
    assert rules(told, Severity.REPORTED) == {"moved", "protection-moved"}
    assert blocked(judge(plan(moved), expected=but(NOW, protected_now=frozenset()))) == {("protection-removed", DB)}


def test_protected_address_that_disappears_is_blocked_without_the_stack() -> None:
    unknown = but(NOW, protected_now=None)
    assert blocked(judge(plan(keep(QUEUE)), expected=unknown)) == {("protection-removed", DB)}
    assert ("protection-removed", DB) in blocked(judge(plan(delete(DB)), expected=unknown))
    assert ("protection-removed", DB) in blocked(judge(plan(change(DB, "forget", before={})), expected=unknown))
    assert judge(plan(keep(DB)), expected=unknown).passed
    assert judge(plan(keep(DB), configuration=written({"address": DB})), expected=unknown).passed
    other = written({"address": QUEUE})
    assert not judge(plan(keep(DB), configuration=other), expected=unknown).passed
    indexed = {**keep(DB), "address": f"{DB}[0]"}
    assert judge(plan(indexed, configuration=written({"address": DB})), expected=unknown).passed


@pytest.mark.parametrize(
    ("check", "rule"),
    [
        ({"address": {"to_display": "check.c"}, "status": "fail"}, "check-failed"),
        ({"address": {"to_display": "check.c"}, "status": "error"}, "check-failed"),
        ({"address": {"to_display": "check.c"}, "status": "new"}, "check-failed"),
        ({"address": {"to_display": "check.c"}}, "check-failed"),
    ],
)
def test_failed_check_is_blocked(check: Json, rule: str) -> None:
    assert blocked(judge(plan(keep(QUEUE), checks=[check]))) == {(rule, "check.c")}


def test_passed_check_passes_and_open_check_is_reported() -> None:
    place = {"to_display": "check.c"}
    assert judge(plan(keep(QUEUE), checks=[{"address": place, "status": "pass"}])).findings == ()
    told = judge(plan(keep(QUEUE), checks=[{"address": place, "status": "unknown"}]))
    assert told.passed
    assert rules(told, Severity.REPORTED) == {"check-open"}
    assert not judge(plan(keep(QUEUE), checks=[None])).passed


def output(*actions: str, hidden: tuple[Any, Any] = (False, False), after: Any = "x") -> Json:
    sides = {"before_sensitive": hidden[0], "after_sensitive": hidden[1]}
    return {"output_changes": {"o": {"actions": list(actions), "before": "hunter2", "after": after, **sides}}}


def test_output_that_was_sensitive_is_blocked() -> None:
    revealed: list[tuple[Any, Any]] = [(True, False), ({"a": True}, {}), ({"a": [True]}, {"a": [False]})]
    for hidden in revealed:
        verdict = judge(plan(keep(QUEUE), **output("update", hidden=hidden)))
        assert blocked(verdict) == {("output-revealed", "output.o")}
        assert "hunter2" not in str(verdict)
    assert judge(plan(keep(QUEUE), **output("update", hidden=(True, True)))).findings == ()
    assert judge(plan(keep(QUEUE), **output("update", hidden=(False, True)))).findings == ()
    assert judge(plan(keep(QUEUE), **output("create"))).findings == ()


def test_output_that_the_code_no_longer_marks_sensitive_is_blocked() -> None:
    """As terraform 1.11 writes it: both sides are marked, whatever the code says by now."""
    both = output("update", hidden=(True, True))
    for written_, passes in (({"expression": {}}, False), ({"sensitive": True}, True), ({"sensitive": False}, False)):
        code: Json = {"configuration": {"root_module": {"outputs": {"o": written_}}}}
        assert judge(plan(keep(QUEUE), **both, **code)).passed is passes
    other: Json = {"configuration": {"root_module": {"outputs": {"p": {}}}}}
    assert judge(plan(keep(QUEUE), **both, **other)).passed


def test_removed_output_is_reported() -> None:
    verdict = judge(plan(keep(QUEUE), **output("delete", hidden=(True, False), after=None)))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"output-removed"}


@pytest.mark.parametrize("type_", ["aws_secretsmanager_secret_version", "aws_ssm_parameter", "aws_kms_secrets"])
def test_secret_in_the_state_is_blocked(type_: str) -> None:
    code = written({"address": f"data.{type_}.it", "mode": "data", "type": type_})
    assert "secret-in-state" in rules(judge(plan(keep(QUEUE), configuration=code)))
    read = change(f"data.{type_}.it", "read", after={}, mode="data")
    assert "secret-in-state" in rules(judge(plan(read)))
    harmless = written({"address": "data.aws_prefix_list.it", "mode": "data", "type": "aws_prefix_list"})
    assert judge(plan(keep(QUEUE), configuration=harmless)).passed


def test_import_of_a_secure_string_is_blocked() -> None:
    address = "aws_ssm_parameter.it"
    secure = keep(address, {"type": "SecureString"}, importing={"id": "/a"})
    for mode in Mode:
        assert ("secret-in-state", address) in blocked(judge(plan(secure), mode=mode))
    assert judge(plan(keep(address, {"type": "String"}, importing={"id": "/a"}))).passed
    assert judge(plan(keep(address, {"type": "SecureString"}))).passed
