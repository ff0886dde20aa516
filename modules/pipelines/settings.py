"""`[pipelines]` of the account: the repository whose workflows plan and apply."""

from settings.types import GithubId, Name, Repository, Strict


class PipelineSettings(Strict):
    """This repository, by its names and by the numbers that GitHub gives it.

    A number 0 is unknown: GitHub gives it to no repository, so a trust policy with it accepts nobody.
    """

    repository: Repository
    """This repository, whose workflows plan and apply."""
    owner_id: GithubId
    """GitHub's number of the repository's owner; 0 while it is unknown."""
    repository_id: GithubId
    """GitHub's number of the repository; 0 while it is unknown."""
    branch: Name
    """Branch that is trusted to deploy."""
