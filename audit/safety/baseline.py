"""All controls of the baseline, in the order in which reports show them."""

from __future__ import annotations

from audit.safety.control import Control
from audit.safety.controls import (
    account,
    database,
    identity,
    keys,
    load_balancer,
    logs,
    messages,
    network,
    storage,
    tasks,
)

CONTROLS: tuple[Control, ...] = (
    *network.CONTROLS,
    *load_balancer.CONTROLS,
    *tasks.CONTROLS,
    *database.CONTROLS,
    *storage.CONTROLS,
    *messages.CONTROLS,
    *logs.CONTROLS,
    *keys.CONTROLS,
    *identity.CONTROLS,
    *account.CONTROLS,
)
