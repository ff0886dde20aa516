"""Three accounts for the tests of this folder: corrected, plain moto, and one with a hand-made DEV."""

from collections.abc import Iterator

import pytest

from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from tests.sandbox.account import ACCOUNT_ID, REGION, Account


@pytest.fixture(scope="session")
def corrected() -> Iterator[Account]:
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION) as sandbox:
        yield Account(sandbox.endpoint)


@pytest.fixture(scope="session")
def as_it_comes() -> Iterator[Account]:
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION, corrected=False) as sandbox:
        yield Account(sandbox.endpoint)


@pytest.fixture(scope="session")
def made_by_hand() -> Iterator[Account]:
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION) as sandbox:
        make_dev(sandbox.environment())
        yield Account(sandbox.endpoint)
