"""Rules of the state settings."""

from collections.abc import Iterator

from modules.settings import GithubOidcSettings
from settings.account import StateSettings
from settings.fault import Fault


def a_state_in_the_cloud_has_a_workspace(state: StateSettings) -> Iterator[Fault]:
    if state.backend == "cloud" and state.cloud is None:
        yield Fault("state.cloud", None, "must be set, with organization and workspace, where backend is cloud")


def the_state_of_the_account_is_in_s3(state: StateSettings, github_oidc: GithubOidcSettings) -> Iterator[Fault]:
    """It holds the bucket that the others need, and is made before anything else."""
    if state.backend != "s3":
        yield Fault("state.backend", state.backend, "must be s3 for the account: it makes the bucket")
