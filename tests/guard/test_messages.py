"""The message of every finding that no table of attributes makes, word for word, as in messages.txt.

A changed message is a line in the diff. To write the file again: `python -m tests.guard.test_messages`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from guard.expected import Claim, Expected
from guard.verdict import Mode
from tests.guard.plans import EXPECTED, Json, change, create, delete, judge, keep, plan, replace, update, written
from tests.guard.routing.test_listener_rules import listens
from tests.guard.test_permissions import GITHUB, allow, text, trust
from tests.guard.test_traffic import ALB, DB, IN, out, rule

FILE = Path(__file__).parent / "messages.txt"
QUEUE, TASK, SERVICE = "aws_sqs_queue.a", "aws_ecs_task_definition.a", "aws_ecs_service.a"
API, WEB, ROUTE, TABLE = "aws_lb_listener_rule.a", "aws_lb_listener_rule.b", "aws_route.a", "aws_route_table.a"
GROUP, PARAMETERS, BASE = "aws_security_group.a", "aws_db_parameter_group.a", "aws_db_instance.a"
LIFECYCLE, POLICY = "aws_s3_bucket_lifecycle_configuration.a", "aws_iam_role_policy.a"
THEIRS = "arn:aws:sqs:us-east-1:123456789012:jobs"


def containers(**over: Any) -> Json:
    return {"container_definitions": json.dumps([{"name": "api", **over}])}


def unknown(address: str, *names: str, before: Json | None = None) -> Json:
    return update(address, before or {}, {}, after_unknown=dict.fromkeys(names, True))


def expiring(status: str = "Enabled", **over: Any) -> Json:
    return {"rule": [{"id": "a", "status": status, **over}]}


NO_ENTRY: Any = None
CASES: dict[str, Json] = {
    "not whole": {"format_version": "2.0", "complete": False, "odd": 1, "deferred_changes": [1], "output_changes": 7},
    "no list": plan(resource_changes={}, resource_drift={}, checks={}, configuration=[], prior_state=[]),
    "no version": {**plan(), "format_version": None},
    "entries": plan(
        NO_ENTRY,
        {},
        {"address": QUEUE},
        {**keep(QUEUE), "type": ""},
        {**keep(QUEUE), "mode": "x"},
        {**keep(QUEUE), "type": "b"},
        {**keep(QUEUE), "previous_address": 1},
        {**keep(QUEUE), "action_reason": 1},
        change(QUEUE, "explode"),
        change(QUEUE, "update", after={}),
        change(QUEUE, "update", before={}),
        change(QUEUE, "create", before={"a": 1}, after={}),
        change(QUEUE, "delete", before={}, after={"a": 1}),
        change(QUEUE, "no-op", before={"a": 1}, after={}),
        keep(QUEUE, importing={}),
        create(QUEUE, importing={"id": "x"}),
    ),
    "twice": plan(keep(QUEUE), keep(QUEUE)),
    "not said": plan(
        keep(QUEUE), planned_values={"root_module": {"resources": [{"mode": "managed", "address": "a.b"}]}}
    ),
    "contradiction": plan(create(QUEUE), applyable=False),
    "deposed": plan(keep(QUEUE), change(QUEUE, "delete", before={}, deposed="a1")),
    "provider": plan(
        {**keep(QUEUE), "provider_name": "x/y"},
        configuration={
            "provider_config": {
                "a": None,
                "b": {"full_name": "x/z"},
                "aws": {"expressions": {"region": {"constant_value": "us-east-1"}, "profile": {}, "assume_role": [1]}},
            },
            "root_module": {"resources": [{"address": "a.b", "provisioners": [{"type": "local-exec"}, None]}]},
        },
    ),
    "whose": plan(
        keep(QUEUE, {"arn": THEIRS}),
        keep("aws_vpc.a", {"owner_id": "123456789012"}),
        output_changes={"o": {"actions": ["create"], "after": "arn:aws:sns:::x arn:aws-cn:sns:eu-west-2::x"}},
    ),
    "outputs": plan(
        keep(QUEUE),
        output_changes={
            "a": {"actions": ["update"], "before_sensitive": True, "after": 1},
            "b": {"actions": ["delete"]},
            "c": {},
            "d": None,
        },
    ),
    "checks": plan(
        keep(QUEUE),
        checks=[None, {"status": "fail", "address": {"to_display": "check.c"}}, {"status": "unknown", "address": {}}],
    ),
    "secrets": plan(
        change("data.aws_ssm_parameter.a", "read", after={}, mode="data"),
        create("aws_secretsmanager_secret_version.a", {"secret_string": "x"}),
        create(BASE, {"password": "x"}),
        keep("aws_ssm_parameter.a", {"type": "SecureString"}, importing={"id": "/a"}),
        configuration=written(
            {"address": "data.aws_kms_secrets.a", "mode": "data", "type": "aws_kms_secrets"},
            {"address": "aws_kms_secrets.a", "type": "aws_kms_secrets"},
        ),
    ),
    "drift": plan(
        update(QUEUE, {}, {"tags": {"a": "b"}}),
        keep(BASE),
        resource_drift=[
            update(QUEUE, {"a": 1, "b": 2}, {"a": 2, "b": 1}),
            delete("aws_vpc.gone"),
            update(BASE, {"c": 1}, {}),
        ],
    ),
    "containers": plan(
        replace(
            TASK,
            containers(secrets=[{"name": "A"}], readonlyRootFilesystem=True, logConfiguration={"a": 1}, user="x"),
            containers(privileged=True, environment=[{"name": "DB_PASSWORD", "value": "x"}]),
        ),
        unknown("aws_ecs_task_definition.b", "container_definitions"),
        replace("aws_ecs_task_definition.c", containers(), {"container_definitions": "{"}),
        update(SERVICE, {"task_definition": "web:2"}, {"task_definition": "web:1"}),
        unknown("aws_ecs_service.b", "task_definition"),
    ),
    "database": plan(
        update(BASE, {"engine_version": "16.4"}, {"engine_version": "17.1", "apply_immediately": True}),
        update("aws_db_instance.b", {"engine_version": "16.4"}, {"engine_version": "x"}),
        update("aws_db_instance.c", {"engine": "postgres"}, {"engine": "mysql"}),
        unknown("aws_db_instance.d", "engine_version", "apply_immediately"),
        update("aws_db_instance.e", {}, {"allocated_storage": 30}),
        unknown(PARAMETERS, "parameter"),
        create("aws_db_parameter_group.b", {"parameter": [{"name": "rds.force_ssl", "value": "0"}]}),
        configuration=written({"address": "aws_db_instance.e", "expressions": {"password_wo": {}}}),
    ),
    "lifecycle": plan(
        unknown(LIFECYCLE, "rule"),
        update(
            "aws_s3_bucket_lifecycle_configuration.b",
            expiring(expiration=[{"days": 30}], prefix="a"),
            expiring(expiration=[{"days": 3}], prefix="b"),
        ),
        create(
            "aws_s3_bucket_lifecycle_configuration.c", expiring(noncurrent_version_expiration=[{"noncurrent_days": 9}])
        ),
    ),
    "groups": plan(
        ALB,
        DB,
        create(IN, rule(cidr_ipv4="0.0.0.0/0")),
        create("aws_vpc_security_group_egress_rule.a", rule(port=None, cidr_ipv4="0.0.0.0/0")),
        create("aws_vpc_security_group_ingress_rule.b", rule(cidr_ipv4="203.0.113.0/24")),
        update("aws_vpc_security_group_ingress_rule.c", rule(cidr_ipv4="10.0.0.0/16"), rule(cidr_ipv4="10.1.0.0/16")),
        create("aws_vpc_security_group_ingress_rule.d", after_unknown={"cidr_ipv4": True}),
        update(GROUP, {}, {"ingress": [rule(cidr_blocks=["0.0.0.0/0"])]}, after_unknown={"egress": True}),
        create("aws_network_acl_rule.a", {"rule_action": "allow", "ipv6_cidr_block": "::/0"}),
    ),
    "routes": plan(
        create(ROUTE, out("rtb-1")),
        update("aws_route.b", out("rtb-1"), out("rtb-2")),
        create(TABLE, {"route": [{"ipv6_cidr_block": "::/0"}]}),
        update("aws_route_table.b", {"route": []}, {"route": [{"cidr_block": "10.0.0.0/8"}]}),
        create("aws_default_vpc.a", {}),
    ),
    "rules": plan(
        update(API, listens(1, "/a/*"), listens(1, "/*", to="web")),
        create(WEB, listens(2, "/b/*")),
        update("aws_lb_listener_rule.c", listens(5, "/c/*"), listens(6, "/c/*", "/d/*")),
        unknown("aws_lb_listener_rule.d", "priority", "condition", "action", before=listens(7, "/e/*")),
        create("aws_lb_listener_rule.e", listens(6, "/f/*")),
    ),
    "policies": plan(
        update(POLICY, {"policy": text()}, {"policy": text(allow())}),
        update("aws_sqs_queue_policy.a", {"policy": text()}, {"policy": "{"}),
        unknown("aws_s3_bucket_policy.a", "policy"),
        create("aws_iam_role_policy.b", {"policy": text(allow())}),
        create("aws_iam_role_policy.c", {"policy": text(allow("*", "*"))}),
        create("aws_sns_topic_policy.a", {"policy": text(allow(Principal="*"))}),
        create("aws_iam_role.a", trust(GITHUB)),
        update("aws_iam_role.b", trust({"AWS": "1"}), trust({"AWS": ["123456789012", "210987654321"]})),
        create("aws_iam_user.a", {}),
        create("aws_iam_role_policy_attachment.a", {"policy_arn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
        create("aws_iam_role_policy_attachment.b", {"policy_arn": "arn:aws:iam::aws:policy/Some"}),
        create("aws_iam_policy_attachment.a", {"policy_arn": "arn:aws:iam::aws:policy/Some"}),
        create("aws_lambda_permission.a", {"principal": "*"}),
    ),
    "losses": plan(
        delete(QUEUE, action_reason="delete_because_no_resource_config"),
        replace("aws_s3_bucket_policy.a", action_reason="replace_because_tainted"),
        change("aws_vpc.a", "forget", before={}),
        delete("aws_cloudwatch_metric_alarm.a"),
    ),
    "imports": plan(
        keep(QUEUE, importing={"id": "x"}),
        keep("aws_sqs_queue.b", importing={"id": "x"}),
        update("aws_vpc.a", {}, {}, importing={"id": "vpc-1"}, action_reason="a_reason"),
        update("aws_vpc.b", {}, {}, previous_address="aws_vpc.c"),
    ),
}
LISTED = Expected(
    account=EXPECTED.account,
    region=EXPECTED.region,
    claims=(
        Claim(where="the credentials", account="123456789012", region=""),
        Claim(where="it", account="", region="x"),
    ),
    imports={QUEUE: "y", "aws_sqs_queue.missing": "z"},
    protected_before=frozenset({"aws_vpc.c", BASE}),
    protected_now=frozenset({"aws_vpc.b"}),
)


def messages() -> Iterator[str]:
    for name, document in CASES.items():
        listed = {"imports": (LISTED, Mode.ADOPT)}.get(name, (EXPECTED, Mode.STEADY))
        yield f"# {name}"
        for finding in judge(document, expected=listed[0], mode=listed[1]).findings:
            yield f"{finding.severity.value} {finding.action or '-'} {finding}"
    for mode in (Mode.STEADY, Mode.CREATE):
        yield f"# imports, {mode.value}"
        yield from (str(finding) for finding in judge(CASES["imports"], mode=mode).findings)


def test_messages_of_all_cases_equal_the_committed_file() -> None:
    assert list(messages()) == FILE.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    FILE.write_text("\n".join(messages()) + "\n", encoding="utf-8")
