"""The import says each value that the provider has no argument for, lists it with the pins, and goes on."""

from pathlib import Path

import pytest

from sandbox.overlay.client import lay
from tests.adoption.account import handmade
from tests.adoption.cases.newer_than_the_provider import SAID, amendments


@pytest.mark.soak
def test_values_beyond_the_provider_are_said_and_left_alone(tmp_path: Path) -> None:
    with handmade(tmp_path) as account:
        lay(account.workplace.sandbox.endpoint, amendments(account))
        ended = account.adopt()
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
        assert {place: pin["live"] for place, pin in account.pins().items()} == SAID
        assert {pin["held"] for pin in account.pins().values()} == {"beyond"}
        assert f"{len(SAID)} values in AWS that Terraform neither reads nor changes" in ended.stdout
        listed = account.workplace.run("pins", "dev").stdout
        assert all(place in listed for place in SAID)
        plan = account.workplace.run("plan", "dev", timeout=900)
        assert plan.returncode == 0, plan.stdout + plan.stderr
