"""What holds for every workflow: pinned, least permissions, bounded, no expression in a script, no apply cancelled."""

import re
from typing import Any

import pytest

from terraform.executable import MINIMUM
from tests.conftest import PROJECT
from tests.workflows.reading import GITHUB, jobs, steps, workflows

TEXTS = {path.relative_to(GITHUB): path.read_text(encoding="utf-8") for path in sorted(GITHUB.rglob("*.yml"))}
FROM_OUTSIDE = [(where, step) for where, step in steps() if "uses" in step and not step["uses"].startswith("./")]


def test_the_six_are_there() -> None:
    assert set(workflows()) >= {
        "pull-request.yml",
        "deploy-dev.yml",
        "promote-prod.yml",
        "drift.yml",
        "import.yml",
        "unlock.yml",
    }


def test_actions_are_pinned_by_their_whole_commit_with_the_version_beside() -> None:
    assert FROM_OUTSIDE
    for path, text in TEXTS.items():
        for line in re.findall(r"^.*\buses: .*$", text, re.MULTILINE):
            assert re.search(r"uses: (\./\S+|\S+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$", line), f"{path}: {line.strip()}"


def test_an_action_is_pinned_to_one_commit_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for _, step in FROM_OUTSIDE:
        action, _, commit = step["uses"].partition("@")
        pins.setdefault(action, set()).add(commit)
    assert {action: len(commits) for action, commits in pins.items()} == dict.fromkeys(pins, 1)


def test_what_is_not_allowed_by_name_is_not_allowed() -> None:
    for name, document in workflows().items():
        assert document["permissions"] == {}, name
    for name, job, body in jobs(workflows()):
        assert isinstance(body["permissions"], dict), f"{name} {job}"
        assert "write-all" not in str(body["permissions"])


def test_a_job_with_a_role_and_only_such_a_job_may_ask_github_who_it_is() -> None:
    for name, job, body in jobs(workflows()):
        takes_a_role = any(
            "assume" in step.get("uses", "") or "credentials" in step.get("uses", "") for step in body["steps"]
        )
        assert (body["permissions"].get("id-token") == "write") == takes_a_role, f"{name} {job}"


def test_nothing_long_lived() -> None:
    for path, text in TEXTS.items():
        assert not re.search(r"AWS_SECRET|aws-secret-access-key|AKIA|secrets\.(?!GITHUB_TOKEN)", text), path


def test_every_job_ends_by_itself() -> None:
    for name, job, body in jobs(workflows()):
        assert 0 < body["timeout-minutes"] <= 120, f"{name} {job}"
        assert body["runs-on"] == "ubuntu-24.04", f"{name} {job}"


def test_no_clone_keeps_a_credential() -> None:
    for where, step in FROM_OUTSIDE:
        if step["uses"].startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, where


def test_no_expression_stands_in_a_script() -> None:
    """What comes from outside reaches a script as a variable: as text it would be run."""
    for where, step in steps():
        assert "${{" not in step.get("run", ""), where


def test_scripts_stop_at_the_first_error() -> None:
    """`bash` alone is given -e and pipefail; where no shell is named, there is no pipefail."""
    for name, document in workflows().items():
        for _, job, body in jobs({name: document}):
            defaults = body.get("defaults") or document["defaults"]
            assert defaults["run"]["shell"] == "bash", f"{name} {job}"
    for script in (GITHUB / "scripts").glob("*.sh"):
        assert "set -euo pipefail" in script.read_text(encoding="utf-8"), script


def applying() -> list[tuple[str, Any]]:
    """Workflows in which some job takes an apply role."""
    return [
        (name, document)
        for name, document in workflows().items()
        if any(
            step.get("with", {}).get("role") == "apply"
            for _, _, body in jobs({name: document})
            for step in body["steps"]
        )
    ]


def test_one_at_a_time_in_an_environment_and_no_apply_is_cancelled() -> None:
    assert len(applying()) == 4
    for name, document in applying():
        concurrency = document["concurrency"]
        environments = {body["environment"] for _, _, body in jobs({name: document}) if "environment" in body}
        assert [concurrency["group"]] == [f"counterpromo-{environment}" for environment in environments], name
        assert concurrency["cancel-in-progress"] is False, name
        assert concurrency["queue"] == "max", f"{name}: a waiting deploy would be dropped for the next one"


def test_an_apply_role_is_taken_only_in_its_environment() -> None:
    for name, document in applying():
        for _, job, body in jobs({name: document}):
            for step in body["steps"]:
                if step.get("with", {}).get("role") == "apply":
                    assert body["environment"] == step["with"]["environment"], f"{name} {job}"


def test_a_fork_gets_no_role() -> None:
    """GitHub gives a fork's pull request no id-token; the workflow does not count on that alone."""
    document = workflows()["pull-request.yml"]
    assert set(document["on"]) == {"pull_request"}
    own = "github.event.pull_request.head.repo.full_name == github.repository"
    for _, job, body in jobs({"": document}):
        if "id-token" in body["permissions"]:
            assert document["jobs"][body["needs"]]["if"] == own, job


def test_every_plan_is_followed_by_what_its_ending_means() -> None:
    """The plan action never fails by itself: somebody is told first. So each job that uses it must end by its code."""
    using = 0
    for name, job, body in jobs(workflows()):
        uses = [step.get("uses") for step in body["steps"]]
        if "./.github/actions/plan" in uses:
            after = body["steps"][uses.index("./.github/actions/plan") + 1 :]
            assert any("CODE" in step.get("env", {}) and "CODE:-1" in step.get("run", "") for step in after), (
                f"{name} {job}"
            )
            using += 1
    assert using == 4


def test_plans_travel_by_the_state_bucket() -> None:
    for path, text in TEXTS.items():
        assert not re.search(r"artifact|actions/cache", text), path


def test_terraform_is_itself_and_new_enough() -> None:
    ((_, step),) = [(where, step) for where, step in FROM_OUTSIDE if "setup-terraform" in step["uses"]]
    assert step["with"]["terraform_wrapper"] is False
    assert tuple(int(part) for part in step["with"]["terraform_version"].split(".")[:2]) >= MINIMUM


def test_the_lock_file_is_committed_and_no_other_provider_is_taken() -> None:
    assert (PROJECT / ".terraform.lock.hcl").is_file()
    assert not re.search(r"^\.terraform\.lock\.hcl", (PROJECT / ".gitignore").read_text(encoding="utf-8"), re.MULTILINE)
    scripts = "".join(step.get("run", "") for _, step in steps())
    assert "-lockfile=readonly" in scripts
    assert "cmp .terraform.lock.hcl" in scripts


@pytest.mark.parametrize("path", sorted((GITHUB / "scripts").glob("*.sh")), ids=lambda path: path.name)
def test_scripts_are_called_and_can_be(path: Any) -> None:
    assert path.stat().st_mode & 0o111, path
    assert any(f".github/scripts/{path.name}" in step.get("run", "") for _, step in steps()), path
