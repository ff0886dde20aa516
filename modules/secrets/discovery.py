"""Finds secrets. They are listed only: no value is ever read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import live, tags
from modules.secrets import satellites
from modules.settings import Settings

_BATCH = 10  # the most values one filter of ListSecrets takes


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the secrets whose names begin with the environment's namespace or a name of the settings, with policies
    and rotations.
    """
    namespace = f"{settings.project}/{settings.environment}"
    names = {secret.name for secret in settings.secrets.values()}
    prefixes = sorted({namespace} | {name for name in names if not name.startswith(namespace)})
    batches = [prefixes[start : start + _BATCH] for start in range(0, len(prefixes), _BATCH)]
    listed = aws.each(lambda batch: _begin_with(aws, batch), batches)
    kept = [secret for some in listed for secret in some if "DeletedDate" not in secret]
    secrets = [_secret(secret) for secret in kept]
    return [*secrets, *satellites.policies(aws, secrets), *satellites.rotations(kept)]


def _begin_with(aws: Aws, names: list[str]) -> list[Any]:
    filters = [{"Key": "name", "Values": names}]
    return aws.listing("secretsmanager", "list_secrets", "SecretList", Filters=filters)


def _secret(secret: Mapping[str, Any]) -> Found:
    arn, name = secret["ARN"], secret["Name"]
    return live("aws_secretsmanager_secret", arn, {"arn": arn, "name": name, "tags": tags(secret)}, name=name)
