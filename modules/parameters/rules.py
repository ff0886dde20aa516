"""Rules of the parameter settings."""

from collections.abc import Iterator

from modules.messaging.settings import QueueSettings
from modules.parameters.settings import ParameterSettings
from modules.storage.settings import BucketSettings
from settings.fault import Fault


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
