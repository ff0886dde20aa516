"""Settings of the roles: names, and policies that were made by hand and differ from those of this code."""

import json
from typing import Annotated

from pydantic import AfterValidator

from settings.types import JsonObject, Key, Name, Path, PolicyArn, RolePath, SessionSeconds, Strict, Tags
from settings.unique_names import Unique


def _policy(text: str) -> str:
    """Checks that a text is a policy document.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
    """
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
    """A customer-managed policy that only this role uses, as it was found."""

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
    """A role and its policies. Without a document, the code writes the policy that the work needs.

    `trust` and `document` replace the policies of the code with those that were found. A role that got its permissions
    in another way, or further ones, has them in `inline`, `managed` and `attached`; without `policy` the code writes no
    policy into it.
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
    path: RolePath | None = None
    """Path of the role; `/` by default. A role moves to another path only by being created again."""
    boundary: PolicyArn | None = None
    """ARN of the permissions boundary: the most that the role's policies can allow."""
    inline: dict[Key, InlinePolicySettings] = {}
    managed: dict[Key, ManagedPolicySettings] = {}
    attached: dict[Key, str] = {}
    """ARNs of attached policies that are not the role's own: those of AWS, and those that other roles have too."""
    tags: Tags = {}


class IdentitySettings(Strict):
    """The roles of the containers, of ECS, and of the workflows that deploy."""

    task: RoleSettings
    execution: RoleSettings
    deployer: RoleSettings
