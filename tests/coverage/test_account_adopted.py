"""Live values of the account's stack, adopted by `bootstrap` through the real terraform: see `test_adopted.py`."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from envs.load import load_account
from sandbox.overlay.amendment import Amendment
from sandbox.overlay.client import amended, shown
from sandbox.server import Sandbox
from tests.cli.conftest import ACCOUNT, REGION
from tests.cli.workplace import Workplace
from tests.coverage import recorded
from tests.coverage.arguments import Block
from tests.coverage.live import account_stack

RECORDING = os.environ.get("COUNTERPROMO_RECORD") == "1"
Made = Callable[[Workplace], list[Amendment]]
ROUNDS: Mapping[str, Made] = {"account-first": account_stack.first, "account-second": account_stack.second}


def adopt(folder: Path, make: Made) -> dict[str, dict[str, Any]]:
    """Returns the live attributes in the account's state, once `bootstrap` adopted what `make` made."""
    with Sandbox.start(account_id=ACCOUNT, region=REGION) as sandbox:
        place = Workplace.make(sandbox, folder)
        with amended(sandbox.endpoint, make(place)):
            adopted = place.run("bootstrap", "--yes", timeout=900)
            assert adopted.returncode == 0, adopted.stdout + adopted.stderr
            assert "0 to change, 0 to destroy" in adopted.stdout
            again = place.run("bootstrap", "--yes", timeout=900)
            assert "account: no changes" in again.stdout, again.stdout + again.stderr
            assert all(each["met"] for each in shown(sandbox.endpoint)), "amendments of answers that nobody asked for"
        state = load_account(place.envs).state
        body = place.client("s3").get_object(Bucket=state.bucket, Key=state.key)["Body"].read()
    return recorded.attributes(json.loads(body))


@pytest.fixture(scope="module")
def created(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """The account's stack as `bootstrap` creates it in an empty account."""
    return adopt(tmp_path_factory.mktemp("created"), lambda _: [])


@pytest.mark.soak
@pytest.mark.parametrize("name", ROUNDS)
def test_bootstrap_adopts_exactly_the_values_that_were_recorded(
    name: str, created: dict[str, dict[str, Any]], schema: Mapping[str, Block], tmp_path: Path
) -> None:
    found = recorded.adopted_otherwise(schema, created, adopt(tmp_path, ROUNDS[name]))
    if RECORDING:
        recorded.write(name, found)
    measured = {type_: set(arguments) for type_, arguments in found.items()}
    assert recorded.of_round(recorded.read(), name) == measured
