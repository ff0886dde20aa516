"""Shape: how many of what there are, and under which keys, written as settings before the stack is synthesized again.

In: what a first matching came to, what was found, the settings. Out: changes for envs.edit. Pure. Values that hang on a
shape are the capture's; matched again with these settings, everything of the shape is, and its shape is {}.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from imports.live_by_address import Changes, Standing
from imports.model import Found, Outcome
from modules.database import discovery as database
from modules.dns import discovery_certificates
from modules.endpoints import discovery as endpoints
from modules.identity import shape as role_policies
from modules.load_balancer import shape as traffic
from modules.network.shape import Layout
from modules.parameters import shape as prices
from modules.security_groups import discovery as security_groups
from modules.services import discovery as services
from modules.settings import Settings

AREAS: tuple[Callable[[Standing, Settings, Layout], Changes], ...] = (
    endpoints.shape,
    security_groups.shape,
    traffic.shape,
    discovery_certificates.shape,
    services.shape,
    database.shape,
    prices.shape,
    role_policies.shape,
)


def shape(outcome: Outcome, found: Sequence[Found], settings: Settings) -> Changes:
    """Place of a setting -> its value; None takes it out, a mapping is a whole table. {} where nothing is to change.

    The network comes first: what else stands in subnets or route tables is said by the keys these have afterwards.
    """
    standing = Standing.of(outcome, found)
    layout = Layout.of(standing, settings)
    changes = layout.changes(settings.network)
    for area in AREAS:
        changes |= area(standing, settings, layout)
    return changes
