"""Rules of the state settings."""

from collections.abc import Iterator

from modules.settings import GithubOidcSettings
from settings.account import StateSettings
from settings.fault import Fault


def cloud_backend_has_a_workspace(state: StateSettings) -> Iterator[Fault]:
    if state.backend == "cloud" and state.cloud is None:
        yield Fault("state.cloud", None, "must be set, with organization and workspace, where backend is cloud")


def state_in_s3_has_a_lock(state: StateSettings) -> Iterator[Fault]:
    """Checks that the state has a lock: without one, two runs write the same state, and one of them is lost.

    https://developer.hashicorp.com/terraform/language/backend/s3#state-locking
    """
    if state.backend == "s3" and not (state.use_lock_table or state.use_lockfile):
        yield Fault("state.use_lockfile", False, "must be true where use_lock_table is false: the state needs a lock")


def account_state_is_in_s3(state: StateSettings, github_oidc: GithubOidcSettings) -> Iterator[Fault]:
    """Checks that the account's state is in S3: its stack creates the state bucket, before any other stack."""
    if state.backend != "s3":
        yield Fault("state.backend", state.backend, "must be s3 for the account: it makes the bucket")


RULES = (cloud_backend_has_a_workspace, state_in_s3_has_a_lock, account_state_is_in_s3)
