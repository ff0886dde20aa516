"""Finds the live resources of a stack, matches them with the declared ones, and fits the draft to their shape.

In: settings, an account, a draft. Out: inventory and outcome in the record, what the provider cannot say of the matched
resources, and the draft's settings changed.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from aws.identity import Account
from aws.reader import Aws
from envs.load import load
from imports import declared
from imports.discovery import Incomplete, Inventory
from imports.matching.name_filter import near
from modules.answers.read import what_the_provider_cannot_say
from modules.settings import AccountSettings
from modules.shape import shape
from modules.stages import discover, discover_account, match
from operations.adopt import draft as drafts
from operations.adopt.capture_and_pin import today
from operations.adopt.record import Record
from operations.synth import synthesize
from operations.workspace import Workspace
from terraform.progress import Step
from terraform.stack import STACK_FILE

SHAPES = 3  # a new shape may reveal more, for example the subnets of a VPC that was matched by its contents


def find(record: Record, *, account: Account, draft: Workspace, step: Step) -> None:
    """Fills in inventory, outcome and `beyond` of the record. Raises Incomplete if a part of the account is unreadable.

    Discovery mostly waits for AWS and the synth for Node, so they run side by side.
    """
    environment = record.environment
    with account.reader() as aws:
        with ThreadPoolExecutor(1) as threads:
            discovery = threads.submit(_discover, record, aws)
            with record.timed("synth"):
                synthesize(draft, only={environment}, step=step)
            with step("reading the account"):
                record.inventory = discovery.result()
        record.seconds["discover"] = record.inventory.seconds
        _match(record, record.inventory, draft=draft)
        _fit(record, record.inventory, draft=draft, step=step)
        with record.timed("discover"), step("reading what the provider cannot say"):
            _look_beyond(record, record.inventory, aws=aws)


def _fit(record: Record, inventory: Inventory, *, draft: Workspace, step: Step) -> None:
    """Changes the draft's settings to the live shape, and matches again, until nothing new shows."""
    if isinstance(record.settings, AccountSettings):
        return  # the settings of the account say how many resources there are
    for _ in range(SHAPES):
        changes = shape(record.outcome, inventory.found, record.settings)
        if not changes:
            return
        drafts.edit(draft, record.environment, changes)
        record.settings = load(record.environment, draft.envs)
        with record.timed("synth"):
            synthesize(draft, only={record.environment}, step=step)
        _match(record, inventory, draft=draft)


def _look_beyond(record: Record, inventory: Inventory, *, aws: Aws) -> None:
    """Asks AWS about the matched resources for what no argument of the provider holds."""
    record.beyond = what_the_provider_cannot_say(aws, record.outcome.matched, inventory.found, today=today())
    record.inventory = replace(inventory, unread=tuple(sorted(aws.unread)), api_calls=aws.calls)


def _match(record: Record, inventory: Inventory, *, draft: Workspace) -> None:
    """Matches the stack that the settings make, without the pins and gaps of an earlier import."""
    settings, code = record.settings, declared.read(draft.stack_dir(record.environment) / STACK_FILE)
    if isinstance(settings, AccountSettings):
        record.outcome = match(code, inventory.found)
    else:
        record.outcome = match(code, inventory.found, near=near(settings), choose=settings.import_.choose)


def _discover(record: Record, aws: Aws) -> Inventory:
    try:
        settings = record.settings
        return discover_account(aws, settings) if isinstance(settings, AccountSettings) else discover(aws, settings)
    except Incomplete as incomplete:
        record.incomplete = incomplete
        raise
