"""Finds secrets. They are listed only: no value is ever read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.matching.match_state import MatchState
from imports.matching.name_filter import mentions
from imports.model import Declared, Found
from imports.normalise import live, tags
from modules.secrets import satellites
from modules.settings import Settings
from modules.task_definitions.discovery import names_in_tasks
from modules.task_definitions.injected import of_others_instead

_BATCH = 10  # the most values one filter of ListSecrets takes


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the secrets whose names begin with the environment's namespace or a name of the settings, or that its
    tasks refer to, with policies and rotations. A secret that another service of AWS owns is none.
    """
    namespace = f"{settings.project}/{settings.environment}"
    names = {secret.name for secret in settings.secrets.values()}
    names |= names_in_tasks(aws, settings, service="secretsmanager")
    prefixes = sorted({namespace} | {name for name in names if not name.startswith(namespace)})
    batches = [prefixes[start : start + _BATCH] for start in range(0, len(prefixes), _BATCH)]
    listed = aws.each(lambda batch: _begin_with(aws, batch), batches)
    kept = [secret for some in listed for secret in some if not {"DeletedDate", "OwningService"} & secret.keys()]
    ours = mentions(settings)
    secrets = [_secret(secret, ours=ours(secret["Name"])) for secret in kept]
    scheduled = [_scheduled(secret) for some in listed for secret in some if "DeletedDate" in secret]
    return [*secrets, *scheduled, *satellites.policies(aws, secrets), *satellites.rotations(kept)]


def scheduled_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells that the secret is scheduled for deletion, or that the tasks take another one.

    Until the deletion, Secrets Manager makes no other secret of its name.

    https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
    """
    name = match_state.value(declared, "name")
    if all(one.facts.get("scheduled") != name for one in match_state.found.get(declared.type, ())):
        return of_others_instead(declared, match_state)
    return (
        "it is scheduled for deletion, and until then no secret of its name can be created; "
        f"to have it back: aws secretsmanager restore-secret --secret-id {name}"
    )


def _begin_with(aws: Aws, names: list[str]) -> list[Any]:
    filters = [{"Key": "name", "Values": names}]
    return aws.listing("secretsmanager", "list_secrets", "SecretList", Filters=filters, IncludePlannedDeletion=True)


def _scheduled(secret: Mapping[str, Any]) -> Found:
    """Returns a secret that no rule matches, and that is no stray."""
    return Found(type="aws_secretsmanager_secret", id=secret["ARN"], name="", facts={"scheduled": secret["Name"]})


def _secret(secret: Mapping[str, Any], *, ours: bool) -> Found:
    arn, name = secret["ARN"], secret["Name"]
    facts = {"arn": arn, "name": name, "tags": tags(secret), "ours": ours}
    return live("aws_secretsmanager_secret", arn, facts, name=name)
