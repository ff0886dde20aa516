"""Any shape: seeded hand-made environments, adopted whole by the commands, through the real terraform.

`make soak` takes twenty seeds (`make soak SEEDS=50`: fifty), and every double to its end; `make test` takes none.
"""

import json
import os
from pathlib import Path

import pytest

from sandbox.answer_sheet import AnswerSheet
from sandbox.seeded import make_any
from sandbox.seeded.ambiguous import DOUBLES
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace

SEEDS = range(int(os.environ.get("COUNTERPROMO_SEEDS", "1")))


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_import_of_any_shape_changes_nothing(seed: int, tmp_path: Path) -> None:
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
        before = workplace.files()
        again = workplace.run("import", "dev", "--yes", "--apply")
        assert again.returncode == 0, again.stderr
        assert "dev: no changes" in again.stdout, "the next plan is not empty"
        assert workplace.files() == before, "a second import wrote something"


def _refused(planted: AnswerSheet, workplace: Workplace) -> str:
    """The address that has two candidates, once an import has named them both and written nothing."""
    report_file, before = workplace.folder / "report.json", workplace.files()
    refused = workplace.run("import", "dev", "--yes", "--apply", "--report", str(report_file))
    assert refused.returncode == 3, refused.stdout + refused.stderr
    (double,), (ambiguous,) = planted.doubles, json.loads(report_file.read_text())["ambiguous"]
    assert {candidate["id"] for candidate in ambiguous["candidates"]} == set(double.ids)
    assert all(candidate["differs"] for candidate in ambiguous["candidates"]), "nothing told them apart"
    assert f'[import.choose] "{ambiguous["address"]}"' in refused.stderr
    report_file.unlink()
    assert workplace.files() == before, "a refused import wrote something"
    return str(ambiguous["address"])


@pytest.mark.soak
def test_ambiguous_resource_is_refused(tmp_path: Path) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        planted = make_any(sandbox.environment(), seed=0, double=DOUBLES[0])
        _refused(planted, Workplace.make(sandbox, tmp_path))


@pytest.mark.soak
@pytest.mark.parametrize(("seed", "kind"), list(enumerate(DOUBLES)))
def test_chosen_candidate_is_adopted_and_the_other_is_not(seed: int, kind: str, tmp_path: Path) -> None:
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        planted = make_any(sandbox.environment(), seed=seed, double=kind)
        workplace = Workplace.make(sandbox, tmp_path)
        workplace.make_room_for_states()
        address = _refused(planted, workplace)
        (double,), settings = planted.doubles, workplace.envs / "dev.toml"
        settings.write_text(settings.read_text() + f'\n[import.choose]\n"{address}" = "{double.ids[0]}"\n')
        report_file = tmp_path / "report.json"
        adopted = workplace.run("import", "dev", "--yes", "--apply", "--report", str(report_file))
        assert adopted.returncode == 0, adopted.stdout + adopted.stderr
        report = json.loads(report_file.read_text())
        assert {report["plan"][verb] for verb in ("add", "change", "destroy")} == {0}
        assert {one["address"]: one["rule"] for one in report["matched"]}[address] == "chosen in the settings"
        held = _held(workplace)
        assert not {(each.type, each.id) for each in planted.documented} - held
        assert not {(double.type, id_) for id_ in double.ids[1:]} & held


def _held(workplace: Workplace) -> set[tuple[str, str]]:
    """Type and import id of all that is in the remote state."""
    ids = json.loads((workplace.envs / "dev.imports.json").read_text())["ids"]
    return {
        (address.split(".")[0], ids[address]) for address in workplace.terraform("dev").addresses() if address in ids
    }


def _everything_planted_is_accounted_for(planted: AnswerSheet, report: dict, held: set[tuple[str, str]]) -> None:  # type: ignore[type-arg]
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
