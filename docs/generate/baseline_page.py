"""docs/baseline.md: every control, its state in DEV and in PROD, and the reason of each exception."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from audit.safety.baseline import CONTROLS
from audit.safety.control import Control
from audit.safety.controls.account import HIDDEN
from audit.safety.judge import Result, Safety, State
from docs.generate.markdown import head, table
from envs.load import load
from modules.environment_facts.from_stack import from_stack
from operations.audit import safety_of
from terraform.stack import Stack

ENVS = Path(__file__).resolve().parent.parent.parent / "envs"
PAGE = Path(__file__).resolve().parent.parent / "baseline.md"
_WORST = (State.FAILED, State.INHERITED, State.ACCEPTED, State.UNDECIDED, State.HELD)
_REFERENCE = "https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-controls-reference.html"
_INTRODUCTION = f"""`counterpromo audit ENV` judges each environment by these controls, on its settings, a plan or the
live account. The ids are those of [AWS Security Hub]({_REFERENCE})
(Foundational Security Best Practices). CIS are those of the CIS AWS Foundations Benchmark 3.0.0, unless the version is
named. An id that begins with `CP.` is this project's own.

* **held**: the control holds. **failed**: it does not, and the audit ends with exit code 3.
* **accepted**: it does not hold, and `[audit.accept]` of the settings says why. The audit names an exception that
  matches nothing.
* **inherited**: the environment was made by hand with this fault. The audit changes nothing; the last column says what
  the cure would change.
* **live**: only the live account shows it (`counterpromo audit ENV --live`). **none**: there is no such resource.

The table is judged from the committed settings."""


def baseline_page(stacks: Path) -> str:
    """Returns the page for the stacks that were synthesized into a folder."""
    dev, prod = (_judged(name, stacks) for name in ("dev", "prod"))
    rows = (_row(control, dev, prod) for control in CONTROLS)
    return (
        head("Baseline", _INTRODUCTION)
        + "\n"
        + table(("control", "CIS", "what it asks for", "DEV", "PROD", "exception or cure"), rows)
    )


def _judged(name: str, stacks: Path) -> Safety:
    settings = load(name, ENVS)
    return safety_of(from_stack(Stack.read(stacks / name), settings.aws), settings, hidden=HIDDEN)


def _row(control: Control, dev: Safety, prod: Safety) -> tuple[str, ...]:
    ours = [[one for one in safety.results if one.control == control] for safety in (dev, prod)]
    states = [_state(results) for results in ours]
    link = f"[{control.id}]({control.url})"
    return link, control.cis, control.title, *states, " ".join(dict.fromkeys(_reasons(control, *ours)))


def _state(results: list[Result]) -> str:
    state = next((state for state in _WORST if any(one.state is state for one in results)), None)
    if state is None:
        return "none"
    return "live" if state is State.UNDECIDED else state.value


def _reasons(control: Control, dev: list[Result], prod: list[Result]) -> Iterator[str]:
    yield from (f"PROD: {one.reason}." for one in prod if one.reason)
    if any(one.state is State.INHERITED for one in dev):
        yield f"DEV: `{control.cure}`: {control.changes}."
