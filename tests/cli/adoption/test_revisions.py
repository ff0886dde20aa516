"""Every revision of a task definition that was ACTIVE stays ACTIVE, and the deployer's role can go back to it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from envs.load import load
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from settings.edit_toml import edited
from terraform.private_files import write_private
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.sandbox.account import assumed

pytestmark = pytest.mark.soak
CLUSTER, SERVICE, FAMILY = "counterpromo-dev-cluster", "counterpromo-dev-api-service", "counterpromo-dev-td-api"
DEPLOYER = f"arn:aws:iam::{ACCOUNT}:role/counterpromo-dev-github-deployer"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """DEV, adopted."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        place = Workplace.make(sandbox, tmp_path_factory.mktemp("revisions") / "place")
        place.make_room_for_states()
        adopted = place.run("import", "dev", "--yes", "--apply")
        assert adopted.returncode == 0, adopted.stdout + adopted.stderr
        assert "103 to import, 0 to add, 0 to change, 0 to destroy" in adopted.stdout
        assert "wrote skip_destroy into the state of 3 task definitions; nothing changed in AWS" in adopted.stdout
        yield place


def active(place: Workplace) -> set[str]:
    listed = place.client("ecs").list_task_definitions(familyPrefix=FAMILY, status="ACTIVE")
    return {arn.rpartition("/")[2] for arn in listed["taskDefinitionArns"]}


def running(place: Workplace) -> str:
    described = place.client("ecs").describe_services(cluster=CLUSTER, services=[SERVICE])
    return str(described["services"][0]["taskDefinition"]).rpartition("/")[2]


def double_the_cpu(place: Workplace) -> None:
    """Doubles cpu and memory of the api."""
    api = load("dev", place.envs).services["api"]
    path, doubled = place.envs / "dev.toml", {"cpu": 2 * api.cpu, "memory_mib": 2 * api.memory_mib}
    changes = {f"services.api.{name}": value for name, value in doubled.items()}
    path.write_text(edited(path.read_text(encoding="utf-8"), changes), encoding="utf-8")


def state_without_the_argument(place: Workplace) -> None:
    """The state as an earlier version of this tool, or `cdktf deploy`, leaves it after an import."""
    terraform = place.terraform("dev")
    state: dict[str, Any] = json.loads(terraform.pull())
    for resource in state["resources"]:
        for instance in resource["instances"] if resource["type"] == "aws_ecs_task_definition" else ():
            instance["attributes"]["skip_destroy"] = None
    file = place.folder / "earlier.tfstate"
    write_private(file, json.dumps({**state, "serial": state["serial"] + 1}))
    terraform.push(file)


def test_doubled_cpu_keeps_the_running_revision_and_a_deploy_can_go_back(place: Workplace) -> None:
    before, in_service = active(place), running(place)
    for _ in range(2):
        double_the_cpu(place)
        applied = place.run("apply", "dev", "--yes")
        assert applied.returncode == 0, applied.stdout + applied.stderr
        assert "1 to add, 0 to change, 1 to destroy" in applied.stdout
    assert active(place) > before
    assert len(active(place)) == len(before) + 2
    assert running(place) == in_service
    deployer = assumed(place.sandbox.endpoint, role_arn=DEPLOYER).client("ecs")
    newest = max(active(place), key=lambda name: int(name.rpartition(":")[2]))
    for revision in (newest, in_service):
        deployer.update_service(cluster=CLUSTER, service=SERVICE, taskDefinition=revision)
        assert running(place) == revision
    plan = place.run("plan", "dev")
    assert (plan.returncode, plan.stdout) == (0, "dev: no changes\n"), plan.stdout + plan.stderr


def test_state_of_an_earlier_version_shows_no_change_and_the_import_completes_it(place: Workplace) -> None:
    state_without_the_argument(place)
    plan = place.run("plan", "dev")
    assert (plan.returncode, plan.stdout) == (0, "dev: no changes\n"), plan.stdout + plan.stderr
    again = place.run("import", "dev", "--yes", "--apply")
    assert again.returncode == 0, again.stderr
    assert "wrote skip_destroy into the state of 3 task definitions" in again.stdout
    third = place.run("import", "dev", "--yes", "--apply")
    assert "skip_destroy" not in third.stdout


def test_apply_completes_the_state_of_an_earlier_version_before_it_replaces_a_revision(place: Workplace) -> None:
    before = active(place)
    state_without_the_argument(place)
    double_the_cpu(place)
    shown = place.run("plan", "dev")
    assert shown.returncode == 2, shown.stderr
    assert "revision-deregistered" in shown.stdout
    saved = place.run("plan", "dev", "--save")
    assert saved.returncode == 3
    assert "the plan deregisters the earlier revision of aws_ecs_task_definition.tasks_api_definition" in saved.stderr
    assert "counterpromo import dev --apply" in saved.stderr
    applied = place.run("apply", "dev", "--yes")
    assert applied.returncode == 0, applied.stdout + applied.stderr
    assert active(place) > before
