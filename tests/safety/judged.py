"""PROD's stack with one change, judged by the baseline."""

import copy
from collections.abc import Sequence

from audit.safety.baseline import CONTROLS
from audit.safety.control import Control
from audit.safety.controls.account import HIDDEN
from audit.safety.judge import Accepted, Result, Safety, State
from modules.environment_facts.from_stack import from_stack
from operations.audit import safety_of
from terraform.stack import Stack
from tests.reach.sound import SETTINGS, Cut, Document


def judged(document: Document, *cuts: Cut, live: bool = False, controls: Sequence[Control] = CONTROLS) -> Safety:
    """Returns the state of controls on a copy of the document with these cuts.

    `live` also judges the controls of the account, for which the cuts add what the account has.
    """
    changed = copy.deepcopy(document)
    for cut in cuts:
        cut(changed)
    things = from_stack(Stack(document=changed), SETTINGS.aws)
    return safety_of(things, SETTINGS, hidden=frozenset() if live else HIDDEN, controls=controls)


def of_each_state(name: str) -> Safety:
    """Returns a baseline with one result in each state, on a resource with this name."""
    control = next(one for one in CONTROLS if one.cis)
    results = tuple(
        Result(control=control, resource="aws_lb.one", name=name, state=state, detail=name, reason=name)
        for state in State
    )
    return Safety(results=results, unused=(Accepted(control="S3.1", reason=name),))
