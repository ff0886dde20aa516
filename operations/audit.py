"""`audit`: says what each service cannot do, which controls fail, what a month costs, and what there is.

In: settings, and a plan or a live account. Out: a report. Nothing is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from audit.report import Report, Source
from audit.safety.baseline import CONTROLS
from audit.safety.control import Control
from audit.safety.controls.account import HIDDEN
from audit.safety.facts import Facts, Resource
from audit.safety.judge import Accepted, Safety, judge
from aws import identity
from aws.reader import Aws
from cost.estimate import Estimate, difference, estimate
from cost.prices import price_list
from envs.load_all import load_beside_others
from errors import CounterPromoError
from imports.declared import of_stack
from imports.discovery import Incomplete
from imports.matching.name_filter import near
from imports.model import Found
from modules.environment_facts import from_plan
from modules.environment_facts.attributes import attributes
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.live import baseline
from modules.environment_facts.live.of_environment import of_environment
from modules.environment_facts.live.read import read_account
from modules.environment_facts.model import environment
from modules.environment_facts.things import Things
from modules.environment_facts.uses.all_uses import uses
from modules.settings import Settings
from modules.stages import discover, match
from operations import inventory
from operations.inventory import Declared
from operations.progress import SILENT, Progress
from operations.synth import begin_loading_where_needed, synthesize
from operations.workspace import Workspace
from terraform.plan.parse_json import Unreadable, parse
from terraform.plan.plan import Plan
from terraform.stack import Stack


@dataclass(frozen=True, kw_only=True)
class AuditRequest:
    """An audit of one environment: of `plan`, the JSON of a plan, of the `live` account, or of the settings."""

    environment: str
    workspace: Workspace
    plan: bytes | None = None
    live: bool = False


def audit(request: AuditRequest, *, progress: Progress = SILENT) -> Report:
    """Returns the report on an environment.

    Raises CounterPromoError if the settings or the plan are broken, or if the account cannot be read.
    """
    settings = load_beside_others(request.environment, request.workspace.envs)
    begin_loading_where_needed(request.workspace, stack=request.environment)
    if request.live:
        return _of_account(request, settings, progress)
    stack = _synthesized(request, progress)
    if request.plan is not None:
        return _of_plan(request.plan, stack, settings, request.workspace)
    return of_settings(stack, settings, request.workspace)


def of_settings(stack: Stack, settings: Settings, workspace: Workspace) -> Report:
    """Returns the report on a synthesized stack."""
    things = from_stack(stack, settings.aws)
    return Report.of(
        environment(things, settings),
        source=Source.SETTINGS,
        cost=_cost(things),
        inventory=inventory.of_settings(_declared(stack, settings, workspace)),
        safety=safety_of(things, settings, hidden=HIDDEN),
    )


def _synthesized(request: AuditRequest, progress: Progress) -> Stack:
    synthesize(request.workspace, only={request.environment}, step=progress.step)
    return Stack.read(request.workspace.stack_dir(request.environment))


def _declared(stack: Stack, settings: Settings, workspace: Workspace) -> Declared:
    """Returns the items of the inventory that a stack declares."""
    return Declared.read(from_stack(stack, settings.aws), environment=settings.environment, workspace=workspace)


def _cost(things: Things) -> Estimate:
    return estimate(uses(things), price_list(), region=things.region)


def _of_plan(text: bytes, stack: Stack, settings: Settings, workspace: Workspace) -> Report:
    try:
        plan = Plan.of(parse(text))
    except Unreadable as reason:
        raise CounterPromoError(
            f"the plan cannot be read: {reason}", cure=f"counterpromo plan {settings.environment} --json plan.json"
        ) from None
    aws, code = settings.aws, dict(stack.resources())
    before = from_plan.before(plan, account=aws.account_id, region=aws.region, code=code)
    things = from_plan.after(plan, account=aws.account_id, region=aws.region, code=code)
    cost = _cost(things)
    return Report.of(
        environment(things, settings),
        source=Source.PLAN,
        cost=cost,
        change=difference(_cost(before), cost),
        inventory=inventory.of_plan(_declared(stack, settings, workspace), plan),
        safety=safety_of(things, settings, hidden=HIDDEN),
    )


def _of_account(request: AuditRequest, settings: Settings, progress: Progress) -> Report:
    """Returns the report on the account. The synth waits for Node and the reading for AWS, so they run side by side."""
    account = identity.identify(settings.aws)
    with account.reader() as aws, ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read_live, aws, settings)
        stack = _synthesized(request, progress)
        with progress.step("reading the account"):
            read = reading.result()
    things, declared = read.things, _declared(stack, settings, request.workspace)
    if read.not_found:
        listed, shown = things, inventory.unread(declared, read.not_found)
    else:
        code, found = of_stack(stack), read.found
        outcome = match(code, found, near=near(settings), choose=settings.import_.choose)
        ours = {(one.type, one.id) for one in outcome.matched} | {(one.type, one.id) for one in outcome.strays}
        listed, shown = of_environment(things, found, ours=ours), inventory.of_account(declared, outcome)
    return Report.of(
        environment(things, settings),
        source=Source.LIVE,
        cost=_cost(listed),
        inventory=shown,
        safety=safety_of(read.judged, settings, hidden=frozenset())
        if read.judged
        else Safety(results=(), unread=read.not_judged),
    )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A live account: what the paths rest on, what the controls judge, and all live resources.

    `not_judged` and `not_found` are the reasons why the last two could not be read; empty if they could.
    """

    things: Things
    judged: Things | None
    not_judged: str
    found: tuple[Found, ...]
    not_found: str


def read_live(aws: Aws, settings: Settings) -> Reading:
    """Reads the account. Raises CounterPromoError if what the paths rest on may not be read."""
    with ThreadPoolExecutor(1) as threads:
        finding = threads.submit(_discover, aws, settings)
        things = read_account(aws, settings)
        judged, not_judged = _read_baseline(aws, settings, things)
        found, not_found = finding.result()
    return Reading(things=things, judged=judged, not_judged=not_judged, found=found, not_found=not_found)


def _read_baseline(aws: Aws, settings: Settings, things: Things) -> tuple[Things | None, str]:
    try:
        return baseline.read(aws, settings, things), ""
    except CounterPromoError as failure:
        return None, f"{failure.message}; {failure.cure}" if failure.cure else failure.message


def _discover(aws: Aws, settings: Settings) -> tuple[tuple[Found, ...], str]:
    """Returns the resources of the environment. The role that audits every night may not look around it."""
    try:
        return discover(aws, settings, around=False).found, ""
    except Incomplete as failure:
        return (), failure.message


def safety_of(
    things: Things, settings: Settings, *, hidden: frozenset[str], controls: Sequence[Control] = CONTROLS
) -> Safety:
    """Returns the state of every control of the baseline. `hidden` are types that the source does not show."""
    resources = tuple(
        Resource(address=thing.address, type=thing.type, name=name, values=values)
        for thing, name, values in attributes(things)
    )
    accepted = [
        Accepted(control=one.control, reason=one.reason, only=tuple(one.only)) for one in settings.audit.accept.values()
    ]
    facts = Facts(account=things.account, resources=resources, hidden=hidden)
    return judge(facts, controls, accepted=accepted, made_by_hand=settings.import_.made_by_hand)
