"""One row for each Terraform type: what the import, the guard and the permissions need to know of it.

Each folder of `modules/` lists its rows in `resources.py`; `modules/registry.py` collects them and the engines read
their part: `imports` reads `imported`, `guard` reads `guarded`, `permissions` reads `iam`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aws.reader import Aws
from guard.checks.attribute_checks import Check
from guard.resource_type import GuardedType
from imports.live_by_address import Changes, LiveResources
from imports.model import Found
from imports.resource_type import ImportedType
from modules.network.shape import Layout
from modules.outside_user import FindUsers
from modules.settings import AccountSettings, Settings
from settings.unique_names import names_of

# ARN of a regional resource, and of one of the account; the placeholders are those of `permissions.arns.Scope.fill`.
REGIONAL = "arn:{partition}:{service}:{region}:{account}:"
GLOBAL = "arn:{partition}:{service}::{account}:"
Names = tuple[str, ...]
# (reader, the attributes of a live resource) -> its parts, such as the rules of a listener.
FindParts = Callable[[Aws, Mapping[str, Any]], Iterable[Found]]


def no_names(settings: object) -> Names:
    """Returns no names: the settings name no resource of the kind."""
    return ()


@dataclass(frozen=True, kw_only=True)
class IamResource:
    """A kind of resource that IAM permissions can name, and which of them an environment may change.

    * `kind`: `service:resource type`, as AWS's Service Authorization Reference writes it. An entry of
      `permissions/additions.json` may use a narrower kind of our own, such as `iam:role of tasks`.
    * `arns`: ARN templates with `{name}`.
    * `names`, `account_names`: name patterns from the settings of an environment and of the account.
    * `searched`: name patterns that discovery reads; all names where it is None.

    https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
    """

    kind: str
    arns: tuple[str, ...]
    names: Callable[[Settings], Names] = no_names
    account_names: Callable[[AccountSettings], Names] = no_names
    searched: Callable[[Settings], Names] | None = None


@dataclass(frozen=True, kw_only=True)
class ResourceType:
    """Everything that is known of one Terraform type, such as `aws_sqs_queue`.

    `iam` lists the kinds of resources that the permissions of this type name. `state_only` holds arguments that exist
    in Terraform's state only, which an import cannot read from AWS, with the value that the code sets. `users` finds
    the resources that stop working when one of this type is removed, or loses its rules. `parts` lists what is in or on
    a live resource, ours and what somebody added.
    """

    name: str
    imported: ImportedType
    guarded: GuardedType
    iam: tuple[IamResource, ...]
    state_only: Mapping[str, Any] = field(default_factory=dict)
    users: FindUsers | None = None
    parts: FindParts | None = None


@dataclass(frozen=True, kw_only=True)
class Area:
    """A part of discovery: the function that finds live resources, and the types that it finds.

    `find` takes the `Aws` reader and the settings of the environment or of the account.
    """

    name: str
    find: Callable[[Any, Any], Any]
    types: tuple[ResourceType, ...]


@dataclass(frozen=True, kw_only=True)
class Satellites:
    """The types of parts that the provider knows for one adopted type, such as the CORS rules of a bucket.

    * `of`: the adopted type.
    * `arguments`: names of required arguments by which such a type refers to its owner, such as `bucket`.
    * `read`: types that discovery looks for.
    * `left_out`: type -> why no call reads it.
    """

    of: str
    arguments: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Service:
    """The part of the registry that one folder of `modules/` adds.

    * `types`: types that are declared and never found.
    * `checks`: guard checks that need more than one attribute.
    * `shape`: (live resources by address, settings, layout of the network) -> settings to change; see `modules.shape`.
    """

    areas: tuple[Area, ...] = ()
    types: tuple[ResourceType, ...] = ()
    checks: tuple[Check, ...] = ()
    shape: Callable[[LiveResources, Settings, Layout], Changes] | None = None
    satellites: tuple[Satellites, ...] = ()


def prefixed(*kinds: str) -> Callable[[Settings], Names]:
    """Returns a function from settings to name patterns: the environment's prefix, and unique names without it.

    The prefix lets a pull request add a further queue without a new policy.
    """
    return lambda settings: prefixed_names(settings, names_of(settings, *kinds))


def prefixed_names(settings: Settings, names: Iterable[str]) -> Names:
    """Returns `PROJECT-ENV-*` and those of the names that do not begin so."""
    prefix = f"{settings.project}-{settings.environment}-"
    return (f"{prefix}*", *sorted({name for name in names if not name.startswith(prefix)}))


def named(*kinds: str) -> Callable[[Settings], Names]:
    """Returns a function from settings to the unique names of these kinds, without any pattern."""
    return lambda settings: names_of(settings, *kinds)


def every_name(settings: object) -> Names:
    """Returns the pattern for kinds whose names AWS makes up."""
    return ("*",)
