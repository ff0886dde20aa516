"""`[pipelines]` of the account: the repository whose workflows plan and apply."""

from settings.types import GithubId, Name, Repository, Strict


class PipelineSettings(Strict):
    """This repository, by its names, and by the numbers that GitHub gives to no other.

    A number that is 0 is not known yet: GitHub gives it to nobody, so what is trusted by it is trusted to nobody.
    """

    repository: Repository
    owner_id: GithubId
    repository_id: GithubId
    branch: Name
