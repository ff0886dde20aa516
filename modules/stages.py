"""The engines' stages with what this product's services hand in: discover, match, capture, review.

The engines (`imports/`, `guard/`) know no AWS service; `modules/registry.py` lists what each service knows.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from aws.reader import Aws
from guard import review as guard
from guard.expected import Expected
from guard.verdict import Mode, Verdict
from guard.waivers import Waiver
from imports import capture as capturing
from imports import proof
from imports.capture import Captured
from imports.discovery import Inventory, Progress, look
from imports.files.pins_file import Pin
from imports.matching import match as matching
from imports.matching.name_filter import Near, no_names
from imports.model import Declared, Found, Outcome, Stray
from imports.pinning import left_to_aws
from imports.proof import Proof
from imports.strays_as_code import generate_config, strays_to_write
from imports.strays_as_code.generate_config import Configured, Render
from imports.strays_as_code.strays_to_write import Adoptable, LeftOut
from modules import registry
from modules.capture_conversions import CONVERSIONS, NARROW
from modules.settings import AccountSettings, Settings
from modules.surroundings.resources import SURROUNDINGS
from settings.account import AwsSettings, ProviderSettings
from terraform.progress import Step, silent


def discover(aws: Aws, settings: Settings, *, around: bool = True, done: Progress | None = None) -> Inventory:
    """Returns the account as far as one environment may reach. Raises as `imports.discovery.look` does.

    Without `around`, resources of other services that use the environment are not looked for.
    """
    areas = {name: find for name, find in registry.ENVIRONMENT.items() if around or name != SURROUNDINGS}
    return look(aws, settings, into=areas, done=done)


def discover_account(aws: Aws, settings: AccountSettings, *, done: Progress | None = None) -> Inventory:
    """Returns what exists once per account: identity provider, state, roles of the workflows."""
    return look(aws, settings, into=registry.ACCOUNT, done=done)


def match(
    declared: Sequence[Declared],
    found: Sequence[Found],
    *,
    near: Near = no_names,
    choose: Mapping[str, str] | None = None,
) -> Outcome:
    """Matches declared to live resources by the rules of all services. See `imports.matching.match.match`."""
    return matching.match(declared, found, near=near, choose=choose, types=registry.IMPORTED)


def capture(
    document: Mapping[str, Any], plan: Mapping[str, Any], settings: Settings | AccountSettings
) -> tuple[Captured, ...]:
    """Captures live values as settings, with the conversions of all services. See `imports.capture.capture`."""
    return capturing.capture(document, plan, settings, conversions=CONVERSIONS, narrow=NARROW)


def owed_for_what_is_left_to_aws(
    document: Mapping[str, Any], plan: Mapping[str, Any], *, today: str
) -> tuple[Pin, ...]:
    """Pins what AWS holds and no plan shows, by what each service knows. See `imports.pinning.left_to_aws`."""
    return left_to_aws.owed_for_what_is_left_to_aws(document, plan, types=registry.IMPORTED, today=today)


def sort(
    strays: Sequence[Stray], found: Sequence[Found], *, taken: Collection[tuple[str, str]]
) -> tuple[tuple[Adoptable, ...], tuple[LeftOut, ...]]:
    """Sorts strays into those that can be written as code and the others. See `imports.strays_as_code`."""
    return strays_to_write.sort(strays, found, taken=taken, types=registry.IMPORTED)


def prove(plan: Mapping[str, Any], ids: Mapping[str, str]) -> Proof:
    """Returns the proof that a plan imports these ids and changes nothing. See `imports.proof.prove`."""
    return proof.prove(plan, ids, types=registry.IMPORTED)


def write_strays(
    adoptable: Sequence[Adoptable],
    *,
    aws: AwsSettings,
    required: ProviderSettings,
    render: Render,
    suffix: str,
    step: Step = silent,
) -> Configured:
    """Returns the strays as code, proven by a plan, and those left out. See `imports.strays_as_code`."""
    return generate_config.write(
        adoptable, aws=aws, required=required, render=render, suffix=suffix, types=registry.IMPORTED, step=step
    )


def review(
    document: Mapping[str, Any],
    *,
    mode: Mode,
    expected: Expected,
    waivers: Sequence[Waiver] = (),
    today: datetime.date,
) -> Verdict:
    """Returns the guard's verdict on a plan's JSON, with the attribute rules of all services."""
    return guard.review(document, mode=mode, expected=expected, services=registry.GUARD, waivers=waivers, today=today)


def review_text(
    text: bytes, *, mode: Mode, expected: Expected, waivers: Sequence[Waiver] = (), today: datetime.date
) -> Verdict:
    """Returns the guard's verdict on the text that `terraform show -json` prints."""
    return guard.review_text(text, mode=mode, expected=expected, services=registry.GUARD, waivers=waivers, today=today)
