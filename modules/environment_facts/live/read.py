"""Resources of a live account in Terraform's words, read with calls that only describe, get or list.

Everything that the services of the environment's cluster use is read. No secret is read, and no parameter's value: the
settings say which resource a parameter's value comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aws.reader import Aws
from modules.environment_facts.live import balancers, identity, network, stores, tasks
from modules.environment_facts.things import Thing, Things
from modules.settings import Settings

# Kinds of which the account holds nothing else than what is read.
_WHOLE = frozenset({"log_group", "parameter", "repository", "role", "secret"})


def read_account(aws: Aws, settings: Settings) -> Things:
    """Returns the resources of the environment. Raises Refused if a part of the account may not be read."""
    running = tasks.read(aws, settings)
    readers: Sequence[Callable[[], list[Thing]]] = (
        lambda: network.read(aws),
        lambda: balancers.read(aws, settings),
        lambda: identity.read(aws, running),
        lambda: stores.read(aws, settings, running),
    )
    listed = aws.together(readers)
    return Things(account=aws.account_id, region=aws.region, listed=(*running, *listed), whole=_WHOLE)
