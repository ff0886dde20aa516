"""Everything of an environment that AWS bills, from resources in Terraform's words."""

from __future__ import annotations

from cost.usage import Usage
from modules.environment_facts.things import Things
from modules.environment_facts.uses import counted, network, stores, tasks


def uses(things: Things) -> tuple[Usage, ...]:
    """Returns all uses, part by part."""
    return (*tasks.uses(things), *stores.uses(things), *network.uses(things), *counted.uses(things))
