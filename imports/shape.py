"""Shape: how many of what there are, and under which keys, written as settings before the stack is synthesized again.

In: what a first matching came to, what was found, the settings. Out: changes for envs.edit. Pure. Values that hang on a
shape are the capture's; matched again with these settings, everything of the shape is, and its shape is {}.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from envs.settings import Settings
from imports import certificates, database, endpoints, prices, role_policies, security_groups, services, traffic
from imports.layout import Layout
from imports.model import Found, Outcome
from imports.standing import Changes, Standing

AREAS: tuple[Callable[[Standing, Settings, Layout], Changes], ...] = (
    endpoints.shape,
    security_groups.shape,
    traffic.shape,
    certificates.shape,
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
