"""Rules of what is kept: database, parameters, and Terraform's own state."""

from collections.abc import Iterator

from envs.data import BucketSettings, DatabaseSettings, ParameterSettings, QueueSettings
from envs.network import NetworkSettings
from envs.rules.fault import Fault, in_subnets
from envs.settings import GithubOidcSettings, StateSettings


def the_database_finds_its_subnets(database: DatabaseSettings, network: NetworkSettings) -> Iterator[Fault]:
    yield from in_subnets("database.subnets", database.subnets, network)
    for key in database.subnets:
        subnet = network.subnets.get(key)
        if subnet and subnet.tier != "private":
            yield Fault("database.subnets", key, "must be private subnets")
    if 0 < database.storage_max_gib < database.storage_gib:
        rule = f"must be 0 or at least storage_gib {database.storage_gib}"
        yield Fault("database.storage_max_gib", database.storage_max_gib, rule)


def parameters_have_one_source(
    parameters: dict[str, ParameterSettings],
    buckets: dict[str, BucketSettings],
    queues: dict[str, QueueSettings],
) -> Iterator[Fault]:
    sources = {"database.host", "database.port", "database.name"}
    sources |= {f"buckets.{key}.name" for key in buckets} | {f"queues.{key}.url" for key in queues}
    for key, parameter in parameters.items():
        if (parameter.source is None) == (parameter.value is None):
            yield Fault(f"parameters.{key}", parameter.name, "must have either source or value")
        elif parameter.source is not None and parameter.source not in sources:
            rule = f"must be one of {', '.join(sorted(sources))}"
            yield Fault(f"parameters.{key}.source", parameter.source, rule)


def a_state_in_the_cloud_has_a_workspace(state: StateSettings) -> Iterator[Fault]:
    if state.backend == "cloud" and state.cloud is None:
        yield Fault("state.cloud", None, "must be set, with organization and workspace, where backend is cloud")


def the_state_of_the_account_is_in_s3(state: StateSettings, github_oidc: GithubOidcSettings) -> Iterator[Fault]:
    """It holds the bucket that the others need, and is made before anything else."""
    if state.backend != "s3":
        yield Fault("state.backend", state.backend, "must be s3 for the account: it makes the bucket")
