"""Row of `aws_dynamodb_table`: the lock table of the state."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.resource_type import ImportedType, attribute
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Satellites, Service
from modules.settings import AccountSettings
from modules.state import discovery, guard


def _lock_table(settings: AccountSettings) -> Names:
    return (settings.state.lock_table,)


TABLE = ResourceType(
    name="aws_dynamodb_table",
    imported=ImportedType(import_id=attribute("name"), match=(by("name"),)),
    guarded=GuardedType(deletion=Deletion.DATA, watched=guard.DYNAMODB_TABLE, harmless=guard.DYNAMODB_TABLE_HARMLESS),
    iam=(IamResource(kind="dynamodb:table", arns=(REGIONAL + "table/{name}",), account_names=_lock_table),),
)
_OTHER_TABLES = "tables of this service are no tables of DynamoDB"
SERVICE = Service(
    areas=(Area(name="state", find=discovery.find, types=(TABLE,)),),
    satellites=(
        Satellites(
            of=TABLE.name,
            arguments=("table_name",),
            left_out={
                "aws_dynamodb_contributor_insights": "it observes the table; no lock depends on it",
                "aws_dynamodb_kinesis_streaming_destination": "it copies items elsewhere; no lock depends on it",
                "aws_dynamodb_table_item": "items are locks, which Terraform makes and removes",
                "aws_glue_catalog_table_optimizer": _OTHER_TABLES,
                "aws_glue_partition": _OTHER_TABLES,
                "aws_glue_partition_index": _OTHER_TABLES,
                "aws_keyspaces_table": _OTHER_TABLES,
                "aws_timestreamwrite_table": _OTHER_TABLES,
            },
        ),
    ),
)
