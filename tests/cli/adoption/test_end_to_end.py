"""From an account made by hand to an adopted environment, and everyday work on it: real terraform, real provider.

Every command runs as a user who may do what `counterpromo policy` prints for it, and nothing else.
"""

import hashlib
import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from modules.registry import STATE_ONLY
from permissions import recorded
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from terraform.state.state_arguments import lacking
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.limited import Limited
from tests.cli.workplace import Ended, Workplace
from tests.permissions.recording import calls_of
from tests.sandbox.account import assumed

STATES = "counterpromo-tfstate-437064342167"


@dataclass(frozen=True)
class Adopted:
    """A workplace in which DEV was adopted, and how that went."""

    workplace: Limited
    bootstrap: Ended
    import_: Ended
    report: dict[str, Any]


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Adopted]:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        workplace = Limited.make(sandbox, tmp_path_factory.mktemp("adopted") / "place")
        report = workplace.folder / "report.json"
        bootstrap = workplace.run("bootstrap", "--yes")
        import_ = workplace.run("import", "dev", "--yes", "--apply", "--report", str(report))
        yield Adopted(workplace, bootstrap, import_, json.loads(report.read_text()) if report.exists() else {})


@pytest.fixture
def settings(adopted: Adopted) -> Iterator[Limited]:
    """The adopted workplace, to change settings in: they are put back afterwards."""
    before = adopted.workplace.files()
    yield adopted.workplace
    for name, content in before.items():
        (adopted.workplace.envs / name).write_bytes(content)


def test_bootstrap_creates_what_is_missing_and_adopts_the_hand_made_provider(adopted: Adopted) -> None:
    assert adopted.bootstrap.returncode == 0, adopted.bootstrap.stderr
    promised = (PROJECT / "tests" / "addresses" / "account.txt").read_text(encoding="utf-8").splitlines()
    absent = len([address for address in promised if "pipelines_prod" not in address]) - 1
    assert f"1 to import, {absent} to add, 0 to change, 0 to destroy" in adopted.bootstrap.stdout
    assert (
        "aws_iam_openid_connect_provider.oidc_github" in (adopted.workplace.envs / "account.imports.json").read_text()
    )
    assert not (adopted.workplace.folder / "out" / "private" / "account").exists()


def test_import_adopts_everything_and_changes_nothing(adopted: Adopted) -> None:
    assert adopted.import_.returncode == 0, adopted.import_.stdout + adopted.import_.stderr
    declared = (PROJECT / "tests" / "addresses" / "dev.txt").read_text().split()
    assert [match["address"] for match in adopted.report["matched"]] == sorted(declared)
    assert adopted.report["plan"] == {"import": len(declared), "add": 0, "change": 0, "destroy": 0}
    assert len(declared) > 100
    assert all(adopted.report["seconds"].values())


def test_state_after_import_holds_every_matched_address(adopted: Adopted) -> None:
    ids = json.loads((adopted.workplace.envs / "dev.imports.json").read_text())["ids"]
    terraform = adopted.workplace.terraform("dev")
    assert terraform.addresses() >= set(ids)
    assert lacking(json.loads(terraform.pull()), STATE_ONLY) == ()


@pytest.mark.parametrize("command", [("bootstrap", "--yes"), ("import", "dev", "--yes", "--apply")])
def test_second_run_changes_and_writes_nothing(adopted: Adopted, command: tuple[str, ...]) -> None:
    before = adopted.workplace.files()
    again = adopted.workplace.run(*command)
    assert again.returncode == 0, again.stderr
    assert "no changes" in again.stdout
    assert adopted.workplace.files() == before


def test_plan_after_import_is_empty_and_calls_only_recorded_actions(adopted: Adopted) -> None:
    log = adopted.workplace.folder / "log"
    plan = adopted.workplace.run("plan", "dev", env={"TF_LOG": "JSON", "TF_LOG_PATH": str(log)})
    assert (plan.returncode, plan.stdout) == (0, "dev: no changes\n")
    called = calls_of(log)
    assert len(called) > 30
    assert not {type_: steps["read"] - recorded.called(type_, "read") for type_, steps in called.items()
                if not steps["read"] <= recorded.called(type_, "read")}  # fmt: skip


def test_application_deploy_causes_no_plan_changes(adopted: Adopted) -> None:
    """By the role made by hand, and by nothing else: image, revision, service, and another count than the settings'."""
    role, name = f"arn:aws:iam::{ACCOUNT}:role/counterpromo-dev-github-deployer", "counterpromo-dev-svc-worker"
    deployer = assumed(adopted.workplace.sandbox.endpoint, role_arn=role)
    ecr, ecs = deployer.client("ecr"), deployer.client("ecs")
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    manifest = json.dumps({"schemaVersion": 2, "mediaType": kind, "layers": [], "config": {"digest": "sha256:1"}})
    ecr.put_image(repositoryName="counterpromo-worker", imageManifest=manifest, imageTag="0123456")
    newest = ecs.describe_task_definition(taskDefinition="counterpromo-dev-td-worker")["taskDefinition"]
    (container,) = newest["containerDefinitions"]
    kept = ("family", "taskRoleArn", "executionRoleArn", "networkMode", "requiresCompatibilities", "cpu", "memory")
    made = ecs.register_task_definition(
        **{key: newest[key] for key in kept}, containerDefinitions=[{**container, "image": "worker:0123456"}]
    )
    revision = made["taskDefinition"]["taskDefinitionArn"]
    updated = ecs.update_service(
        cluster="counterpromo-dev-cluster", service=name, taskDefinition=revision, desiredCount=3
    )
    assert updated["service"]["taskDefinition"] == revision
    with pytest.raises(ClientError, match="not authorized"):
        ecs.delete_service(cluster="counterpromo-dev-cluster", service=name, force=True)
    plan = adopted.workplace.run("plan", "dev")
    assert plan.returncode == 0, plan.stdout + plan.stderr
    assert plan.stdout == "dev: no changes\n"


def test_cdktf_deploy_finds_no_changes(adopted: Adopted) -> None:
    """The same stack, through cdktf's own command line: import blocks and lock file lie in it, endpoints do not."""
    place = adopted.workplace
    place.allow(place.document("apply", "dev"))
    command = ["npx", "--no-install", "cdktf", "deploy", "dev", "--auto-approve", "--output", str(place.workspace.out)]
    quiet = {"CHECKPOINT_DISABLE": "1", "CI": "1"}
    ran = subprocess.run(command, cwd=PROJECT, env=place.environ | quiet, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "No changes" in ran.stdout
    for stack in ("account", "dev"):
        place.terraform(stack).validate()


def test_apply_that_deletes_a_parameter_is_refused(settings: Limited) -> None:
    settings.change_settings(('"/counterpromo/dev/db/host"', '"/counterpromo/dev/db/hostname"'))
    refused = settings.run("apply", "dev", "--yes")
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "aws_ssm_parameter" in refused.stderr
    assert "the plan removes this resource, and with it data" in refused.stderr
    names = {"Names": ["/counterpromo/dev/db/host"]}
    assert settings.client("ssm").get_parameters(**names)["Parameters"]


def test_held_lock_names_its_holder_and_time(adopted: Adopted) -> None:
    key = {"LockID": {"S": f"{STATES}/dev/terraform.tfstate"}}
    held = {
        "ID": "93ed2b41-5b7c-4a1b-aaaa-111111111111",
        "Operation": "OperationTypeApply",
        "Who": "somebody@elsewhere",
        "Version": "1.11.4",
        "Created": "2026-11-23T05:42:15Z",
        "Path": f"{STATES}/dev/terraform.tfstate",
        "Info": "",
    }
    dynamodb = adopted.workplace.client("dynamodb")
    dynamodb.put_item(TableName="counterpromo-tfstate-lock", Item=key | {"Info": {"S": json.dumps(held)}})
    try:
        plan, doctor = adopted.workplace.run("plan", "dev"), adopted.workplace.run("doctor", "dev")
    finally:
        dynamodb.delete_item(TableName="counterpromo-tfstate-lock", Key=key)
    assert plan.returncode == 1
    assert "locked: Apply by somebody@elsewhere" in plan.stderr
    assert held["ID"] in plan.stderr
    assert "is held: apply by somebody@elsewhere" in doctor.stdout


def test_doctor_of_an_adopted_environment_passes(adopted: Adopted) -> None:
    doctor = adopted.workplace.run("doctor", "dev")
    assert doctor.returncode == 0, doctor.stdout
    assert "checksum as locked" in doctor.stdout or "from the registry" in doctor.stdout
    assert "dev/terraform.tfstate is free" in doctor.stdout
    assert "to the prefix list of S3" in doctor.stdout


def test_weakening_change_is_refused_with_its_waiver(settings: Workplace) -> None:
    settings.change_settings(("log_retention_days = 30", "log_retention_days = 14"))
    shown = settings.folder / "plan.md"
    refused = settings.run("plan", "dev", "--save", "--format", "markdown", "--output", str(shown))
    assert refused.returncode == 3, refused.stdout + refused.stderr
    assert "retention_in_days: 30 -> 14) [retention-shortened]" in refused.stderr
    assert 'address = "aws_cloudwatch_log_group.cluster_logs"' in refused.stderr
    assert "| blocked | `aws_cloudwatch_log_group.cluster_logs` |" in shown.read_text()
    assert "saved:" not in refused.stdout


def test_saved_plan_is_reviewed_and_exactly_that_plan_is_applied(settings: Workplace) -> None:
    """The last one here: what it changes stays changed."""
    settings.change_settings(("log_retention_days = 30", "log_retention_days = 60"))
    document = settings.folder / "plan.json"
    plan = settings.run("plan", "dev", "--save", "--json", str(document))
    assert plan.returncode == 2, plan.stderr
    assert "0 to add, 1 to change, 0 to destroy" in plan.stdout
    assert "retention_in_days: 30 -> 60" in plan.stdout
    assert document.stat().st_mode & 0o777 == 0o600
    assert json.loads(document.read_text())["format_version"].startswith("1.")
    saved = plan.stdout.split("--reviewed ")[1].strip()
    s3 = settings.client("s3")
    held = s3.get_object(Bucket=STATES, Key=f"plans/dev/{saved}.tfplan")
    assert held["ServerSideEncryption"] == "AES256"
    assert hashlib.sha256(held["Body"].read()).hexdigest() == saved
    applied = settings.run("apply", "dev", "--yes", "--reviewed", saved)
    assert applied.returncode == 0, applied.stdout + applied.stderr
    (group,) = settings.client("logs").describe_log_groups(logGroupNamePrefix="/ecs/counterpromo-dev")["logGroups"]
    assert group["retentionInDays"] == 60
    assert "Contents" not in s3.list_objects_v2(Bucket=STATES, Prefix="plans/")
    kept = json.loads(s3.get_object(Bucket=STATES, Key="dev/terraform.tfstate.protected.json")["Body"].read())
    assert "aws_db_instance.database_postgres" in kept["protected"]
    again = settings.run("apply", "dev", "--yes", "--reviewed", saved)
    assert again.returncode == 3
    assert "applied already, or never saved" in again.stderr
