"""Live values that a shape of the environment brings along, such as names, CIDRs and references: see `test_adopted.py`.

The two seeds together have nearly every line of `sandbox/seeded/choices.py` otherwise than DEV, made by hand, has it.
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from envs.load import load
from sandbox.seeded import make_any
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.coverage import recorded
from tests.coverage.arguments import Block

RECORDING = os.environ.get("COUNTERPROMO_RECORD") == "1"
SEEDS = (41, 43)


def adopt(seed: int, folder: Path) -> dict[str, dict[str, Any]]:
    """Returns the live attributes in the state, once the environment of a seed was adopted 0/0/0."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        make_any(sandbox.environment(), seed=seed)
        place = Workplace.make(sandbox, folder)
        place.make_room_for_states()
        adopted = place.run("import", "dev", "--yes", "--apply", timeout=900)
        assert adopted.returncode == 0, adopted.stdout + adopted.stderr
        assert "0 to add, 0 to change, 0 to destroy" in adopted.stdout
        state = load("dev", place.envs).state
        body = place.client("s3").get_object(Bucket=state.bucket, Key=state.key)["Body"].read()
    return recorded.attributes(json.loads(body))


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_environment_of_a_seed_is_adopted_with_exactly_the_values_that_were_recorded(
    seed: int, schema: Mapping[str, Block], tmp_path: Path
) -> None:
    name = f"seed-{seed}"
    found = recorded.adopted_otherwise(schema, recorded.read_base()["live"], adopt(seed, tmp_path))
    if RECORDING:
        recorded.write(name, found)
    measured = {type_: set(arguments) for type_, arguments in found.items()}
    assert recorded.of_round(recorded.read(), name) == measured
