"""No two environments share anything but their account: walked over every string of every stack, both ways."""

import ipaddress
import json
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from main import synthesize
from operations.new_environment import NewEnvironmentRequest, create
from operations.workspace import Workspace
from tests.conftest import ENVS, PROJECT
from tests.stack import Stack

NAMES = ("dev", "prod", "qa")
PAIRS = list(permutations(NAMES, 2))
# What an argument of this name says belongs to whoever says it.
NAMING = {"alarm_name", "bucket", "cidr_block", "domain_name", "family", "identifier", "key", "name", "repository"}
# Called alike in every environment, inside something that is not.
ALIKE = {"containerInsights", "counterpromo", "postgres16", "rds.force_ssl", "temporary"}
IN_A_WEB_ACL = re.compile(r"AWSManagedRules\w+|SizeRestrictions_BODY|limit-(?:requests|webhooks)|authorization|cookie")


@pytest.fixture(scope="module")
def environments(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stack]:
    """DEV and PROD as they are, and QA, which was not there before."""
    folder = tmp_path_factory.mktemp("three")
    (folder / "envs").mkdir()
    for name in ("account", "dev", "prod"):
        (folder / "envs" / f"{name}.toml").write_bytes((ENVS / f"{name}.toml").read_bytes())
    workspace = Workspace(root=PROJECT, envs=folder / "envs", out=folder / "out")
    create(NewEnvironmentRequest(name="qa", source="prod", workspace=workspace))
    synthesize(envs=folder / "envs", outdir=folder / "out")
    return {name: Stack.read(folder / "out" / "stacks" / name) for name in NAMES}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_stacks_do_not_contain_names_of_other_environments(
    environments: dict[str, Stack], one: str, other: str
) -> None:
    """Neither as `counterpromo-dev-jobs` nor as `/counterpromo/dev/`, `devlocal` or `DEV`, in values and in keys."""
    word = re.compile(rf"(?<![a-z0-9]){one}(local)?(?![a-z0-9])", re.IGNORECASE)
    assert [text for text in strings(environments[one].document) if word.search(text)], "nothing would be found"
    assert [text for text in strings(environments[other].document) if word.search(text)] == []


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_stacks_do_not_reference_names_of_other_environments(
    environments: dict[str, Stack], one: str, other: str
) -> None:
    """Whatever it is called: names without the environment in them, such as hosts, zones and networks."""
    names = {name for name in named(environments[one].document) if not IN_A_WEB_ACL.fullmatch(name)} - ALIKE
    assert len(names) > 60
    said = "\n".join(strings(environments[other].document))
    assert [name for name in names if re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w/-])", said)] == []


def test_networks_of_environments_do_not_overlap(environments: dict[str, Stack]) -> None:
    networks = [ipaddress.ip_network(stack.at("aws_vpc.network_vpc")["cidr_block"]) for stack in environments.values()]
    assert not any(one.overlaps(other) for one, other in permutations(networks, 2))


def test_third_environment_does_not_change_other_stacks(environments: dict[str, Stack], stacks: Path) -> None:
    for name in ("dev", "prod"):
        assert environments[name] == Stack.read(stacks / name)


def test_third_environment_equals_the_one_it_is_copied_from(environments: dict[str, Stack]) -> None:
    qa, prod = ({each.address for each in environments[name].resources} for name in ("qa", "prod"))
    assert qa == prod


def test_environments_share_only_account_and_state_bucket(environments: dict[str, Stack]) -> None:
    backends = [stack.document["terraform"]["backend"]["s3"] for stack in environments.values()]
    assert len({backend["key"] for backend in backends}) == len(backends)
    assert len({json.dumps({**backend, "key": ""}) for backend in backends}) == 1


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from value
            for item in value.values():
                yield from strings(item)
        case list():
            for item in value:
                yield from strings(item)


def named(value: Any) -> Iterator[str]:
    """Every plain name that is given, at any depth but for references to what is named elsewhere."""
    match value:
        case dict():
            given = [(key, item) for key, item in value.items() if key in NAMING and isinstance(item, str)]
            tagged = [("Name", value["tags"]["Name"])] if "Name" in (value.get("tags") or {}) else []
            yield from (item for _, item in (*given, *tagged) if "${" not in item)
            for key, item in value.items():
                if key not in ("//", "provider", "terraform"):  # how, and where the account keeps the state
                    yield from named(item)
        case list():
            for item in value:
                yield from named(item)
