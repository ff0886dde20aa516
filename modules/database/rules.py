"""Rules of the database settings."""

from collections.abc import Iterator

from modules.database.settings import DatabaseSettings
from modules.network.settings import NetworkSettings
from settings.fault import Fault


def subnets_are_private(database: DatabaseSettings, network: NetworkSettings) -> Iterator[Fault]:
    for key in database.subnets:
        subnet = network.subnets.get(key)
        if subnet and subnet.tier != "private":
            yield Fault("database.subnets", key, "must be private subnets")


def storage_can_only_grow(database: DatabaseSettings) -> Iterator[Fault]:
    if 0 < database.storage_max_gib < database.storage_gib:
        rule = f"must be 0 or at least storage_gib {database.storage_gib}"
        yield Fault("database.storage_max_gib", database.storage_max_gib, rule)


def a_key_encrypts(database: DatabaseSettings) -> Iterator[Fault]:
    if database.key and not database.storage_encrypted:
        yield Fault("database.storage_encrypted", False, "must be true where key is set")


RULES = (subnets_are_private, storage_can_only_grow, a_key_encrypts)
