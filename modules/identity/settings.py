"""Settings of the roles: their names, and what of them was made by hand in other words than the code's."""

import json
from typing import Annotated

from pydantic import AfterValidator

from settings.types import JsonObject, Key, Name, Path, SessionSeconds, Strict, Tags
from settings.unique_names import Unique


def _policy(text: str) -> str:
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html"""
    if "Statement" not in json.loads(text):
        raise ValueError('must be a policy document with a "Statement"')
    return text


Policy = Annotated[JsonObject, AfterValidator(_policy)]


class InlinePolicySettings(Strict):
    """A policy written into a role, as it was found."""

    name: Name
    """Name of the policy."""
    document: Policy
    """Policy document."""


class ManagedPolicySettings(Strict):
    """A customer-managed policy of the role's own, attached to it, as it was found."""

    name: Annotated[Name, Unique("policy", "account")]
    """Name of the policy."""
    document: Policy
    """Policy document."""
    path: Path = "/"
    """Path of the policy."""
    description: str | None = None
    """Description of the policy."""
    tags: Tags = {}


class RoleSettings(Strict):
    """A role and the policy written into it. What is left out is the code's own, and allows what the work needs.

    `trust` and `document` (of `policy`) were found otherwise, and stand as they were found. A role that was given its
    permissions in another way has them in `inline`, `managed` and `attached` (ARNs of policies that are not its own);
    without a `policy` nothing of the code's is written into it.
    """

    name: Annotated[Name, Unique("role", "account")]
    """Name of the role."""
    policy: Name | None = None
    """Name of the policy that the code writes into the role."""
    document: Policy | None = None
    """Policy document as it was found, instead of the one the code makes."""
    trust: Policy | None = None
    """Trust policy as it was found, instead of the one the code makes."""
    description: str | None = None
    """Description of the role."""
    max_session_seconds: SessionSeconds | None = None
    """Longest session."""
    inline: dict[Key, InlinePolicySettings] = {}
    managed: dict[Key, ManagedPolicySettings] = {}
    attached: dict[Key, str] = {}
    """ARNs of attached policies that are not the role's own."""
    tags: Tags = {}


class IdentitySettings(Strict):
    """What the containers run as, what starts them, and what GitHub's workflows deploy as."""

    task: RoleSettings
    execution: RoleSettings
    deployer: RoleSettings
