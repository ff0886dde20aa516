"""`audit`: says what each service of an environment cannot do, from its settings. No account is read or changed."""

from __future__ import annotations

from dataclasses import dataclass

from audit.report import Report, Source
from envs.load_all import load_beside_others
from modules.environment_facts.from_stack import from_stack
from modules.environment_facts.model import environment
from operations.progress import SILENT, Progress
from operations.synth import begin_loading, synthesize
from operations.workspace import Workspace
from terraform.stack import Stack


@dataclass(frozen=True, kw_only=True)
class AuditRequest:
    """An audit of one environment."""

    environment: str
    workspace: Workspace


def audit(request: AuditRequest, *, progress: Progress = SILENT) -> Report:
    """Returns the report on an environment. Raises CounterPromoError if its settings are broken."""
    workspace = request.workspace
    begin_loading()
    settings = load_beside_others(request.environment, workspace.envs)
    synthesize(workspace, only={request.environment}, step=progress.step)
    stack = Stack.read(workspace.stack_dir(request.environment))
    return Report.of(environment(from_stack(stack, settings.aws), settings), source=Source.SETTINGS)
