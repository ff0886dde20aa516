"""The OIDC identity of a job: the `sub` claims its token can carry, and the roles that a trust policy gives them. Pure.

Derived from GitHub's own documentation and not from modules/pipelines.py, so that either can be wrong:
https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.workflows.reading import Document, jobs

ISSUER = "token.actions.githubusercontent.com"
ASSUME = "./.github/actions/assume"


@dataclass(frozen=True, kw_only=True)
class Repository:
    """As the settings name it."""

    owner: str
    name: str
    owner_id: int
    id: int
    branch: str

    def subjects(self, job: str) -> set[str]:
        """In the form with names, and in the immutable one with names and numbers."""
        immutable = f"{self.owner}@{self.owner_id}/{self.name}@{self.id}"
        return {f"repo:{self.owner}/{self.name}:{job}", f"repo:{immutable}:{job}"}


def claimed(
    documents: Mapping[str, Document], *, repository: Repository, environments: Sequence[str]
) -> dict[str, set[str]]:
    """Role, such as `dev-plan` -> the subjects of the jobs that take it."""
    roles: dict[str, set[str]] = {}
    for name, _, body in jobs(dict(documents)):
        for step in body.get("steps", ()):
            if step.get("uses") != ASSUME:
                continue
            for environment, deploys_to in _places(step["with"]["environment"], body, environments):
                for job in _jobs(documents[name]["on"], deploys_to, branch=repository.branch):
                    roles.setdefault(f"{environment}-{step['with']['role']}", set()).update(repository.subjects(job))
    return roles


def _places(text: str, body: Document, environments: Sequence[str]) -> Iterator[tuple[str, str | None]]:
    """The environments a step may be about, each with the one its job deploys to: every one, where it is an input."""
    deploys_to = body.get("environment")
    for environment in environments if text.startswith("${{") else [text]:
        yield environment, environment if deploys_to == text else deploys_to


def _jobs(events: Any, environment: str | None, *, branch: str) -> Iterator[str]:
    """The part after the repository. An environment outranks whatever the event would say."""
    if environment is not None:
        assert not environment.startswith("${{"), f"{environment} is not what the step is about"
        yield f"environment:{environment}"
        return
    named = events if isinstance(events, Mapping) else dict.fromkeys([events] if isinstance(events, str) else events)
    for event, how in named.items():
        match event:
            case "pull_request":
                yield "pull_request"
            case "push":
                yield from (f"ref:refs/heads/{each}" for each in (how or {}).get("branches", ["**"]))
            case "schedule" | "workflow_dispatch":
                yield f"ref:refs/heads/{branch}"  # by hand it may be another branch, and then nobody trusts it
            case _:
                yield f"whatever {event} brings"


def trusted(role: Mapping[str, Any]) -> set[str]:
    """The subjects a role's trust policy admits; a policy that does more than name them is said to admit anything."""
    (statement,) = json.loads(role["assume_role_policy"])["Statement"]
    condition = statement.get("Condition", {})
    exact = condition.get("StringEquals", {})
    sound = (
        statement["Effect"] == "Allow"
        and statement["Action"] == "sts:AssumeRoleWithWebIdentity"
        and set(statement["Principal"]) == {"Federated"}
        and statement["Principal"]["Federated"].endswith(f":oidc-provider/{ISSUER}")
        and set(condition) == {"StringEquals"}
        and set(exact) == {f"{ISSUER}:aud", f"{ISSUER}:sub"}
        and exact[f"{ISSUER}:aud"] == "sts.amazonaws.com"
    )
    if not sound:
        return {"anything"}
    subjects = exact[f"{ISSUER}:sub"]
    return {subjects} if isinstance(subjects, str) else set(subjects)


def disagreements(claims: Mapping[str, set[str]], trusts: Mapping[str, set[str]]) -> list[str]:
    """A line for each subject that only one side knows."""
    lines = []
    for role in sorted({*claims, *trusts}):
        claim, trust = claims.get(role, set()), trusts.get(role, set())
        lines += [f"{role}: {subject} is claimed by a job and not trusted" for subject in sorted(claim - trust)]
        lines += [f"{role}: {subject} is trusted and claimed by no job" for subject in sorted(trust - claim)]
    return lines
