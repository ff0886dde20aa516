"""Shapes of emulated accounts: DEV as documented needs none; after any other, everything documented is matched."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from aws.reader import Aws
from envs.load import load
from imports import declared
from imports.discovery import Inventory
from imports.matching import name_filter
from imports.model import Outcome
from main import synthesize
from modules import stages
from modules.settings import Settings
from modules.shape import shape
from modules.stages import match
from sandbox.answer_sheet import AnswerSheet
from sandbox.seeded import make_any
from sandbox.server import Sandbox
from settings.edit_toml import edited
from tests.conftest import ENVS, write_envs
from tests.imports.conftest import Handmade

# Between them: two and three zones, every table layout, odd and missing names, other ranges, strays and gaps.
SEEDS = (6, pytest.param(3, marks=pytest.mark.soak), pytest.param(4, marks=pytest.mark.soak))


@dataclass(frozen=True, kw_only=True)
class Shaped:
    """An account of a seed, and what its second matching came to, with the settings of its shape."""

    planted: AnswerSheet
    inventory: Inventory
    settings: Settings
    outcome: Outcome


@pytest.fixture(scope="module", params=SEEDS, ids=["seed 6", "seed 3", "seed 4"])
def shaped(request: pytest.FixtureRequest, stacks: Path, tmp_path_factory: pytest.TempPathFactory) -> Shaped:
    folder, before = tmp_path_factory.mktemp("shaped"), load("dev", ENVS)
    aws = before.aws
    with Sandbox.start(account_id=aws.account_id, region=aws.region) as sandbox, pytest.MonkeyPatch.context() as patch:
        patch.delenv("AWS_PROFILE", raising=False)
        for name, value in sandbox.environment().items():
            patch.setenv(name, value)
        planted = make_any(sandbox.environment(), seed=request.param)
        with Aws(region=aws.region, account_id=aws.account_id) as reader:
            inventory = stages.discover(reader, before)
    first = match(declared.read(stacks / "dev" / "cdk.tf.json"), inventory.found, near=name_filter.near(before))
    envs = write_envs(folder / "envs")
    text = (envs / "dev.toml").read_text(encoding="utf-8")
    (envs / "dev.toml").write_text(edited(text, shape(first, inventory.found, before)), encoding="utf-8")
    settings = load("dev", envs)
    synthesize(envs=envs, outdir=folder / "out")
    stack = declared.read(folder / "out" / "stacks" / "dev" / "cdk.tf.json")
    outcome = match(stack, inventory.found, near=name_filter.near(settings))
    return Shaped(planted=planted, inventory=inventory, settings=settings, outcome=outcome)


def test_documented_dev_changes_no_setting(handmade: Handmade, found: Inventory) -> None:
    assert shape(handmade.outcome(found), found.found, handmade.settings) == {}


def test_every_documented_resource_is_matched(shaped: Shaped) -> None:
    taken = {(one.type, one.id) for one in shaped.outcome.matched}
    assert {one.role for one in shaped.planted.documented if (one.type, one.id) not in taken} == set()
    assert shaped.outcome.ambiguous == ()


def test_undocumented_resource_is_a_stray(shaped: Shaped) -> None:
    noticed = {(one.type, one.id) for one in shaped.outcome.strays}
    taken = {(one.type, one.id) for one in shaped.outcome.matched}
    assert {one.why for one in shaped.planted.strays if (one.type, one.id) not in noticed} == set()
    assert {one.role for one in shaped.planted.either if (one.type, one.id) not in noticed | taken} == set()


def test_second_shape_changes_nothing(shaped: Shaped) -> None:
    assert shape(shaped.outcome, shaped.inventory.found, shaped.settings) == {}
