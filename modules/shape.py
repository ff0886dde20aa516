"""Shape: how many resources of each kind there are and under which keys, written as settings before the next synth.

In: the outcome of a first match, the live resources, the settings. Out: changes for `settings.edit_toml`. Pure. It does
not set single values: the capture does. After a match with the changed settings, the shape is {}.
"""

from __future__ import annotations

from collections.abc import Sequence

from imports.live_by_address import Changes, LiveResources
from imports.model import Found, Outcome
from modules.network.shape import Layout
from modules.registry import SERVICES
from modules.settings import Settings


def shape(outcome: Outcome, found: Sequence[Found], settings: Settings) -> Changes:
    """Returns setting -> value; None removes the setting, a mapping is a whole table. {} if nothing is to change.

    The network comes first: other settings name subnets and route tables by the keys that these get here.
    """
    live_resources = LiveResources.of(outcome, found)
    layout = Layout.of(live_resources, settings)
    changes = layout.changes(settings.network)
    for service in SERVICES:
        if service.shape:
            changes |= service.shape(live_resources, settings, layout)
    return changes
