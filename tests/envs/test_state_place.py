"""The place of the state in `ENV.imports.json`: settings that name another one are refused."""

import json
from pathlib import Path

import pytest

from envs.load import load
from errors import Refused
from imports.files import ids_file
from imports.files.ids_file import Ids
from terraform.state.locations import in_s3, refuse_another_place
from tests.conftest import ENVS, write_envs

PLACE = "s3://counterpromo-tfstate-437064342167/dev/terraform.tfstate"


def test_place_is_read_back_and_a_file_without_it_names_none(tmp_path: Path) -> None:
    ids = Ids(account="437064342167", region="eu-west-2", by_address={"aws_vpc.it": "vpc-1"}, state=PLACE)
    ids_file.write(ids, "dev", tmp_path)
    assert ids_file.read("dev", tmp_path) == ids
    path = ids_file.path_of("dev", tmp_path)
    document = json.loads(path.read_text())
    del document["state"]
    path.write_text(json.dumps(document))
    earlier = ids_file.read("dev", tmp_path)
    assert earlier is not None
    assert earlier.state == ""


@pytest.mark.parametrize(("part", "value"), [("key", "dev2/terraform.tfstate"), ("bucket", "counterpromo-other")])
def test_another_key_or_bucket_is_refused(part: str, value: str, tmp_path: Path) -> None:
    def move(settings: dict) -> None:  # type: ignore[type-arg]
        settings["state"][part] = value

    moved = load("dev", write_envs(tmp_path / "envs", move))
    with pytest.raises(Refused) as refused:
        refuse_another_place("dev", moved.state, PLACE)
    assert PLACE in refused.value.message
    assert value in refused.value.message
    assert "put state.bucket and state.key back in dev.toml" in refused.value.cure


def test_same_place_no_place_and_hcp_terraform_pass(tmp_path: Path) -> None:
    settings = load("dev", ENVS)
    assert in_s3(settings.state) == PLACE
    refuse_another_place("dev", settings.state, PLACE)
    refuse_another_place("dev", settings.state, "")

    def move(settings: dict) -> None:  # type: ignore[type-arg]
        settings["state"] |= {"backend": "cloud", "cloud": {"organization": "counterpromo", "workspace": "dev"}}

    refuse_another_place("dev", load("dev", write_envs(tmp_path / "envs", move)).state, PLACE)
