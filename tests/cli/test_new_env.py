"""`new-env`: one more environment is one more file, which stands beside all that are there, or is not written."""

import tomllib
from collections.abc import Callable
from ipaddress import IPv4Network
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from envs.load import load
from envs.load_all import load_all
from envs.new_environment import _network
from errors import CounterPromoError, Refused
from operations.new_environment import NewEnvironmentRequest, create
from operations.workspace import Workspace
from tests.conftest import ENVS, PROJECT

Make = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("account", "dev", "prod"):
        copy(ENVS / f"{name}.toml", tmp_path)
    return tmp_path


def make(folder: Path, name: str, *, source: str = "prod", host: str | None = None) -> Path:
    workspace = Workspace(root=PROJECT, envs=folder, out=folder / "out")
    return create(NewEnvironmentRequest(name=name, source=source, host=host, workspace=workspace)).path


def test_the_command_writes_a_file_that_is_sound_beside_the_others(
    folder: Path, counterpromo: Callable[..., Any]
) -> None:
    made = counterpromo("--envs", str(folder), "new-env", "qa")
    assert made.returncode == 0, made.stderr
    assert "10.41.0.0/16" in made.stdout
    assert "counterpromo plan qa" in made.stdout
    assert sorted(load_all(folder)) == ["dev", "prod", "qa"]
    again = counterpromo("--envs", str(folder), "new-env", "qa")
    assert again.returncode == 3
    assert "qa.toml exists already" in again.stderr


def test_it_keeps_every_line_but_what_tells_environments_apart(folder: Path) -> None:
    lines, before = (text.read_text(encoding="utf-8").splitlines() for text in (make(folder, "qa"), ENVS / "prod.toml"))
    assert len(lines) == len(before)
    changed = [old for old, new in zip(before, lines, strict=True) if old != new]
    assert all("prod" in line.lower() or line.startswith(("cidr =", "zone =", "host =")) for line in changed), changed


def test_what_was_decided_for_the_other_is_not_decided_for_this_one(folder: Path) -> None:
    prod = folder / "prod.toml"
    text = prod.read_text(encoding="utf-8").replace('starter = ""', 'starter = "price_live"')
    text = text.replace("# on_call = {", "on_call = {")
    prod.write_text(text + '\n[import.choose]\n"aws_vpc.network_vpc" = "vpc-1"\n', encoding="utf-8")
    assert load("prod", folder).stripe.known == {"starter": "price_live"}
    made = tomllib.loads(make(folder, "qa").read_text(encoding="utf-8"))
    assert made["stripe"]["prices"] == {"starter": ""}
    assert not made["notifications"].get("subscriptions")
    assert "import" not in made


def test_a_copy_of_an_adopted_environment_waits_for_its_certificate_in_a_zone_of_its_own(folder: Path) -> None:
    dns = tomllib.loads(make(folder, "stage", source="dev", host="stage.example.org").read_text(encoding="utf-8"))[
        "dns"
    ]
    assert (dns["zone"], dns["host"], dns["wait_for_certificate"]) == ("stage.example.org", "stage.example.org", True)


@pytest.mark.parametrize(
    "name",
    ["account", "counterpromo", "dev", "prod", "devlocal", "qalocal", "QA", "q", "1qa", "q-a", "q" * 13, "", "../qa"],
)
def test_a_name_that_cannot_be_one_is_refused(folder: Path, name: str) -> None:
    before = sorted(folder.iterdir())
    with pytest.raises(Refused):
        make(folder, name)
    assert sorted(folder.iterdir()) == before


def test_files_of_an_environment_that_was_are_not_taken_for_its_own(folder: Path) -> None:
    (folder / "qa.imports.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="qa.imports.json"):
        make(folder, "qa")
    assert not (folder / "qa.toml").exists()


def test_names_that_would_be_given_twice_stop_it(folder: Path) -> None:
    prod = folder / "prod.toml"
    prod.write_text(
        prod.read_text(encoding="utf-8").replace('"counterpromo-prod-postgres"', '"legacy"'), encoding="utf-8"
    )
    with pytest.raises(CounterPromoError, match="database.identifier = legacy: must be another database than prod's"):
        make(folder, "qa")
    assert not (folder / "qa.toml").exists()


@given(taken=st.lists(st.integers(0, 255).map(lambda number: f"10.{number}.0.0/16"), max_size=200))
def test_whatever_is_taken_the_network_is_a_free_one_of_the_same_size(taken: list[str]) -> None:
    free = IPv4Network(_network(load("prod", ENVS), taken)["network.cidr"])
    assert free.prefixlen == 16
    assert not any(free.overlaps(IPv4Network(each)) for each in taken)


def test_where_no_network_is_free_it_says_so() -> None:
    with pytest.raises(CounterPromoError, match="no /16 of 10.0.0.0/8 is free"):
        _network(load("prod", ENVS), ["10.0.0.0/8"])
