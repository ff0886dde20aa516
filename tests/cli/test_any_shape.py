"""Any shape: seeded hand-made environments, adopted whole by the commands, through the real terraform.

`make test` takes one seed; `make soak` fifty, by COUNTERPROMO_SEEDS=50.
"""

import json
import os
from pathlib import Path

import pytest

from sandbox.anyshape import make_any
from sandbox.planted import Planted
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace

SEEDS = range(int(os.environ.get("COUNTERPROMO_SEEDS", "1")))


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_was_made_by_hand_is_adopted_and_untouched(seed: int, tmp_path: Path) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        planted = make_any(sandbox.environment(), seed=seed)
        workplace = Workplace.make(sandbox, tmp_path)
        workplace.make_room_for_states()
        report_file = tmp_path / "report.json"
        adopted = workplace.run("import", "dev", "--yes", "--apply", "--report", str(report_file))
        assert adopted.returncode == 0, f"{dict(planted.choices)}\n{adopted.stdout}\n{adopted.stderr}"
        report = json.loads(report_file.read_text())
        assert {report["plan"][verb] for verb in ("add", "change", "destroy")} == {0}
        _everything_planted_is_accounted_for(planted, report, _held(workplace))
        plan = workplace.run("plan", "dev")
        assert plan.returncode == 0, plan.stdout
        before = workplace.files()
        assert workplace.run("import", "dev", "--yes", "--apply").returncode == 0
        assert workplace.files() == before, "a second import wrote something"


def _held(workplace: Workplace) -> set[tuple[str, str]]:
    """Type and import id of all that is in the remote state."""
    ids = json.loads((workplace.envs / "dev.imports.json").read_text())["ids"]
    return {
        (address.split(".")[0], ids[address]) for address in workplace.terraform("dev").addresses() if address in ids
    }


def _everything_planted_is_accounted_for(planted: Planted, report: dict, held: set[tuple[str, str]]) -> None:  # type: ignore[type-arg]
    listed = {(stray["type"], stray["id"]) for stray in report["strays"]}
    documented = {(each.type, each.id): each.role for each in planted.documented}
    assert not {role for key, role in documented.items() if key not in held}, "documented, and not adopted"
    assert not {(each.type, each.id) for each in planted.strays} - listed, "strays that were not noticed"
    allowed = set(documented) | {(each.type, each.id) for each in planted.either}
    assert held <= allowed, f"adopted what is not the environment's: {held - allowed}"
    passed_over = {(each.type, each.id) for each in planted.either} - held - listed
    assert not passed_over, "neither adopted nor listed"
    gaps = [missing["type"] for missing in report["missing"]]
    for gap in planted.gaps:
        assert gap.type in gaps, f"a gap that was not reported: {gap}"
