"""`new-env`: writes one file that is valid beside all others, or none."""

import json
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


def test_new_env_writes_a_file_that_is_valid_beside_the_others(folder: Path, counterpromo: Callable[..., Any]) -> None:
    made = counterpromo("--envs", str(folder), "new-env", "qa")
    assert made.returncode == 0, made.stderr
    assert "10.41.0.0/16" in made.stdout
    assert "counterpromo plan qa" in made.stdout
    assert sorted(load_all(folder)) == ["dev", "prod", "qa"]
    again = counterpromo("--envs", str(folder), "new-env", "qa")
    assert again.returncode == 3
    assert "qa.toml exists already" in again.stderr


def test_new_env_changes_only_names_and_networks(folder: Path) -> None:
    lines, before = (text.read_text(encoding="utf-8").splitlines() for text in (make(folder, "qa"), ENVS / "prod.toml"))
    assert len(lines) == len(before)
    changed = [old for old, new in zip(before, lines, strict=True) if old != new]
    assert all("prod" in line.lower() or line.startswith(("cidr =", "zone =", "host =")) for line in changed), changed


def test_new_env_leaves_decisions_of_the_source_open(folder: Path) -> None:
    prod = folder / "prod.toml"
    text = prod.read_text(encoding="utf-8").replace('starter = ""', 'starter = "price_live"')
    text = text.replace("# on_call = {", "on_call = {")
    prod.write_text(text + '\n[import.choose]\n"aws_vpc.network_vpc" = "vpc-1"\n', encoding="utf-8")
    assert load("prod", folder).stripe.known == {"starter": "price_live"}
    made = tomllib.loads(make(folder, "qa").read_text(encoding="utf-8"))
    assert made["stripe"]["prices"] == {"starter": ""}
    assert not made["notifications"].get("subscriptions")
    assert "import" not in made


def test_new_env_from_an_adopted_one_creates_zone_and_certificate(folder: Path) -> None:
    dns = tomllib.loads(make(folder, "stage", source="dev", host="stage.example.org").read_text(encoding="utf-8"))[
        "dns"
    ]
    assert (dns["zone"], dns["host"], dns["wait_for_certificate"]) == ("stage.example.org", "stage.example.org", True)


@pytest.mark.parametrize(
    "name",
    ["account", "counterpromo", "dev", "prod", "devlocal", "qalocal", "QA", "q", "1qa", "q-a", "q" * 13, "", "../qa"],
)
def test_new_env_with_a_forbidden_name_is_refused(folder: Path, name: str) -> None:
    before = sorted(folder.iterdir())
    with pytest.raises(Refused):
        make(folder, name)
    assert sorted(folder.iterdir()) == before


def test_new_env_with_files_of_a_former_one_is_refused(folder: Path) -> None:
    (folder / "qa.imports.json").write_text("{}", encoding="utf-8")
    with pytest.raises(Refused, match="qa.imports.json"):
        make(folder, "qa")
    assert not (folder / "qa.toml").exists()


def test_new_env_adds_its_name_to_names_without_one(folder: Path) -> None:
    """As people name things in a console: AWS gives such a name once."""
    prod = folder / "prod.toml"
    text = prod.read_text(encoding="utf-8")
    names = {
        '"counterpromo-prod-alb"': '"counterpromo-alb"',
        '"/ecs/counterpromo-prod"': '"/ecs/tasks"',
        '"/counterpromo/prod/stripe/price_"': '"/stripe/price_"',
    }
    for old, new in names.items():
        assert old in text, old
        text = text.replace(old, new)
    prod.write_text(text, encoding="utf-8")
    made = tomllib.loads(make(folder, "qa").read_text(encoding="utf-8"))
    assert made["load_balancer"]["name"] == "counterpromo-alb-qa"
    assert made["cluster"]["log_group"] == "/qa/ecs/tasks"
    assert made["stripe"]["price_prefix"] == "/qa/stripe/price_"


def test_new_env_names_secrets_in_policies_without_the_characters_that_aws_chose(folder: Path) -> None:
    """The copy's secrets have others; what looks like them in a name stays."""
    secret = "arn:aws:secretsmanager:eu-west-2:437064342167:secret:counterpromo"
    arns = [f"{secret}/prod/stripe/secret_key-Ab3dE6", f"{secret}/prod/another-secret", f"{secret}/prod/*"]
    statement = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": arns}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    prod = folder / "prod.toml"
    text = prod.read_text(encoding="utf-8")
    assert "[identity.execution]" in text
    text = text.replace("[identity.execution]", f"[identity.execution]\ndocument = '{document}'")
    prod.write_text(text, encoding="utf-8")
    made = tomllib.loads(make(folder, "qa").read_text(encoding="utf-8"))["identity"]["execution"]["document"]
    assert json.loads(made)["Statement"][0]["Resource"] == [
        f"{secret}/qa/stripe/secret_key-??????",
        f"{secret}/qa/another-secret",
        f"{secret}/qa/*",
    ]


def test_new_env_with_a_conflicting_name_is_not_written(folder: Path) -> None:
    dev = folder / "dev.toml"
    text = dev.read_text(encoding="utf-8").replace('"counterpromo-dev-postgres"', '"counterpromo-qa-postgres"')
    dev.write_text(text, encoding="utf-8")
    with pytest.raises(CounterPromoError, match="database.identifier = counterpromo-qa-postgres: must be another dat"):
        make(folder, "qa")
    assert not (folder / "qa.toml").exists()


@given(taken=st.lists(st.integers(0, 255).map(lambda number: f"10.{number}.0.0/16"), max_size=200))
def test_new_network_is_free_and_of_the_same_size(taken: list[str]) -> None:
    free = IPv4Network(_network(load("prod", ENVS), taken)["network.cidr"])
    assert free.prefixlen == 16
    assert not any(free.overlaps(IPv4Network(each)) for each in taken)


def test_new_network_without_a_free_one_fails() -> None:
    with pytest.raises(CounterPromoError, match="no /16 of 10.0.0.0/8 is free"):
        _network(load("prod", ENVS), ["10.0.0.0/8"])
