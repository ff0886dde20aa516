"""Properties of whole stacks: addresses, backend, provider, lock file, reproducibility, import blocks."""

import json
import re
from pathlib import Path
from shutil import copy

import pytest

from envs.load import load
from envs.open_decisions import reminders
from errors import CounterPromoError
from imports.files import ids_file
from main import synthesize
from terraform import provider
from tests.conftest import ENVS, PROJECT, write_envs
from tests.stack import Stack

ADDRESSES = PROJECT / "tests" / "addresses"
STACKS = ("account", "dev", "prod")


@pytest.mark.parametrize("name", STACKS)
def test_addresses_equal_the_committed_list(stacks: Path, name: str) -> None:
    """A rename moves a resource out of its state. Where it is meant, change the list and say how state follows."""
    promised = (ADDRESSES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(each.address for each in Stack.read(stacks / name).resources) == promised


@pytest.mark.parametrize("name", STACKS)
def test_addresses_contain_no_hash(stacks: Path, name: str) -> None:
    for resource in Stack.read(stacks / name).resources:
        assert not re.search(r"_[0-9A-F]{8}$", resource.address), resource.address


def test_removed_queue_does_not_rename_others(tmp_path: Path, dev: Stack) -> None:
    def remove(settings: dict) -> None:  # type: ignore[type-arg]
        del settings["queues"]["jobs"]
        del settings["parameters"]["jobs_queue_url"]
        for service in ("api", "worker"):
            del settings["services"][service]["parameters"]["JOBS_QUEUE_URL"]

    synthesize(envs=write_envs(tmp_path / "envs", remove), outdir=tmp_path / "out")
    left = {each.address for each in Stack.read(tmp_path / "out" / "stacks" / "dev").resources}
    assert {each.address for each in dev.resources} - left == {
        "aws_sqs_queue.queues_jobs_queue",
        "aws_sqs_queue.queues_jobs_dead_letters",
        "aws_ssm_parameter.parameters_jobs_queue_url",
    }
    assert left <= {each.address for each in dev.resources}


def test_equal_settings_give_equal_bytes(tmp_path: Path, stacks: Path) -> None:
    """Without PROD's file DEV's stack is the same; of the account's only the roles of PROD's workflows go."""
    synthesize(envs=write_envs(tmp_path / "envs"), outdir=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out" / "stacks").iterdir()) == ["account", "dev"]
    again = (tmp_path / "out" / "stacks" / "dev" / "cdk.tf.json").read_bytes()
    assert again == (stacks / "dev" / "cdk.tf.json").read_bytes()
    alone, both = (Stack.read(folder / "account") for folder in (tmp_path / "out" / "stacks", stacks))
    left = {each.address: each.arguments for each in both.resources if "_prod_" not in each.address}
    assert {each.address: each.arguments for each in alone.resources} == left


@pytest.mark.parametrize("name", STACKS)
def test_state_is_in_s3_with_two_locks(stacks: Path, name: str) -> None:
    terraform = Stack.read(stacks / name).document["terraform"]
    assert terraform["backend"] == {
        "s3": {
            "bucket": "counterpromo-tfstate-437064342167",
            "key": f"{name}/terraform.tfstate",
            "region": "eu-west-2",
            "encrypt": True,
            "dynamodb_table": "counterpromo-tfstate-lock",
            "use_lockfile": True,
        }
    }


@pytest.mark.parametrize(("off", "kept"), [("use_lock_table", "use_lockfile"), ("use_lockfile", "dynamodb_table")])
def test_each_of_the_two_locks_is_a_setting(off: str, kept: str, tmp_path: Path) -> None:
    def unlock(settings: dict) -> None:  # type: ignore[type-arg]
        settings["state"][off] = False

    synthesize(envs=write_envs(tmp_path / "envs", unlock), outdir=tmp_path / "out")
    backend = Stack.read(tmp_path / "out" / "stacks" / "dev").document["terraform"]["backend"]["s3"]
    assert {"dynamodb_table", "use_lockfile"} & set(backend) == {kept}
    (reminder,) = reminders(load("dev", tmp_path / "envs"))
    assert "a checkout that uses another lock does not see it" in reminder.open


def test_one_setting_moves_an_environment_to_hcp_terraform(tmp_path: Path) -> None:
    def move(settings: dict) -> None:  # type: ignore[type-arg]
        settings["state"] |= {"backend": "cloud", "cloud": {"organization": "counterpromo", "workspace": "dev"}}

    synthesize(envs=write_envs(tmp_path / "envs", move), outdir=tmp_path / "out")
    terraform = Stack.read(tmp_path / "out" / "stacks" / "dev").document["terraform"]
    workspace = {"hostname": "app.terraform.io", "organization": "counterpromo", "workspaces": {"name": "dev"}}
    assert (terraform["cloud"], "backend" in terraform) == (workspace, False)
    assert "s3" in Stack.read(tmp_path / "out" / "stacks" / "account").document["terraform"]["backend"]


@pytest.mark.parametrize("name", STACKS)
def test_the_same_json_runs_anywhere(stacks: Path, name: str) -> None:
    """Only the process's environment says where the calls go: no endpoint, no credential, no path of a machine."""
    (provider,) = Stack.read(stacks / name).document["provider"]["aws"]
    assert provider == {"region": "eu-west-2", "allowed_account_ids": ["437064342167"]}
    text = (stacks / name / "cdk.tf.json").read_text(encoding="utf-8")
    assert "127.0.0.1" not in text
    assert str(PROJECT) not in text


@pytest.mark.parametrize("name", STACKS)
def test_lock_file_is_copied_beside_the_stack(stacks: Path, name: str) -> None:
    laid = (stacks / name / ".terraform.lock.hcl").read_bytes()
    assert laid == (PROJECT / ".terraform.lock.hcl").read_bytes()


def test_another_version_of_the_provider_is_required_where_the_settings_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raise_it(settings: dict) -> None:  # type: ignore[type-arg]
        settings["provider"] = {"version": "6.1.0"}

    monkeypatch.setattr(provider, "OTHER_LOCK_FILES", tmp_path)
    monkeypatch.setenv(provider.MIRROR_SETTING, provider.REGISTRY_ONLY)
    (tmp_path / "aws-6.1.0.lock.hcl").write_text("the lock of 6.1.0", encoding="utf-8")
    synthesize(envs=write_envs(tmp_path / "envs", raise_it), outdir=tmp_path / "out", only=["dev"])
    stack = tmp_path / "out" / "stacks" / "dev"
    assert Stack.read(stack).document["terraform"]["required_providers"]["aws"]["version"] == "6.1.0"
    assert (stack / ".terraform.lock.hcl").read_text(encoding="utf-8") == "the lock of 6.1.0"


def test_the_lock_file_covers_every_platform() -> None:
    """HashiCorp publishes provider 5.100.0 in fourteen archives and a manifest: one `zh:` each."""
    text = (PROJECT / ".terraform.lock.hcl").read_text(encoding="utf-8")
    assert len(set(re.findall(r'"zh:[0-9a-f]{64}"', text))) == 15


def test_account_stack_makes_its_bucket_private(account: Stack) -> None:
    (policy,) = account.of_type("aws_s3_bucket_policy")
    (statement,) = json.loads(policy["policy"])["Statement"]
    assert statement["Effect"] == "Deny"
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert account.has("aws_s3_bucket_public_access_block.state_public_access")
    assert account.has("aws_s3_bucket_server_side_encryption_configuration.state_encryption")
    versioning = account.at("aws_s3_bucket_versioning.state_versioning")
    assert versioning["versioning_configuration"]["status"] == "Enabled"


def test_ids_become_import_blocks(tmp_path: Path, dev: Stack) -> None:
    assert "import" not in dev.document
    envs = write_envs(tmp_path / "envs")
    found = {"aws_vpc.network_vpc": "vpc-0a1b", "aws_sqs_queue.queues_jobs_queue": "https://sqs"}
    ids_file.write(ids_file.Ids(account="437064342167", region="eu-west-2", by_address=found), "dev", envs)
    synthesize(envs=envs, outdir=tmp_path / "out")
    assert Stack.read(tmp_path / "out" / "stacks" / "dev").document["import"] == [
        {"to": "aws_sqs_queue.queues_jobs_queue", "id": "https://sqs"},
        {"to": "aws_vpc.network_vpc", "id": "vpc-0a1b"},
    ]


@pytest.mark.parametrize("name", ["account", "dev"])
def test_one_stack_asked_for_is_the_only_one_written_and_the_same_as_among_all(
    name: str, stacks: Path, tmp_path: Path
) -> None:
    envs = write_envs(tmp_path / "envs")
    copy(ENVS / "prod.toml", envs)
    synthesize(envs=envs, outdir=tmp_path / "out", only={name})
    (written,) = (tmp_path / "out" / "stacks").iterdir()
    assert written.name == name
    assert (written / "cdk.tf.json").read_bytes() == (stacks / name / "cdk.tf.json").read_bytes()
    assert (written / ".terraform.lock.hcl").is_file()


def test_a_stack_without_a_settings_file_is_an_error_that_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(CounterPromoError, match="no environment 'qa'") as refused:
        synthesize(envs=write_envs(tmp_path / "envs"), outdir=tmp_path / "out", only={"qa"})
    assert "dev" in refused.value.cure
    assert not (tmp_path / "out").exists()
