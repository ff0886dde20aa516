"""What people are told on GitHub: one comment, one issue, one tag, kept up to date; and who may deploy."""

from pathlib import Path
from typing import Any

import pytest

from errors import CounterPromoError, Refused
from operations.workspace import Workspace
from tests.conftest import PROJECT
from tests.workflows.hub import Hub
from workflows import applied_tag, drift_issue, environment_protection, import_pull_request, pull_request_comment
from workflows.github_api import LIMIT

WORKSPACE = Workspace(root=PROJECT, envs=PROJECT / "envs", out=PROJECT / "cdktf.out")
MARKER = "<!-- counterpromo plan dev -->"
MAIN = {"name": "main", "type": "branch"}


@pytest.fixture
def body(tmp_path: Path) -> Path:
    path = tmp_path / "plan.md"
    path.write_text("1 to add, 0 to change", encoding="utf-8")
    return path


def comment(hub: Hub, body: Path, *, environment: str = "dev", exit_code: int = 2) -> None:
    pull_request_comment.keep(environment, 12, exit_code=exit_code, body=body, environ=hub.environ())


def test_there_is_one_comment_an_environment(hub: Hub, body: Path) -> None:
    hub.add(body="", kind="issue")
    comment(hub, body)
    comment(hub, body, environment="prod")
    body.write_text("2 to add, 0 to change", encoding="utf-8")
    comment(hub, body)
    dev, prod = hub.of_kind("comment")
    assert dev["body"].startswith(MARKER)
    assert "`dev`: changes" in dev["body"]
    assert "2 to add" in dev["body"]
    assert "1 to add" in prod["body"]


def test_nothing_is_written_where_nothing_is_new(hub: Hub, body: Path) -> None:
    comment(hub, body)
    comment(hub, body)
    assert len(hub.writes) == 1


def test_a_comment_on_a_later_page_is_found(hub: Hub, body: Path) -> None:
    for number in range(35):
        hub.add(body=f"chatter {number}", kind="comment", author="User", on=12)
    comment(hub, body)
    comment(hub, body, exit_code=0)
    assert len(hub.of_kind("comment")) == 36
    assert "no changes" in hub.items[-1]["body"]


def test_a_person_s_comment_is_never_written_over(hub: Hub, body: Path) -> None:
    theirs = hub.add(body=f"{MARKER} as you see above", kind="comment", author="User", on=12)
    comment(hub, body)
    assert theirs["body"].endswith("as you see above")
    assert len(hub.of_kind("comment")) == 2


def test_a_plan_that_did_not_come_about_is_said_too(hub: Hub, tmp_path: Path) -> None:
    comment(hub, tmp_path / "none.md", exit_code=1)
    (one,) = hub.of_kind("comment")
    assert "the plan failed" in one["body"]
    assert "/actions/runs/77" in one["body"]


def test_an_ending_that_is_none_of_a_plan_is_not_told(hub: Hub, body: Path) -> None:
    with pytest.raises(CounterPromoError, match="does not end with exit code 130"):
        comment(hub, body, exit_code=130)
    assert hub.writes == []


def test_a_report_too_long_for_github_is_cut_and_says_so(hub: Hub, body: Path) -> None:
    body.write_text("```\n" + "x" * LIMIT + "\n```", encoding="utf-8")
    comment(hub, body)
    (one,) = hub.of_kind("comment")
    assert len(one["body"]) <= LIMIT
    assert one["body"].endswith("```\n\n… cut here: the log of the run has the full text.\n")


def drift(hub: Hub, body: Path, exit_code: int, environment: str = "dev") -> None:
    drift_issue.keep(environment, exit_code=exit_code, body=body, environ=hub.environ())


def test_an_issue_opens_is_updated_closes_and_another_opens(hub: Hub, body: Path) -> None:
    drift(hub, body, 0)
    assert hub.items == []
    drift(hub, body, 2)
    body.write_text("another attribute", encoding="utf-8")
    drift(hub, body, 3)
    (issue,) = hub.of_kind("issue")
    assert issue["title"] == "dev has drifted"
    assert "another attribute" in issue["body"]
    assert "refused" in issue["body"]
    drift(hub, body, 2, environment="prod")
    drift(hub, body, 0)
    assert [each["state"] for each in hub.of_kind("issue")] == ["closed", "open"]
    assert "No drift any more" in hub.of_kind("comment")[0]["body"]
    drift(hub, body, 2)
    assert [each["state"] for each in hub.of_kind("issue")] == ["closed", "open", "open"]


def test_a_plan_that_broke_says_nothing_about_drift(hub: Hub, body: Path) -> None:
    drift(hub, body, 2)
    before = list(hub.writes)
    with pytest.raises(CounterPromoError, match="the plan failed, so its drift is unknown"):
        drift(hub, body, 1)
    assert hub.writes == before


def test_a_person_s_issue_is_left_alone(hub: Hub, body: Path) -> None:
    text, labels = "<!-- counterpromo drift dev -->", [{"name": "drift"}]
    theirs = hub.add(body=text, kind="issue", author="User", labels=labels)
    drift(hub, body, 0)
    assert theirs["state"] == "open"


def test_the_tag_follows_what_was_applied(hub: Hub) -> None:
    for commit in ("a" * 40, "b" * 40):
        applied_tag.move("dev", commit, environ=hub.environ())
        assert hub.references == {"refs/tags/applied/dev": commit}
    with pytest.raises(CounterPromoError, match="not a full commit id"):
        applied_tag.move("dev", "main", environ=hub.environ())


def protected(hub: Hub, *, reviewers: bool = True) -> None:
    environment_protection.check("prod", reviewers=reviewers, workspace=WORKSPACE, environ=hub.environ())


def test_an_environment_with_its_rules_is_protected(hub: Hub) -> None:
    rule = {"type": "required_reviewers", "reviewers": [{"type": "User"}]}
    custom = {"protected_branches": False, "custom_branch_policies": True}
    hub.environments["prod"] = {"protection_rules": [rule], "deployment_branch_policy": custom}
    hub.policies["prod"] = [MAIN]
    protected(hub)


@pytest.mark.parametrize(
    ("environment", "policies", "missing"),
    [
        (None, [], "it does not exist"),
        ({}, [], "it takes deployments from any branch.*it has no required reviewers"),
        ({"deployment_branch_policy": {"protected_branches": True, "custom_branch_policies": False}}, [], "any branch"),
        ({"deployment_branch_policy": {"custom_branch_policies": True}}, [MAIN, {"name": "x*"}], "main, branch x\\*"),
        ({"deployment_branch_policy": {"custom_branch_policies": True}}, [{"name": "main", "type": "tag"}], "tag main"),
        ({"protection_rules": [{"type": "required_reviewers", "reviewers": []}]}, [], "no required reviewers"),
    ],
)
def test_an_environment_without_is_refused(hub: Hub, environment: Any, policies: Any, missing: str) -> None:
    if environment is not None:
        hub.environments["prod"], hub.policies["prod"] = environment, policies
    with pytest.raises(Refused, match=missing):
        protected(hub)


def test_what_an_import_wrote_becomes_a_pull_request(hub: Hub, tmp_path: Path) -> None:
    files = tmp_path / "changed"
    files.write_text("envs/dev.toml\nenvs/gone.json\n", encoding="utf-8")
    import_pull_request.propose("dev", base="a" * 40, files=files, workspace=WORKSPACE, environ=hub.environ())
    (tree,) = hub.trees
    changed, gone = tree["tree"]
    assert tree["base_tree"] == "0" * 40
    assert changed["content"] == (PROJECT / "envs" / "dev.toml").read_text(encoding="utf-8")
    assert (gone["path"], gone["sha"]) == ("envs/gone.json", None)
    assert hub.references == {"refs/heads/import-dev-77": "c" * 40}
    assert [(each["base"], each["head"]) for each in hub.pulls] == [("main", "import-dev-77")]


def test_a_missing_permission_is_named_once_and_not_tried_for_ever(hub: Hub, body: Path) -> None:
    hub.forbidden = True
    with pytest.raises(CounterPromoError, match="403 Resource not accessible by integration"):
        comment(hub, body)


def test_outside_of_a_job_it_says_so(body: Path) -> None:
    with pytest.raises(CounterPromoError, match="GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL not set"):
        pull_request_comment.keep("dev", 1, exit_code=0, body=body, environ={})


def test_nobody_at_home_is_said(body: Path) -> None:
    environ = Hub(url="http://127.0.0.1:9").environ()
    with pytest.raises(CounterPromoError, match="does not answer at http://127.0.0.1:9"):
        pull_request_comment.keep("dev", 1, exit_code=0, body=body, environ=environ)
