"""Row of `aws_ssm_parameter`."""

from __future__ import annotations

from typing import Any

from guard.resource_type import Deletion, GuardedType
from imports.matching.name_forms import spelled_otherwise
from imports.resource_type import Attributes, GeneratedConfig, ImportedType, own_id
from modules.parameters import discovery, guard, shape
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Satellites, Service
from modules.settings import Settings
from modules.task_definitions.injected import injected_as
from settings.unique_names import names_of

_PLACEHOLDER = "kept where it is, not in code"


def _names(settings: Settings) -> Names:
    """Returns the environment's namespace and the names outside of it, without the leading slash, as IAM does."""
    namespace, stripe = f"{settings.project}/{settings.environment}/", settings.stripe
    names = {*names_of(settings, "parameter"), f"{stripe.price_prefix}*", f"{stripe.plan_prefix}*"}
    outside = {name.removeprefix("/") for name in names} - {f"{namespace}*"}
    return (f"{namespace}*", *sorted(name for name in outside if not name.startswith(namespace)))


def _unless_plain(facts: Attributes) -> str | None:
    """Returns a reason for a SecureString."""
    if facts.get("type") in ("String", "StringList"):
        return None
    return "the value of a SecureString is never read, and importing it would read it into the state"


def _without_value(arguments: dict[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Replaces the value: nothing in its name tells whether it is secret."""
    return {**arguments, "value": _PLACEHOLDER}, ("value",)


PARAMETER = ResourceType(
    name="aws_ssm_parameter",
    imported=ImportedType(
        import_id=own_id,
        match=(
            discovery.by_name,
            discovery.readable(injected_as),
            discovery.readable(spelled_otherwise("name", kind="parameter")),
        ),
        instead=discovery.secure_string_instead,
        in_a_gap=discovery.is_declared_secure_string,
        not_written=_unless_plain,
        generated=GeneratedConfig(drops=frozenset({"arn"}), corrects=_without_value),
        left_to_aws={"tier": ("Standard",), "data_type": ("text",)},
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        asked_for=guard.follows_its_price,
        arn="arn:aws:ssm:{region}:{account}:parameter/{name}",
        watched=guard.SSM_PARAMETER,
        harmless=guard.SSM_PARAMETER_HARMLESS,
    ),
    iam=(IamResource(kind="ssm:parameter", arns=(REGIONAL + "parameter/{name}",), names=_names, searched=_names),),
)
SERVICE = Service(
    areas=(Area(name="parameters", find=discovery.find, types=(PARAMETER,)),),
    shape=shape.shape,
    satellites=(Satellites(of=PARAMETER.name),),
)
