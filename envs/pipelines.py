"""`[pipelines]` of the account: the repository whose workflows plan and apply, and what their roles are called."""

from typing import Literal

from envs.strict import GithubId, Name, Repository, Strict

Role = Literal["plan", "apply"]


class PipelineSettings(Strict):
    """This repository, by its names, and by the numbers that GitHub gives to no other.

    A number that is 0 is not known yet: GitHub gives it to nobody, so what is trusted by it is trusted to nobody.
    """

    repository: Repository
    owner_id: GithubId
    repository_id: GithubId
    branch: Name


def role_name(*, project: str, environment: str, role: Role) -> str:
    """`counterpromo-dev-plan`."""
    return f"{project}-{environment}-{role}"
