"""Every job's OIDC subject against the synthesized trust policies: they admit these jobs, and no more."""

import copy
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from main import synthesize
from tests.conftest import ENVS, write_envs
from tests.stack import Stack
from tests.workflows.reading import Document, workflows
from tests.workflows.subjects import ISSUER, Repository, claimed, disagreements, trusted

Roles = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def repository() -> Repository:
    settings = tomllib.loads((ENVS / "account.toml").read_text(encoding="utf-8"))["pipelines"]
    owner, name = settings["repository"].split("/")
    return Repository(
        owner=owner, name=name, owner_id=settings["owner_id"], id=settings["repository_id"], branch=settings["branch"]
    )


@pytest.fixture(scope="module")
def roles(account: Stack) -> Roles:
    found = account.of_type("aws_iam_role")
    return {role["name"].removeprefix("counterpromo-"): dict(role.arguments) for role in found}


@pytest.fixture
def compare(repository: Repository) -> Callable[[dict[str, Document], Roles], list[str]]:
    def both(documents: dict[str, Document], roles: Roles) -> list[str]:
        claims = claimed(documents, repository=repository, environments=("dev", "prod"))
        claims.pop("dev-image", None)  # the matrix has the environments with a schema task, and DEV has none
        return disagreements(claims, {name: trusted(role) for name, role in roles.items()})

    return both


def test_roles_trust_exactly_the_existing_jobs(compare: Any, roles: Roles) -> None:
    assert set(roles) == {"dev-plan", "dev-apply", "prod-plan", "prod-apply", "prod-image"}
    assert compare(workflows(), roles) == []


def test_roles_trust_both_forms_of_a_subject(roles: Roles) -> None:
    assert trusted(roles["prod-apply"]) == {
        "repo:counterpromo/infrastructure:environment:prod",
        "repo:counterpromo@0/infrastructure@0:environment:prod",
    }


def without_environment(documents: dict[str, Document]) -> None:
    del documents["promote-prod.yml"]["jobs"]["apply"]["environment"]


def other_environment(documents: dict[str, Document]) -> None:
    documents["promote-prod.yml"]["jobs"]["apply"]["environment"] = "production"


def other_branch(documents: dict[str, Document]) -> None:
    documents["deploy-dev.yml"]["on"]["push"]["branches"] = ["release"]


def any_branch(documents: dict[str, Document]) -> None:
    documents["deploy-dev.yml"]["on"]["push"] = None


def foreign_code(documents: dict[str, Document]) -> None:
    documents["pull-request.yml"]["on"] = {"pull_request_target": None}


def stronger_role(documents: dict[str, Document]) -> None:
    steps = documents["pull-request.yml"]["jobs"]["plan"]["steps"]
    next(step for step in steps if step.get("with", {}).get("role"))["with"]["role"] = "apply"


def no_plan_on_pull_requests(documents: dict[str, Document]) -> None:
    del documents["pull-request.yml"]["jobs"]["plan"]


@pytest.mark.parametrize(
    "change",
    [
        without_environment,
        other_environment,
        other_branch,
        any_branch,
        foreign_code,
        stronger_role,
        no_plan_on_pull_requests,
    ],
)
def test_changed_workflow_is_noticed(change: Callable[[dict[str, Document]], None], compare: Any, roles: Roles) -> None:
    documents = copy.deepcopy(workflows())
    change(documents)
    assert compare(documents, roles)


def statement(change: Callable[[dict[str, Any]], None]) -> Callable[[str], str]:
    def changed(policy: str) -> str:
        document = json.loads(policy)
        change(document["Statement"][0])
        return json.dumps(document)

    return changed


def _subjects(found: dict[str, Any]) -> list[str]:
    subjects: list[str] = found["Condition"]["StringEquals"][f"{ISSUER}:sub"]
    return subjects


TRUST: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a pattern": lambda found: found.update(Condition={"StringLike": found["Condition"]["StringEquals"]}),
    "one more": lambda found: _subjects(found).append("repo:counterpromo/infrastructure:ref:refs/heads/x"),
    "one less": lambda found: _subjects(found).pop(),
    "another repository": lambda found: _subjects(found).__setitem__(0, "repo:somebody/infrastructure:pull_request"),
    "any audience": lambda found: found["Condition"]["StringEquals"].pop(f"{ISSUER}:aud"),
    "anybody": lambda found: found.update(Principal="*"),
    "another issuer": lambda found: found.update(Principal={"Federated": "arn:aws:iam::1:oidc-provider/example.com"}),
    "no condition": lambda found: found.pop("Condition"),
}


@pytest.mark.parametrize("what", TRUST)
@pytest.mark.parametrize("role", ["dev-plan", "prod-apply", "prod-image"])
def test_changed_trust_policy_is_noticed(what: str, role: str, compare: Any, roles: Roles) -> None:
    changed = copy.deepcopy(roles)
    changed[role]["assume_role_policy"] = statement(TRUST[what])(changed[role]["assume_role_policy"])
    assert compare(workflows(), changed)


def test_unused_role_is_noticed(compare: Any, roles: Roles) -> None:
    assert compare(workflows(), {**roles, "qa-plan": roles["dev-plan"]})


def test_immutable_subject_follows_the_settings(tmp_path: Path) -> None:
    envs = write_envs(tmp_path / "envs")
    text = (envs / "account.toml").read_text(encoding="utf-8")
    text = text.replace("owner_id = 0", "owner_id = 123456").replace("repository_id = 0", "repository_id = 9876543210")
    (envs / "account.toml").write_text(text, encoding="utf-8")
    synthesize(envs=envs, outdir=tmp_path / "out")
    role = Stack.read(tmp_path / "out" / "stacks" / "account").at("aws_iam_role.pipelines_dev_plan_role")
    assert trusted(role.arguments) == {
        "repo:counterpromo/infrastructure:pull_request",
        "repo:counterpromo/infrastructure:ref:refs/heads/main",
        "repo:counterpromo@123456/infrastructure@9876543210:pull_request",
        "repo:counterpromo@123456/infrastructure@9876543210:ref:refs/heads/main",
    }


def test_account_without_pipelines_has_no_workflow_roles(tmp_path: Path) -> None:
    envs = write_envs(tmp_path / "envs")
    text = (envs / "account.toml").read_text(encoding="utf-8")
    (envs / "account.toml").write_text(text.partition("[pipelines]")[0], encoding="utf-8")
    synthesize(envs=envs, outdir=tmp_path / "out")
    assert not Stack.read(tmp_path / "out" / "stacks" / "account").of_type("aws_iam_role")
