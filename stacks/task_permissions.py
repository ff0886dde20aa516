"""Permissions of the tasks of an environment, and what their definitions inject. In: settings, constructs."""

from collections.abc import Iterable, Mapping

from modules.iam_documents import Statement
from modules.keys.construct import Keys
from modules.messaging.construct import Queue
from modules.parameters.construct import read_namespace
from modules.settings import Settings
from modules.storage.construct import Bucket


def task_statements(
    settings: Settings, *, queues: Mapping[str, Queue], buckets: Mapping[str, Bucket], keys: Keys
) -> list[Statement]:
    """Returns the permissions of the tasks: queues, buckets and parameters of this environment."""
    of_queues = [
        queue.send_and_receive(f"Queue{_camel(key)}")
        for key, queue in queues.items()
        if settings.queues[key].audience == "tasks"
    ]
    of_buckets = [
        statement
        for key, bucket in buckets.items()
        if settings.buckets[key].audience == "tasks"
        for statement in bucket.read_and_write(f"Bucket{_camel(key)}")
    ]
    namespace = f"/{settings.project}/{settings.environment}"
    used = [one.key for one in settings.buckets.values() if one.key and one.audience == "tasks"]
    return [
        *of_queues,
        *of_buckets,
        *keys.use("EncryptObjects", keys=used, service="s3", write=True),
        read_namespace("Parameters", aws=settings.aws, namespace=namespace),
    ]


def key_statements(settings: Settings, *, secrets: Iterable[str], keys: Keys) -> list[Statement]:
    """Returns the permissions on the keys of these secrets, which are references: `KEY` or `KEY:FIELD`."""
    used = [settings.secrets[name].key for name in _keys(secrets) if name in settings.secrets]
    return keys.use("DecryptSecrets", keys=[key for key in used if key], service="secretsmanager", write=False)


def injected_secrets(settings: Settings) -> list[str]:
    """Returns the keys of the secrets that task definitions inject, each once."""
    return _keys(reference for service in settings.services.values() for reference in service.secrets.values())


def injected_parameters(settings: Settings) -> list[str]:
    """Returns the keys of the parameters that task definitions inject, each once."""
    return _keys(reference for service in settings.services.values() for reference in service.parameters.values())


def _keys(references: Iterable[str]) -> list[str]:
    """Returns the keys in references (`KEY` or `KEY:FIELD`), each once."""
    return sorted({reference.partition(":")[0] for reference in references})


def _camel(key: str) -> str:
    """Returns a key as IAM accepts it in the id of a statement: letters and digits only."""
    return "".join(part.capitalize() for part in key.split("_"))
