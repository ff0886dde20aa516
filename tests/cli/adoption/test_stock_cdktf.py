"""The stock `cdktf deploy` of a DEV that was made by hand: it stops before the import, and changes nothing after it."""

import subprocess
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, PROJECT, REGION
from tests.cli.workplace import Ended, Workplace

pytestmark = pytest.mark.soak
SECOND_COPY = {"TF_VAR_build_second_copy": "true"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """DEV as it was made by hand, and the committed settings."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("stock") / "place")
        place.make_room_for_states()
        yield place


def cdktf(place: Workplace, command: str, *options: str, env: Mapping[str, str] | None = None) -> Ended:
    argv = ["npx", "--no-install", "cdktf", command, "dev", *options, "--output", str(place.workspace.out)]
    environ = place.environ | {"CHECKPOINT_DISABLE": "1", "CI": "1"} | dict(env or {})
    return subprocess.run(argv, cwd=PROJECT, env=environ, capture_output=True, text=True, check=False)


def live(place: Workplace) -> tuple[list[str], list[Any]]:
    """The VPCs of the account, and the objects that the bucket of states holds."""
    vpcs = sorted(each["VpcId"] for each in place.client("ec2").describe_vpcs()["Vpcs"])
    return vpcs, place.client("s3").list_objects_v2(Bucket=f"counterpromo-tfstate-{ACCOUNT}").get("Contents", [])


def test_deploy_before_the_import_stops_at_the_plan_and_names_the_import(place: Workplace) -> None:
    before = live(place)
    deploy = cdktf(place, "deploy", "--auto-approve")
    assert deploy.returncode != 0, deploy.stdout
    said = " ".join((deploy.stdout + deploy.stderr).split())
    assert "DEV exists and is not imported: counterpromo import dev --apply" in said
    assert "Apply complete" not in said
    assert live(place) == before


def test_plan_before_the_import_says_the_same_with_its_cure(place: Workplace) -> None:
    plan = place.run("plan", "dev")
    assert plan.returncode == 1, plan.stdout
    assert "DEV exists and is not imported" in plan.stderr
    assert "try: counterpromo import dev --apply" in plan.stderr


def test_second_copy_is_planned_where_the_variable_asks_for_it(place: Workplace) -> None:
    diff = cdktf(place, "diff", env=SECOND_COPY)
    assert diff.returncode == 0, diff.stdout + diff.stderr
    assert "0 to change, 0 to destroy" in diff.stdout
    assert "not imported" not in diff.stdout
    plan = place.run("plan", "dev", env=SECOND_COPY)
    assert plan.returncode == 2, plan.stdout + plan.stderr


def test_credentials_of_another_account_are_refused_by_the_stack_itself(place: Workplace) -> None:
    with Sandbox.start(account_id="111111111111", region=REGION) as other:
        elsewhere = Workplace(sandbox=other, folder=place.folder)
        elsewhere.make_room_for_states()
        diff = cdktf(elsewhere, "diff", env=SECOND_COPY)
    assert diff.returncode != 0
    assert "AWS account ID not allowed: 111111111111" in " ".join((diff.stdout + diff.stderr).split())


def test_after_the_import_deploy_has_no_changes_in_any_region_of_the_shell(place: Workplace) -> None:
    adopted = place.run("import", "dev", "--yes", "--apply")
    assert adopted.returncode == 0, adopted.stdout + adopted.stderr
    assert "0 to add, 0 to change, 0 to destroy" in adopted.stdout
    before = live(place)[0]
    deploy = cdktf(
        place, "deploy", "--auto-approve", env={"AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1"}
    )
    assert deploy.returncode == 0, deploy.stdout + deploy.stderr
    assert "No changes" in deploy.stdout
    assert live(place)[0] == before
