"""Resources of the settings alone: the synthesized stack, with its references followed. Nothing needs to exist."""

from __future__ import annotations

from modules.environment_facts.things import Thing, Things, type_of
from settings.account import AwsSettings
from terraform.stack import Stack


def from_stack(stack: Stack, aws: AwsSettings) -> Things:
    """Returns the resources that a stack declares."""
    code = dict(stack.resources())
    listed = tuple(Thing(address=address, type=type_of(address), values={}) for address in code)
    return Things(account=aws.account_id, region=aws.region, listed=listed, code=code)
