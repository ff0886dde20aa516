"""Rows of the KMS keys and their aliases."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by
from imports.matching.users import used_by
from imports.resource_type import ImportedType, attribute, own_id
from modules.keys import discovery, guard
from modules.resource_type import (
    REGIONAL,
    Area,
    IamResource,
    Names,
    ResourceType,
    Satellites,
    Service,
    prefixed,
)
from modules.settings import Settings


def _any_key(settings: Settings) -> Names:
    """Returns every name if the settings have a key: AWS makes up the ids."""
    return ("*",) if settings.keys else ()


IAM_KEY = IamResource(kind="kms:key", arns=(REGIONAL + "key/{name}",), names=_any_key)
IAM_ALIAS = IamResource(kind="kms:alias", arns=(REGIONAL + "alias/{name}",), names=prefixed("key alias"))
ALIAS = ResourceType(
    name="aws_kms_alias",
    imported=ImportedType(import_id=attribute("name"), match=(by("name"),)),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.KMS_ALIAS, harmless=guard.KMS_ALIAS_HARMLESS),
    iam=(IAM_ALIAS, IAM_KEY),
)
KEY = ResourceType(
    name="aws_kms_key",
    imported=ImportedType(import_id=own_id, match=(used_by(("aws_kms_alias", "target_key_id")),)),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        watched=guard.KMS_KEY,
        harmless=guard.KMS_KEY_HARMLESS,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE, computed=True),
    ),
    iam=(IAM_KEY,),
)
SERVICE = Service(
    areas=(Area(name="keys", find=discovery.find, types=(KEY, ALIAS)),),
    checks=(guard.check,),
    satellites=(
        Satellites(
            of=KEY.name,
            arguments=("key_id", "target_key_id"),
            read=(ALIAS.name,),
            left_out={
                "aws_kms_key_policy": "the argument `policy` of the key holds it",
                "aws_kms_grant": "services of AWS make grants for themselves",
                "aws_api_gateway_usage_plan_key": "its key is one of API Gateway",
                "aws_kms_ciphertext": "it is a value in the state, not a resource of AWS",
            },
        ),
        Satellites(of=ALIAS.name),
    ),
)
