"""Conflicts between environments' files: each fault names the file, the key and the other environment."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomlkit

from envs.load import SettingsError
from envs.load_all import load_all, load_beside_others
from errors import CounterPromoError
from imports.files import ids_file
from tests.conftest import ENVS

Change = Callable[[Any], None]
DEV = tomlkit.parse((ENVS / "dev.toml").read_text(encoding="utf-8"))


def with_prod(folder: Path, change: Change) -> Path:
    """The project's own files, PROD's changed."""
    for name in ("account", "dev", "prod"):
        (folder / f"{name}.toml").write_text((ENVS / f"{name}.toml").read_text(encoding="utf-8"), encoding="utf-8")
    document = tomlkit.parse((folder / "prod.toml").read_text(encoding="utf-8"))
    change(document)
    (folder / "prod.toml").write_text(tomlkit.dumps(document), encoding="utf-8")
    return folder


def at(settings: Any, key: str) -> tuple[Any, str]:
    *path, last = key.split(".")
    for part in path:
        settings = settings[part]
    return settings, last


def value(key: str) -> Any:
    table, last = at(DEV, key)
    return table[last]


def test_the_files_of_this_project_have_no_conflict() -> None:
    assert sorted(load_all(ENVS)) == ["dev", "prod"]


@pytest.mark.parametrize(
    ("key", "like", "rule"),
    [
        ("buckets.uploads.name", "buckets.assets.name", "must be another bucket than dev's buckets.assets.name"),
        ("queues.jobs.name", "queues.devlocal_jobs.dead_letter_name", "must be another queue than dev's"),
        ("identity.deployer.name", "identity.task.name", "must be another role than dev's identity.task.name"),
        ("network.flow_logs.log_group", "cluster.log_group", "must be another log group than dev's cluster.log_group"),
        ("database.identifier", "database.identifier", "must be another database than dev's"),
        ("load_balancer.name", "load_balancer.name", "must be another load balancer than dev's"),
        ("services.web.target_group.name", "services.api.target_group.name", "must be another target group than dev's"),
        ("services.web.family", "services.web.family", "must be another family than dev's"),
        ("parameters.db_host.name", "parameters.db_host.name", "must be another parameter than dev's"),
        ("stripe.plan_prefix", "stripe.plan_prefix", "must be another namespace of prices than dev's"),
        ("secrets.stripe_secret_key.name", "secrets.db.name", "must be another secret than dev's secrets.db.name"),
        ("cluster.name", "cluster.name", "must be another cluster than dev's"),
    ],
)
def test_a_name_of_another_environment_is_a_fault(tmp_path: Path, key: str, like: str, rule: str) -> None:
    def clash(settings: Any) -> None:
        table, last = at(settings, key)
        table[last] = value(like)

    with pytest.raises(SettingsError) as caught:
        load_beside_others("prod", with_prod(tmp_path, clash))
    (fault,) = caught.value.faults
    assert (fault.key, fault.value) == (key, value(like))
    assert fault.rule.startswith(rule)
    assert "prod.toml" in caught.value.message


def test_all_conflicts_are_reported_at_once(tmp_path: Path) -> None:
    def clash(settings: Any) -> None:
        settings["network"]["cidr"] = "10.0.0.0/8"
        settings["dns"] |= {"zone": "counterpromo.com", "host": "dev.counterpromo.com"}
        settings["state"]["key"] = "dev/terraform.tfstate"

    with pytest.raises(SettingsError) as caught:
        load_beside_others("prod", with_prod(tmp_path, clash))
    assert {fault.key: fault.rule for fault in caught.value.faults} == {
        "network.cidr": "must not overlap 10.10.0.0/16 of dev",
        "dns.zone": "must be another zone than dev's dns.zone",
        "dns.host": "must be another host than dev's dns.host",
        "state.key": "must be another place of the state than dev's state.key",
    }


def test_another_account_may_use_the_same_network_and_names(tmp_path: Path) -> None:
    def move(settings: Any) -> None:
        settings["aws"]["account_id"] = "111122223333"
        settings["cluster"]["name"] = value("cluster.name")
        settings["network"]["cidr"] = "10.0.0.0/8"

    assert sorted(load_all(with_prod(tmp_path, move))) == ["dev", "prod"]


def test_a_bucket_of_another_account_is_a_fault(tmp_path: Path) -> None:
    def move(settings: Any) -> None:
        settings["aws"]["account_id"] = "111122223333"
        settings["buckets"]["uploads"]["name"] = value("buckets.uploads.name")

    with pytest.raises(CounterPromoError, match=r"buckets.uploads.name = counterpromo-dev-uploads"):
        load_all(with_prod(tmp_path, move))


def test_both_environments_of_a_conflict_are_refused(tmp_path: Path) -> None:
    """No file says which of them was first."""
    folder = with_prod(tmp_path, lambda settings: settings["network"].update({"cidr": "10.0.0.0/8"}))
    for name in ("dev", "prod"):
        with pytest.raises(SettingsError, match=f"{name}.toml: 1 fault"):
            load_beside_others(name, folder)
    with pytest.raises(CounterPromoError) as caught:
        load_all(folder)
    assert "must not overlap 10.10.0.0/16 of dev" in caught.value.message
    assert "must not overlap 10.0.0.0/8 of prod" in caught.value.message


def test_an_adopted_environment_is_not_refused(tmp_path: Path) -> None:
    folder = with_prod(tmp_path, lambda settings: settings["network"].update({"cidr": "10.0.0.0/8"}))
    ids_file.write(ids_file.Ids(account="437064342167", region="eu-west-2", by_address={}), "dev", folder)
    assert load_beside_others("dev", folder).environment == "dev"
    with pytest.raises(SettingsError, match="must not overlap 10.10.0.0/16 of dev"):
        load_beside_others("prod", folder)


def test_faults_of_two_files_are_reported_together(tmp_path: Path) -> None:
    def break_it(settings: Any) -> None:
        settings["database"]["backup_days"] = 90

    folder = with_prod(tmp_path, break_it)
    dev = (folder / "dev.toml").read_text(encoding="utf-8")
    (folder / "dev.toml").write_text(dev.replace("port = 5432", "port = 0"), encoding="utf-8")
    with pytest.raises(CounterPromoError) as caught:
        load_all(folder)
    assert "database.backup_days = 90" in caught.value.message
    assert "database.port = 0" in caught.value.message


@pytest.mark.parametrize(
    ("key", "wrong", "rule"),
    [
        ("services.web.autoscaling.maximum", 1, "must be at least the minimum 2"),
        ("services.web.autoscaling.cpu_percent", 0, "must be 1 to 100"),
        ("load_balancer.access_logs.bucket", "uploads", 'must be a key of [buckets] whose audience is "load_balancer"'),
        (
            "buckets.access_logs.encryption",
            "aws:kms",
            "must be AES256: a load balancer delivers logs with no other encryption",
        ),
        ("images.web.name", "Web", "must be lower-case letters and digits"),
        ("notifications.subscriptions.on_call", {"protocol": "pigeon", "endpoint": "x"}, "must be 'email'"),
        ("network.flow_logs.aggregation_seconds", 30, "must be 60 or 600"),
        ("load_balancer.name", "a" * 33, "must be at most 32 letters"),
    ],
)
def test_each_rule_on_prod_names_its_key(tmp_path: Path, key: str, wrong: Any, rule: str) -> None:
    def break_it(settings: Any) -> None:
        table, last = at(settings, key)
        table[last] = wrong

    with pytest.raises(SettingsError) as caught:
        load_all(with_prod(tmp_path, break_it))
    assert any(fault.key.startswith(key) and fault.rule.startswith(rule) for fault in caught.value.faults), caught.value
