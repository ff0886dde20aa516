"""Rules between settings: each takes sections of the file by its parameters' names and yields faults.

A rule runs when its sections have no faults of their own, so one mistake never hides another. References to other
sections need no rule: the type of the setting declares them (`settings/references.py`).
"""

from modules.budget.rules import RULES as BUDGET
from modules.database.rules import RULES as DATABASE
from modules.identity.rules import RULES as IDENTITY
from modules.load_balancer.rules import RULES as LOAD_BALANCER
from modules.network.rules import RULES as NETWORK
from modules.parameters.rules import RULES as PARAMETERS
from modules.services.rules import RULES as SERVICES
from modules.state.rules import RULES as STATE
from modules.storage.rules import RULES as STORAGE

RULES = (*NETWORK, *LOAD_BALANCER, *SERVICES, *DATABASE, *PARAMETERS, *IDENTITY, *STATE, *STORAGE, *BUDGET)
