"""Every job's scripts, run: what is called in which order, what people are told, and where a job stops."""

import json
from typing import Any

import pytest

from terraform.plan.plan import Plan
from tests.workflows.conftest import Scene
from tests.workflows.reading import workflows
from tests.workflows.runner import Ran, truth

HASH = "9f" * 32
NOTES = "1 to add, 0 to change, 0 to destroy"


def plan_of(*addresses: str, held: bool = True, after: str = "info") -> str:
    """A plan that would make these; `held` where the state holds something already."""
    root = {"resources": [{"address": "aws_vpc.network_vpc", "mode": "managed"}]} if held else {}
    changes: list[dict[str, Any]] = [
        {
            "address": address,
            "type": address.split(".")[0],
            "change": {"actions": ["create"], "before": None, "after": {"level": after}},
        }
        for address in addresses
    ]
    kept = {"actions": ["no-op"], "before": {"id": "vpc-1"}, "after": {"id": "vpc-1"}}
    changes += [{"address": "aws_vpc.network_vpc", "type": "aws_vpc", "change": kept}] if held else []
    whole = {"format_version": "1.2", "errored": False, "complete": True}
    return json.dumps({**whole, "resource_changes": changes, "prior_state": {"values": {"root_module": root}}})


def planned(code: int = 2, **more: Any) -> dict[str, Any]:
    return {"code": code, "body": NOTES, "json": plan_of("aws_ssm_parameter.a"), "hash": HASH, **more}


def protect(scene: Scene, *names: str) -> None:
    rules = [{"type": "required_reviewers", "reviewers": [{"type": "Team"}]}]
    for name in names:
        custom = {"protected_branches": False, "custom_branch_policies": True}
        scene.hub.environments[name] = {"protection_rules": rules, "deployment_branch_policy": custom}
        scene.hub.policies[name] = [{"name": "main", "type": "branch"}]


def role_taken(ran: Ran) -> tuple[str, str]:
    (taken,) = [each["with"] for each in ran.noted if each["uses"] == "aws-actions/configure-aws-credentials"]
    return taken["role-to-assume"], taken["role-duration-seconds"]


def goes_on(workflow: str, job: str, needs: dict[str, Any]) -> bool:
    return truth(workflows()[workflow]["jobs"][job]["if"], {"needs": needs})


def needing(ran: Ran, **more: str) -> dict[str, Any]:
    return {"plan": {"result": "failure" if ran.failed else "success", "outputs": ran.outputs}, "apply": more}


class TestPullRequest:
    def plan(self, scene: Scene) -> Ran:
        github = {"event": {"pull_request": {"number": 12, "head": {"sha": "a" * 40}}}}
        runner = scene.runner.__class__(**{**vars(scene.runner), "github": {**scene.runner.github, **github}})
        return runner.job("pull-request.yml", "plan", matrix={"environment": "dev"})

    def test_plan_with_changes_is_commented_and_succeeds(self, scene: Scene) -> None:
        scene.tell(plan=[planned()])
        ran = self.plan(scene)
        assert not ran.failed, ran.log
        ((command, environment, *options),) = scene.calls()
        assert (command, environment) == ("plan", "dev")
        assert {"--no-lock", "--format", "markdown"} <= set(options)
        assert "--save" not in options
        assert role_taken(ran) == ("arn:aws:iam::437064342167:role/counterpromo-dev-plan", "3600")
        (comment,) = scene.hub.of_kind("comment")
        assert comment["on"] == 12
        assert "a" * 12 in comment["body"]
        assert NOTES in comment["body"]

    @pytest.mark.parametrize("code", [0, 1, 3])
    def test_comment_ends_with_the_audit_which_fails_no_job(self, scene: Scene, code: int) -> None:
        scene.tell(plan=[planned()], audit=[{"code": code, "body": "### Audit of `dev`"}])
        ran = self.plan(scene)
        assert not ran.failed, ran.log
        (comment,) = scene.hub.of_kind("comment")
        assert NOTES in comment["body"]
        assert ("The audit failed" if code == 1 else "### Audit of `dev`") in comment["body"]

    @pytest.mark.parametrize(("code", "said"), [(1, "the plan failed"), (3, "refused")])
    def test_broken_or_refused_plan_is_commented_and_fails(self, scene: Scene, code: int, said: str) -> None:
        scene.tell(plan=[{"code": code}])
        ran = self.plan(scene)
        assert ran.failed == "Red where it is broken or refused"
        (comment,) = scene.hub.of_kind("comment")
        assert said in comment["body"]

    def test_killed_plan_fails_without_a_comment(self, scene: Scene) -> None:
        scene.tell(plan=[{"code": 137}])
        assert self.plan(scene).failed == "Comment"
        assert scene.hub.items == []

    def test_matrix_lists_environments_with_settings(self, scene: Scene) -> None:
        ran = scene.runner.job("pull-request.yml", "environments")
        assert "dev" in json.loads(ran.outputs["environments"])


class TestDeployDev:
    def plan(self, scene: Scene, *endings: dict[str, Any]) -> Ran:
        protect(scene, "dev")
        scene.tell(plan=list(endings))
        return scene.runner.job("deploy-dev.yml", "plan")

    def test_deploy_applies_exactly_the_reviewed_plan(self, scene: Scene) -> None:
        ran = self.plan(scene, planned(), planned())
        assert not ran.failed, ran.log
        assert goes_on("deploy-dev.yml", "apply", needing(ran))
        applied = scene.runner.job("deploy-dev.yml", "apply", needs=needing(ran))
        assert not applied.failed, applied.log
        saving, comparing, applying = scene.calls()
        assert "--save" in saving
        assert "--save" not in comparing
        assert applying == ["apply", "dev", "--reviewed", HASH, "--yes"]
        assert role_taken(applied) == ("arn:aws:iam::437064342167:role/counterpromo-dev-apply", "7200")
        assert goes_on("deploy-dev.yml", "record", needing(ran, result="success"))
        scene.runner.job("deploy-dev.yml", "record")
        assert scene.hub.references == {"refs/tags/applied/dev": "5" * 40}

    def test_deploy_does_not_apply_a_stale_plan(self, scene: Scene) -> None:
        other = planned(json=plan_of("aws_ssm_parameter.a", after="debug"))
        ran = self.plan(scene, planned(), other)
        applied = scene.runner.job("deploy-dev.yml", "apply", needs=needing(ran))
        assert applied.failed
        assert "is not the one that was reviewed" in applied.log
        assert [call[0] for call in scene.calls()] == ["plan", "plan"]
        assert not goes_on("deploy-dev.yml", "record", needing(ran, result="failure"))

    def test_deploy_without_changes_moves_the_tag_and_applies_nothing(self, scene: Scene) -> None:
        ran = self.plan(scene, {"code": 0, "body": "none", "json": plan_of()})
        assert not ran.failed, ran.log
        assert not goes_on("deploy-dev.yml", "apply", needing(ran))
        assert goes_on("deploy-dev.yml", "record", needing(ran, result="skipped"))

    @pytest.mark.parametrize("code", [1, 3, 137])
    def test_deploy_stops_after_a_broken_or_refused_plan(self, scene: Scene, code: int) -> None:
        ran = self.plan(scene, planned(code=code))
        assert ran.failed == "Red where it is broken or refused"
        assert not goes_on("deploy-dev.yml", "record", needing(ran, result="skipped"))

    def test_deploy_refuses_an_unrequested_first_build(self, scene: Scene) -> None:
        ran = self.plan(scene, planned(json=plan_of("aws_vpc.network_vpc", held=False)))
        assert ran.failed == "What is to be applied"
        assert "import the environment if it exists in AWS" in ran.log

    def test_deploy_without_environment_protection_assumes_no_role(self, scene: Scene) -> None:
        ran = scene.runner.job("deploy-dev.yml", "plan")
        assert ran.failed == "Only main may deploy"
        assert scene.calls() == []
        assert not [each for each in ran.noted if "credentials" in each["uses"]]

    def test_deploy_from_another_repository_assumes_no_role(self, scene: Scene) -> None:
        protect(scene, "dev")
        environ = {**scene.runner.environ, "GITHUB_REPOSITORY_ID": "4711"}
        runner = scene.runner.__class__(**{**vars(scene.runner), "environ": environ})
        ran = runner.job("deploy-dev.yml", "plan")
        assert ran.failed == "Which role, and is it ours"
        assert "pipelines.repository_id = 0, and this is 4711" in ran.log


class TestPromoteProd:
    """PROD's role is asked of PROD's settings, which the stand-in checkout does not have: DEV's job stands for that."""

    def test_promotion_checks_out_only_commits_of_main_that_dev_has(self, scene: Scene) -> None:
        deployed = scene.commit()
        scene.git("tag", "applied/dev")
        newer, beside = scene.commit(), scene.commit(on="feature")
        scene.git("checkout", "--quiet", "main")
        refusals = {
            deployed[:12]: "is not a full commit id",
            "main": "is not a full commit id",
            "$(touch here)": "is not a full commit id",
            f"{deployed}\n": "is not a full commit id",
            "e" * 40: "is not a commit of this repository",
            beside: "is not on main",
            newer: "is not in DEV yet",
        }
        for commit, reason in refusals.items():
            ran = scene.runner.job("promote-prod.yml", "plan", inputs={"commit": commit, "first_build": False})
            assert ran.failed == "The commit is on main and in DEV", commit
            assert reason in ran.log, commit
            assert scene.git("rev-parse", "HEAD") == newer
        scene.runner.job("promote-prod.yml", "plan", inputs={"commit": deployed, "first_build": False})
        assert scene.git("rev-parse", "HEAD") == deployed
        assert not (scene.runner.folder / "here").exists()

    def test_promotion_before_the_first_dev_deploy_is_refused(self, scene: Scene) -> None:
        ran = scene.runner.job("promote-prod.yml", "plan", inputs={"commit": scene.commit()})
        assert "nothing was deployed to DEV yet" in ran.log

    def test_promotion_without_reviewers_plans_nothing(self, scene: Scene) -> None:
        protect(scene, "prod")
        scene.hub.environments["prod"]["protection_rules"] = []
        commit = scene.commit()
        scene.git("tag", "applied/dev")
        ran = scene.runner.job("promote-prod.yml", "plan", inputs={"commit": commit})
        assert ran.failed == "Only main may deploy, and a reviewer is asked"
        assert "it has no required reviewers" in ran.log

    def test_promotion_applies_the_reviewed_commit_and_plan(self) -> None:
        jobs = workflows()["promote-prod.yml"]["jobs"]
        assert jobs["apply"]["steps"][0]["with"]["ref"] == "${{ inputs.commit }}"
        applies = {key: value for key, value in jobs["apply"]["steps"][-2].items() if key != "if"}
        assert applies == workflows()["deploy-dev.yml"]["jobs"]["apply"]["steps"][-1]
        assert jobs["apply"]["steps"][-1]["run"] == 'counterpromo schema apply "$ENVIRONMENT" --if-on --yes'

    @pytest.mark.parametrize(
        ("code", "schema", "apply", "record"),
        [
            ("0", "0", False, True),
            ("2", "0", True, False),
            ("0", "2", True, False),
            ("2", "2", True, False),
        ],
    )
    def test_promotion_goes_on_if_a_migration_is_pending(
        self, code: str, schema: str, apply: bool, record: bool
    ) -> None:
        """The tag moves without an apply only where nothing was to be applied."""
        outputs = {"code": code, "schema": schema}
        needs = {"plan": {"result": "success", "outputs": outputs}, "apply": {"result": "skipped"}}
        assert goes_on("promote-prod.yml", "apply", needs) is apply
        assert goes_on("promote-prod.yml", "record", needs) is record
        assert goes_on("promote-prod.yml", "record", {**needs, "apply": {"result": "success"}})
        assert not goes_on("promote-prod.yml", "record", {**needs, "apply": {"result": "failure"}})

    @pytest.mark.parametrize(
        ("schema", "first_build", "stops"), [(0, "false", False), (2, "false", False), (3, "true", True),
                                             (1, "false", True), (1, "true", False)]
    )  # fmt: skip
    def test_promotion_stops_where_migrations_are_refused_or_unknown(
        self, scene: Scene, schema: int, first_build: str, stops: bool
    ) -> None:
        scene.tell(schema=[{"code": schema, "says": "0002_more"}])
        environ = {**scene.runner.environ, "ENVIRONMENT": "prod", "FIRST_BUILD": first_build}
        runner = scene.runner.__class__(**{**vars(scene.runner), "environ": environ})
        steps = {each.get("name"): each for each in workflows()["promote-prod.yml"]["jobs"]["plan"]["steps"]}
        ran, contexts = Ran(), {"steps": {"plan": {"outputs": {"code": "2"}}}}
        wanted = [steps["Pending migrations of the schema"], steps["Red where it is broken or refused"]]
        runner._steps(wanted, contexts=contexts, env={}, ran=ran)
        assert bool(ran.failed) is stops, ran.log
        assert "0002_more" in (scene.runner.temp / "summary").read_text(encoding="utf-8")

    @pytest.mark.parametrize(("first_build", "applied"), [("true", True), ("false", False)])
    def test_promotion_makes_a_first_build_only_if_requested(
        self, scene: Scene, first_build: str, applied: bool
    ) -> None:
        """The script both apply jobs run, with what the workflow for PROD gives it."""
        nothing = plan_of("aws_vpc.network_vpc", held=False)
        protect(scene, "dev")
        scene.tell(plan=[planned(json=plan_of("aws_ssm_parameter.a")), planned(json=nothing)])
        scene.runner.job("deploy-dev.yml", "plan")
        from workflows.plan_fingerprint import fingerprint

        outputs = {"hash": HASH, "fingerprint": fingerprint(Plan.of(json.loads(nothing)))}
        environ = {**scene.runner.environ, "FIRST_BUILD": first_build}
        runner = scene.runner.__class__(**{**vars(scene.runner), "environ": environ})
        ran = runner.job("deploy-dev.yml", "apply", needs={"plan": {"outputs": outputs}})
        assert bool(ran.failed) is not applied, ran.log
        assert (["apply", "dev", "--reviewed", HASH, "--yes"] in scene.calls()) is applied


class TestDrift:
    def night(self, scene: Scene, code: int) -> Ran:
        scene.tell(plan=[planned(code=code)])
        return scene.runner.job("drift.yml", "drift", matrix={"environment": "dev"})

    def test_drift_opens_and_closes_one_issue(self, scene: Scene) -> None:
        assert not self.night(scene, 2).failed
        assert not self.night(scene, 2).failed
        (issue,) = scene.hub.of_kind("issue")
        assert issue["state"] == "open"
        assert not self.night(scene, 0).failed
        assert issue["state"] == "closed"

    def test_broken_drift_run_fails_and_keeps_the_issue(self, scene: Scene) -> None:
        self.night(scene, 2)
        assert self.night(scene, 1).failed
        assert scene.hub.of_kind("issue")[0]["state"] == "open"

    @pytest.mark.parametrize(("schema", "state", "fails"), [(0, None, False), (2, "open", False), (1, None, True)])
    def test_a_schema_that_differs_is_drift(self, scene: Scene, schema: int, state: str | None, fails: bool) -> None:
        scene.tell(plan=[planned(code=0)], schema=[{"code": schema, "says": "missing: table public.promos"}])
        ran = scene.runner.job("drift.yml", "drift", matrix={"environment": "dev"})
        assert bool(ran.failed) is fails, ran.log
        issues = scene.hub.of_kind("issue")
        assert [each["state"] for each in issues] == ([state] if state else [])
        assert all("missing: table public.promos" in each["body"] for each in issues)

    def test_drift_is_measured_from_the_applied_tag(self, scene: Scene) -> None:
        applied = scene.commit()
        scene.git("tag", "applied/dev")
        scene.commit()
        self.night(scene, 2)
        assert scene.git("rev-parse", "HEAD") == applied
        assert applied[:12] in scene.hub.of_kind("issue")[0]["body"]


class TestByHand:
    def test_import_job_proposes_written_files_first(self, scene: Scene) -> None:
        scene.tell(**{"import": [{"code": 0, "files": {"envs/dev.pins.json": "[]"}}]})
        ran = scene.runner.job("import.yml", "import", inputs={"environment": "dev"})
        assert not ran.failed, ran.log
        (call,) = scene.calls()
        assert call[:3] == ["import", "dev", "--yes"]
        assert "--apply" not in call
        assert [each["path"] for each in scene.hub.trees[0]["tree"]] == ["envs/dev.pins.json"]
        assert role_taken(ran)[0].endswith("role/counterpromo-dev-apply")

    def test_import_job_applies_after_the_merge(self, scene: Scene) -> None:
        ran = scene.runner.job("import.yml", "import", inputs={"environment": "dev"})
        assert not ran.failed, ran.log
        assert scene.calls()[1][:4] == ["import", "dev", "--yes", "--apply"]
        assert scene.hub.references == {"refs/tags/applied/dev": "5" * 40}
        assert scene.hub.pulls == []

    def test_refused_import_stops_the_job(self, scene: Scene) -> None:
        scene.tell(**{"import": [{"code": 3, "files": {"envs/dev.pins.json": "[]"}}]})
        ran = scene.runner.job("import.yml", "import", inputs={"environment": "dev"})
        assert ran.failed == "Find and prove"
        assert scene.hub.writes == []

    def test_unlock_job_runs_the_command(self, scene: Scene) -> None:
        scene.tell(unlock=[{"code": 3}])
        ran = scene.runner.job("unlock.yml", "unlock", inputs={"environment": "dev"})
        assert scene.calls() == [["unlock", "dev", "--yes"]]
        assert ran.failed == "Who holds it, and release it"
