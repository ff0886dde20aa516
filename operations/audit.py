"""`audit`: says what each service of an environment cannot do. Nothing is changed.

In: settings, and a plan or a live account. Out: a report.
"""

from __future__ import annotations

from dataclasses import dataclass

from audit.report import Report, Source
from aws import identity
from envs.load_all import load_beside_others
from errors import CounterPromoError
from modules.environment_facts import from_plan
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.live.read import read_account
from modules.environment_facts.model import environment
from modules.settings import Settings
from operations.progress import SILENT, Progress
from operations.synth import begin_loading, synthesize
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
    if request.live:
        return _of_account(settings, progress)
    begin_loading()
    synthesize(request.workspace, only={request.environment}, step=progress.step)
    stack = Stack.read(request.workspace.stack_dir(request.environment))
    if request.plan is not None:
        return _of_plan(request.plan, stack, settings)
    return Report.of(environment(from_stack(stack, settings.aws), settings), source=Source.SETTINGS)


def _of_plan(text: bytes, stack: Stack, settings: Settings) -> Report:
    try:
        plan = Plan.of(parse(text))
    except Unreadable as reason:
        raise CounterPromoError(
            f"the plan cannot be read: {reason}", cure=f"counterpromo plan {settings.environment} --json plan.json"
        ) from None
    aws, code = settings.aws, dict(stack.resources())
    things = from_plan.after(plan, account=aws.account_id, region=aws.region, code=code)
    return Report.of(environment(things, settings), source=Source.PLAN)


def _of_account(settings: Settings, progress: Progress) -> Report:
    account = identity.identify(settings.aws)
    with progress.step("reading the account"), account.reader() as aws:
        things = read_account(aws, settings)
    return Report.of(environment(things, settings), source=Source.LIVE)
