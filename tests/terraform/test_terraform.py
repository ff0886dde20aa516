"""The real terraform on stacks without a provider: runs, skipped runs, and the message of a failure."""

import fcntl
import json
import os
from pathlib import Path

import pytest

from errors import CounterPromoError
from terraform import init_marker
from terraform.executable import child_environment, find_terraform
from terraform.runner import Terraform, TerraformFailed, private_plan_file
from tests.terraform.conftest import write_stack


@pytest.fixture
def terraform(tiny: Path) -> Terraform:
    return Terraform(stack_dir=tiny, environ=os.environ)


def test_plan_is_shown_and_applied_and_the_next_plan_is_empty(terraform: Terraform) -> None:
    terraform.init()
    assert terraform.addresses() == frozenset()
    with private_plan_file() as saved:
        assert terraform.plan(saved)
        assert saved.stat().st_mode & 0o777 == 0o600
        assert terraform.show(saved)["resource_changes"][0]["change"]["actions"] == ["create"]
        terraform.apply(saved)
    assert not saved.exists()
    assert terraform.addresses() == {"terraform_data.greeting"}
    with private_plan_file() as saved:
        assert not terraform.plan(saved)


def test_init_without_a_change_is_skipped(terraform: Terraform, tiny: Path) -> None:
    terraform.init()
    made = (tiny / ".terraform" / "terraform.tfstate").stat().st_mtime_ns
    terraform.init()
    assert (tiny / ".terraform" / "terraform.tfstate").stat().st_mtime_ns == made
    write_stack(tiny, greeting="hello", backend="elsewhere.tfstate")
    assert not init_marker.is_current(tiny)
    terraform.init()
    backend = json.loads((tiny / ".terraform" / "terraform.tfstate").read_text())["backend"]
    assert backend["config"]["path"] == "elsewhere.tfstate"


def test_stale_init_marker_is_repaired_by_terraforms_error(terraform: Terraform, tiny: Path) -> None:
    terraform.init()
    (tiny / ".terraform" / "terraform.tfstate").unlink()
    assert init_marker.is_current(tiny)
    with private_plan_file() as saved:
        assert terraform.plan(saved)


@pytest.mark.parametrize("name", [init_marker.BACKEND, init_marker.NOTE])
@pytest.mark.parametrize("content", [b"", b'{"version": 3, "back', b"[]", b"\x00\xff\xfe{", None])
def test_init_file_that_a_full_disk_damaged_is_made_anew(
    terraform: Terraform, tiny: Path, name: Path, content: bytes | None
) -> None:
    terraform.init()
    damaged = tiny / name
    damaged.unlink()
    if content is None:
        damaged.mkdir()
    else:
        damaged.write_bytes(content)
    terraform.init()
    assert init_marker.is_current(tiny)
    with private_plan_file() as saved:
        assert terraform.plan(saved)


def test_plan_without_lock_reads_a_locked_state(terraform: Terraform, tiny: Path) -> None:
    terraform.init()
    with private_plan_file() as saved, (tiny / "terraform.tfstate").open("w") as state:
        fcntl.lockf(state, fcntl.LOCK_EX)  # as terraform does, in a state on this disk
        with pytest.raises(TerraformFailed, match="lock"):
            terraform.plan(saved)
        assert terraform.plan(saved, lock=False)


def test_stale_plan_is_not_applied(terraform: Terraform) -> None:
    terraform.init()
    with private_plan_file() as first, private_plan_file() as second:
        terraform.plan(first)
        terraform.plan(second)
        terraform.apply(first)
        with pytest.raises(TerraformFailed, match="the state changed after this plan was made") as stale:
            terraform.apply(second)
    assert stale.value.cure == "plan again"


def test_failure_names_command_folder_and_exit_code(terraform: Terraform, tiny: Path) -> None:
    (tiny / "broken.tf.json").write_text('{"resource": {"terraform_data": {"broken": {"no_such": 1}}}}')
    terraform.init()
    with private_plan_file() as saved, pytest.raises(TerraformFailed) as failed:
        terraform.plan(saved)
    for part in ("terraform plan", str(tiny), "exit code 1", "no_such"):
        assert part in failed.value.message


def test_validate_accepts_a_valid_stack_and_rejects_a_broken_one(terraform: Terraform, tiny: Path) -> None:
    terraform.validate()
    (tiny / "broken.tf.json").write_text('{"resource": {"terraform_data": {"broken": {"no_such": 1}}}}')
    with pytest.raises(TerraformFailed):
        terraform.validate()


def test_missing_terraform_has_a_cure(tmp_path: Path) -> None:
    with pytest.raises(CounterPromoError, match="terraform is not on the PATH") as missing:
        find_terraform(str(tmp_path))
    assert "install" in missing.value.cure


def test_old_terraform_is_refused(tmp_path: Path) -> None:
    old = tmp_path / "terraform"
    old.write_text("#!/bin/sh\necho Terraform v1.10.5\n")
    old.chmod(0o755)
    with pytest.raises(CounterPromoError, match="1.10.5 at .* is older than 1.11"):
        find_terraform(str(tmp_path))


def test_misleading_variables_are_not_passed_to_terraform(tmp_path: Path) -> None:
    environ = {
        "HOME": "/home/somebody",
        "TF_CLI_ARGS_plan": "-destroy",
        "TF_WORKSPACE": "other",
        "TF_DATA_DIR": "/elsewhere",
        "TF_CLI_CONFIG_FILE": str(tmp_path / "not-there"),
        "AWS_USE_FIPS_ENDPOINT": "false",
    }
    passed_on = child_environment(environ)
    assert set(environ) & set(passed_on) == {"HOME"}
    assert passed_on["CHECKPOINT_DISABLE"] == "1"


def test_existing_cli_config_file_is_passed_to_terraform(tmp_path: Path) -> None:
    own = tmp_path / "terraformrc"
    own.touch()
    assert child_environment({"TF_CLI_CONFIG_FILE": str(own)})["TF_CLI_CONFIG_FILE"] == str(own)
