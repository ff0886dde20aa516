"""Rules of the database settings."""

from collections.abc import Iterator

from modules.database.settings import DatabaseSettings
from modules.network.references import in_subnets
from modules.network.settings import NetworkSettings
from settings.fault import Fault


def the_database_finds_its_subnets(database: DatabaseSettings, network: NetworkSettings) -> Iterator[Fault]:
    yield from in_subnets("database.subnets", database.subnets, network)
    for key in database.subnets:
        subnet = network.subnets.get(key)
        if subnet and subnet.tier != "private":
            yield Fault("database.subnets", key, "must be private subnets")
    if 0 < database.storage_max_gib < database.storage_gib:
        rule = f"must be 0 or at least storage_gib {database.storage_gib}"
        yield Fault("database.storage_max_gib", database.storage_max_gib, rule)
