"""Rules of whose workflows may deploy."""

from collections.abc import Iterator

from modules.settings import GithubSettings
from settings.fault import Fault


def a_repository_has_both_its_numbers(github: GithubSettings) -> Iterator[Fault]:
    """Either alone says nothing: GitHub's subjects hold both or none."""
    if bool(github.owner_id) != bool(github.repository_id):
        missing = "repository_id" if github.owner_id else "owner_id"
        yield Fault(f"github.{missing}", 0, "must be known where the other number is: gh api repos/OWNER/REPO")
