"""Settings files with faults: every fault is named at once, with file, key, value and rule."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from envs.load import SettingsError, environments, load, load_account
from errors import CounterPromoError
from settings.edit_toml import edited
from tests.conftest import ENVS, write_envs

Faults = Callable[[Callable[[Any], None]], dict[str, str]]


@pytest.fixture
def faults(tmp_path: Path) -> Faults:
    """Faults of DEV's settings after a change: key -> rule."""

    def found(change: Callable[[Any], None]) -> dict[str, str]:
        with pytest.raises(SettingsError) as caught:
            load("dev", write_envs(tmp_path / "envs", change))
        return {fault.key: fault.rule for fault in caught.value.faults}

    return found


def test_two_faults_are_both_reported(tmp_path: Path) -> None:
    def break_two(settings: Any) -> None:
        settings["database"]["backup_days"] = 90
        settings["services"]["api"]["cpu"] = 300

    with pytest.raises(SettingsError) as caught:
        load("dev", write_envs(tmp_path / "envs", break_two))
    assert caught.value.message.splitlines()[1:] == [
        "  services.api.cpu = 300: must be one of 256, 512, 1024, 2048, 4096, 8192, 16384",
        "  database.backup_days = 90: must be 0 to 35",
    ]
    assert "dev.toml: 2 faults" in caught.value.message


def test_a_state_without_a_lock_is_a_fault(faults: Faults) -> None:
    def unlock(settings: Any) -> None:
        settings["state"] |= {"use_lock_table": False, "use_lockfile": False}

    assert faults(unlock) == {
        "state.use_lockfile": "must be true where use_lock_table is false: the state needs a lock"
    }


def test_a_fault_in_one_section_does_not_hide_one_between_others(faults: Faults) -> None:
    def break_both(settings: Any) -> None:
        settings["database"]["backup_days"] = "seven"
        settings["network"]["subnets"]["public_a"]["cidr"] = "10.20.0.0/24"

    assert faults(break_both) == {
        "database.backup_days": "must be a whole number",
        "network.subnets.public_a.cidr": "must lie inside network.cidr 10.10.0.0/16",
    }


def test_unknown_and_missing_keys_are_reported_with_their_place(faults: Faults) -> None:
    def misspell(settings: Any) -> None:
        settings["database"]["backup_dayz"] = settings["database"].pop("backup_days")
        settings["queue"] = {}
        del settings["stripe"]

    assert faults(misspell) == {
        "queue": "is not a known key",
        "stripe": "must be set",
        "database.backup_days": "must be set",
        "database.backup_dayz": "is not a known key",
    }


@pytest.mark.parametrize(
    ("key", "value", "rule"),
    [
        ("aws.account_id", 437064342167, "must be text, in quotes"),
        ("aws.account_id", "4370", "must be twelve digits, in quotes"),
        ("aws.region", "London", "must be a region such as eu-west-2"),
        ("network.cidr", "10.10.0.1/16", "must be an IPv4 CIDR without host bits, such as 10.10.0.0/16"),
        ("network.subnets.private_a.zone", "us-east-1a", "must be a zone of eu-west-2"),
        ("network.subnets.private_a.cidr", "10.10.11.0/24", None),
        ("network.subnets.private_a.route_table", "nowhere", "must be a key of [network.route_tables]: main, public"),
        ("network.subnets.private_a.tier", "public", None),
        ("network.route_tables.private_a", {"name": "x"}, None),
        ("endpoints.sqs.kind", "magic", None),
        ("endpoints.sqs.subnets", ["private_c"], None),
        ("load_balancer.default_service", "worker", "must be a key of [services] with a target group: api, web"),
        ("load_balancer.rules.api.priority", 2, None),
        ("load_balancer.rules.api.paths", [], "must have one to five patterns in paths and hosts"),
        ("load_balancer.rules.api.hosts", [f"{name}.example.com" for name in "abcde"], None),
        ("load_balancer.rules.api.hosts", ["Admin.example.com"], None),
        ("dns.host", "dev.example.com", "must lie in dns.zone counterpromo.com"),
        ("services.api.memory_mib", 300, None),
        ("services.api.secrets.DB_PASSWORD", "dbx:password", None),
        ("services.api.environment.DB_HOST", "twice", None),
        ("services.worker.port", 70000, "must be 1 to 65535"),
        ("database.subnets", ["public_a"], "must be private subnets"),
        ("database.storage_max_gib", 10, "must be 0 or at least storage_gib 20"),
        ("database.multi_az", "no", "must be true or false"),
        ("parameters.db_host.value", "localhost", "must have either source or value"),
        ("parameters.db_host.source", "database.password", None),
        ("queues.jobs.retention_seconds", 30, "must be 60 to 1209600"),
        ("buckets.uploads.name", "Uploads!", None),
        ("cluster.log_retention_days", 31, None),
        ("cluster.key", "logs", "must be a key of [keys] that encrypts logs: there are none"),
        ("services.api.scratch", {"one": "/tmp", "two": "/tmp"}, "must name each folder once"),
        ("audit", {"accept": {"one": {"control": "S3", "reason": "one region is enough"}}}, None),
        ("audit", {"accept": {"one": {"control": "S3.7", "reason": "no"}}}, None),
        ("github.owner_id", 123456, "must be known where the other number is: gh api repos/OWNER/REPO"),
        ("github.repository", "counterpromo", "must be OWNER/NAME of a GitHub repository"),
        (
            "services.api.environment.STRIPE",
            "sk_live_1",
            "is a secret: keep it in [secrets] and inject it by services.api.secrets",
        ),
    ],
)
def test_each_broken_rule_is_reported_with_its_key(faults: Faults, key: str, value: Any, rule: str | None) -> None:
    def break_it(settings: Any) -> None:
        *path, last = key.split(".")
        for part in path:
            settings = settings[part]
        settings[last] = value

    found = faults(break_it)
    section = key.split(".")[0]
    assert any(name.startswith(section) for name in found), found
    if rule:
        assert rule in found.values(), found


def test_settings_are_frozen() -> None:
    settings = load("dev", ENVS)
    with pytest.raises(ValidationError):
        settings.aws.region = "eu-west-1"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.project = "other"  # type: ignore[misc]


def test_a_file_with_the_name_of_another_environment_is_a_fault(tmp_path: Path) -> None:
    folder = write_envs(tmp_path / "envs")
    (folder / "dev.toml").rename(folder / "prod.toml")
    assert environments(folder) == ["prod"]
    with pytest.raises(SettingsError, match=r"environment = dev: must be prod, as the file is named"):
        load("prod", folder)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = [", b"project = 1\nproject = 2"])
def test_an_unreadable_file_is_reported_in_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "dev.toml").write_bytes(content)
    with pytest.raises(CounterPromoError) as caught:
        load("dev", tmp_path)
    assert "dev.toml" in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_with_a_byte_order_mark_is_read_and_edited(tmp_path: Path) -> None:
    text = (write_envs(tmp_path) / "dev.toml").read_text(encoding="utf-8")
    (tmp_path / "dev.toml").write_text(text, encoding="utf-8-sig")
    assert load("dev", tmp_path) == load("dev", ENVS)
    changes = {"database.backup_days": 9}
    assert edited(f"\ufeff{text}", changes) == edited(text, changes)


def test_a_missing_environment_is_reported_with_the_known_ones() -> None:
    with pytest.raises(CounterPromoError) as caught:
        load("staging", ENVS)
    assert "dev" in caught.value.cure


def test_account_settings_of_another_account_are_read(tmp_path: Path) -> None:
    folder = write_envs(tmp_path / "envs")
    text = (folder / "account.toml").read_text(encoding="utf-8").replace("437064342167", "111122223333")
    (folder / "account.toml").write_text(text, encoding="utf-8")
    assert load_account(folder).aws.account_id == "111122223333"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(section=st.sampled_from(sorted(load("dev", ENVS).__class__.model_fields)), value=_VALUES)
def test_any_value_in_a_section_gives_faults_and_no_exception(section: str, value: Any) -> None:
    from envs.load import _between, _sections
    from modules.settings import Settings

    sections, found = _sections({section: value}, Settings)
    assert [*found, *_between(sections)], "a file with one section only can never be sound"


def test_a_waivers_file_is_no_environment(tmp_path: Path) -> None:
    for name in ("account.toml", "dev.toml", "dev.waivers.toml"):
        (tmp_path / name).touch()
    assert environments(tmp_path) == ["dev"]


def test_a_container_that_a_person_enters_can_write(faults: Faults) -> None:
    def close(settings: Any) -> None:
        settings["services"]["api"] |= {"read_only_root": True, "execute_command": True}

    assert faults(close) == {
        "services.api.execute_command": "must be false where read_only_root is true: "
        "the agent of ECS Exec writes to the root file system"
    }


def test_a_key_needs_the_encryption_that_uses_it(faults: Faults) -> None:
    def add_keys(settings: Any) -> None:
        for kind in ("storage", "database"):
            settings.setdefault("keys", {})[kind] = {"alias": kind, "encrypts": kind, "description": kind}
        settings["buckets"]["uploads"]["key"] = "storage"
        settings["database"] |= {"key": "database", "storage_encrypted": False}

    assert faults(add_keys) == {
        "buckets.uploads.encryption": "must be aws:kms where key is set",
        "database.storage_encrypted": "must be true where key is set",
    }


def test_a_key_encrypts_its_own_kind_of_data(faults: Faults) -> None:
    def exchange(settings: Any) -> None:
        settings["keys"] = {"logs": {"alias": "logs", "encrypts": "logs", "description": "logs"}}
        settings["database"]["key"] = "logs"

    assert list(faults(exchange)) == ["database.key"]
