"""Row of `aws_dynamodb_table`: the lock table of the state."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.resource_type import ImportedType, attribute
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Service
from modules.settings import AccountSettings
from modules.state import discovery, guard


def _lock_table(settings: AccountSettings) -> Names:
    return (settings.state.lock_table,)


TABLE = ResourceType(
    name="aws_dynamodb_table",
    imported=ImportedType(import_id=attribute("name"), match=(by("name"),)),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.DYNAMODB_TABLE),
    iam=(IamResource(kind="dynamodb:table", arns=(REGIONAL + "table/{name}",), account_names=_lock_table),),
)
SERVICE = Service(areas=(Area(name="state", find=discovery.find, types=(TABLE,)),))
