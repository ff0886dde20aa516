"""Rules of `[github]`: the workflows that may deploy."""

from collections.abc import Iterator

from modules.settings import GithubSettings
from settings.fault import Fault


def repository_has_both_ids(github: GithubSettings) -> Iterator[Fault]:
    """Checks that both ids of the repository are set or neither, as a subject of GitHub's tokens has them."""
    if bool(github.owner_id) != bool(github.repository_id):
        missing = "repository_id" if github.owner_id else "owner_id"
        yield Fault(f"github.{missing}", 0, "must be known where the other number is: gh api repos/OWNER/REPO")


RULES = (repository_has_both_ids,)
