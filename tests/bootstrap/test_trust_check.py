"""Trust in an existing role of the workflows: this account and this repository may assume it, and nobody else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.pipelines.settings import PipelineSettings
from modules.pipelines.trust_check import Trusted, others_let_in

ACCOUNT, ISSUER = "437064342167", "token.actions.githubusercontent.com"
PIPELINES = PipelineSettings(repository="counterpromo/infrastructure", owner_id=12, repository_id=34, branch="main")
NOBODY = json.dumps({"Version": "2012-10-17", "Statement": []})
OURS = {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}"}


def _said(principal: Any, condition: Any = None, *, role: Any = "plan", code: str = NOBODY, **more: Any) -> list[str]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition or {}}
    live = json.dumps({"Version": "2012-10-17", "Statement": [statement | more]})
    trusted = Trusted(account_id=ACCOUNT, issuer=ISSUER, pipelines=PIPELINES, role=role)
    return list(others_let_in(live, code=code, trusted=trusted))


def _of_subject(*subjects: str, operator: str = "StringEquals", role: Any = "plan") -> list[str]:
    return _said(OURS, {operator: {f"{ISSUER}:sub": list(subjects)}}, role=role)


@pytest.mark.parametrize(
    "subject",
    [
        "repo:counterpromo/infrastructure:pull_request",
        "repo:CounterPromo/Infrastructure:environment:qa",
        "repo:counterpromo@12/infrastructure@34:ref:refs/heads/release",
    ],
)
@pytest.mark.parametrize("operator", ["StringEquals", "StringLike", "ForAnyValue:StringLike"])
def test_a_subject_of_this_repository_is_trusted(subject: str, operator: str) -> None:
    assert _of_subject(subject, operator=operator) == []


@pytest.mark.parametrize(
    ("subject", "says"),
    [
        ("repo:counterpromo/infrastructure:*", "has a wildcard"),
        ("repo:counterpromo/*:pull_request", "has a wildcard"),
        ("*", "has a wildcard"),
        ("repo:counterpromo/infrastructure-fork:pull_request", "is not of the repository"),
        ("repo:counterpromo@99/infrastructure@34:pull_request", "is not of the repository"),
        ("repo:counterpromo@12/infrastructure@99:pull_request", "is not of the repository"),
        ("organization:counterpromo", "is not of the repository"),
    ],
)
def test_a_subject_of_others_is_named(subject: str, says: str) -> None:
    (said,) = _of_subject("repo:counterpromo/infrastructure:pull_request", subject)
    assert subject in said
    assert says in said


def test_a_pull_request_may_plan_but_not_apply() -> None:
    subject = "repo:counterpromo/infrastructure:pull_request"
    assert _of_subject(subject) == []
    assert _of_subject(subject, role="apply") == [f"the subject {subject} lets every pull request apply"]


@pytest.mark.parametrize("operator", ["StringNotEquals", "ForAllValues:StringEquals", "StringEqualsIfExists"])
def test_a_condition_that_restricts_nothing_does_not_count(operator: str) -> None:
    said = _of_subject("repo:counterpromo/infrastructure:pull_request", operator=operator)
    assert said == ["workflows of every repository on GitHub may assume it"]


@pytest.mark.parametrize(
    "principal",
    [
        {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        {"AWS": ACCOUNT},
        {"AWS": f"arn:aws:sts::{ACCOUNT}:assumed-role/people/me"},
        {"AWS": "AROAEXAMPLE0EXAMPLE00"},
        {"Service": "codebuild.amazonaws.com"},
    ],
)
def test_the_own_account_is_trusted(principal: Any) -> None:
    assert _said(principal) == []


@pytest.mark.parametrize(
    ("principal", "says"),
    [
        ("*", "everybody may assume it"),
        ({"AWS": "*"}, "everybody may assume it"),
        ({"AWS": "arn:aws:iam::111122223333:root"}, "another account"),
        ({"AWS": "111122223333"}, "another account"),
        ({"Federated": f"arn:aws:iam::{ACCOUNT}:saml-provider/people"}, "users of the identity provider"),
        ({"Federated": "cognito-identity.amazonaws.com"}, "users of the identity provider"),
    ],
)
def test_trust_in_others_is_named(principal: Any, says: str) -> None:
    (said,) = _said(principal)
    assert says in said


def test_a_policy_that_excludes_a_few_lets_in_everybody_else() -> None:
    assert _said({}, NotPrincipal={"AWS": ACCOUNT}) == ["its trust policy lets in everybody but a few"]


def test_a_denied_principal_is_not_let_in() -> None:
    assert _said("*", Effect="Deny") == []


@given(st.dictionaries(st.sampled_from(["AWS", "Federated", "Service"]), st.text(min_size=1), min_size=1))
def test_what_the_code_trusts_is_never_reported(principal: dict[str, str]) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": {}}
    assert _said(principal, code=json.dumps({"Statement": [statement]})) == []


@given(st.text().filter(lambda text: not text.lower().startswith("repo:counterpromo")))
def test_no_other_subject_is_trusted(subject: str) -> None:
    assert len(_of_subject(subject)) == 1


@given(
    st.recursive(st.none() | st.booleans() | st.text(), lambda each: st.lists(each) | st.dictionaries(st.text(), each))
)
def test_any_document_has_an_answer(document: Any) -> None:
    trusted = Trusted(account_id=ACCOUNT, issuer=ISSUER, pipelines=PIPELINES, role="plan")
    said = list(others_let_in(json.dumps(document), code=NOBODY, trusted=trusted))
    assert said == ["its trust policy cannot be read"] or isinstance(document, dict)
