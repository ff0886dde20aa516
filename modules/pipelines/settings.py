"""`[pipelines]` of the account: the repository whose workflows plan and apply."""

from settings.types import GithubId, Name, Repository, Strict


class PipelineSettings(Strict):
    """This repository, by its name and by the numbers that GitHub gives to no other.

    The number 0 is unknown: GitHub gives it to nobody, so nobody is trusted by it.
    """

    repository: Repository
    """This repository, whose workflows plan and apply."""
    owner_id: GithubId
    """GitHub's number of the repository's owner; 0 while it is unknown."""
    repository_id: GithubId
    """GitHub's number of the repository; 0 while it is unknown."""
    branch: Name
    """Branch that is trusted to deploy."""
