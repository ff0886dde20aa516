"""An environment made anew from the captured settings equals the adopted one, or the difference has a reason.

`make soak` takes ten seeds. What no seed shows is tried argument by argument, without terraform, in
`tests/coverage/test_values.py`; the comparison itself is tested in `test_compare.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from sandbox.seeded import make_any
from tests.coverage.arguments import Block
from tests.recreate.accounts import recreate
from tests.recreate.compare import compare
from tests.recreate.reasons import REASONS, explain

SEEDS = range(10)
_needed: dict[int, frozenset[str]] = {}


@pytest.mark.soak
@pytest.mark.parametrize("seed", SEEDS)
def test_recreated_environment_equals_the_adopted_one(
    seed: int, tmp_path: Path, provider_types: Mapping[str, Block]
) -> None:
    made = recreate(lambda sandbox: make_any(sandbox.environment(), seed=seed), tmp_path)
    found = explain(compare(made.first, made.second, schema=provider_types), made)
    assert not found.unexplained, "\n".join(found.unexplained)
    _needed[seed] = found.needed


@pytest.mark.soak
def test_every_reason_is_needed() -> None:
    if _needed.keys() != set(SEEDS):
        pytest.skip("only after all seeds")
    assert set(REASONS) == frozenset[str]().union(*_needed.values())
