"""Row of `aws_budgets_budget`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by
from imports.resource_type import ImportedType, joined
from modules.budget import discovery, guard
from modules.resource_type import GLOBAL, Area, IamResource, ResourceType, Satellites, Service, prefixed

IAM_BUDGET = IamResource(kind="budgets:budget", arns=(GLOBAL + "budget/{name}",), names=prefixed("budget"))
BUDGET = ResourceType(
    name="aws_budgets_budget",
    imported=ImportedType(import_id=joined("account_id", "name", by=":"), match=(by("name"),)),
    guarded=GuardedType(
        deletion=Deletion.REPORTED,
        arn="arn:aws:budgets::{account}:budget/{name}",
        watched=guard.BUDGET,
        harmless=guard.BUDGETS_BUDGET_HARMLESS,
    ),
    iam=(IAM_BUDGET,),
)
SERVICE = Service(
    areas=(Area(name="budget", find=discovery.find, types=(BUDGET,)),),
    satellites=(
        Satellites(
            of=BUDGET.name,
            left_out={"aws_budgets_budget_action": "import makes no call for it: an action is a resource of its own"},
        ),
    ),
)
