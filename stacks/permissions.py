"""The permissions of the workflows' roles in an environment, as policy documents within IAM's size limit."""

from collections.abc import Iterator

import permissions
from modules.arns import regional
from modules.iam_documents import Statement, allow, compact, document
from modules.images.permissions import push
from modules.pipelines.roles import Role
from modules.settings import Settings
from permissions import recorded


def policies(role: Role, *, settings: Settings) -> list[str]:
    """Returns the documents of a role: the permissions of its commands, and to read the digest of the state. The role
    `image` runs no command: it pushes to one repository.

    They cover every type that this code can declare, so a pull request with a first queue needs no new policy.
    """
    if role == "image":
        assert settings.schema_task
        name = settings.images[settings.schema_task.image].name
        return [document(push([regional("ecr", f"repository/{name}", aws=settings.aws)]))]
    written = [
        compact(each)
        for command, its in _commands(role, settings=settings)
        for each in permissions.documents(command, types=recorded.types(), settings=its)
    ]
    return [*(document([each]) for each in _digest(role, settings=settings)), *written]


def _commands(role: Role, *, settings: Settings) -> Iterator[tuple[permissions.Command, Settings]]:
    """Yields the commands of a role. A plan runs code of a pull request: it may read the state and not lock it."""
    if role == "plan":
        state = settings.state.model_copy(update={"use_lock_table": False, "use_lockfile": False})
        yield "plan", settings.model_copy(update={"state": state})
        yield "audit", settings  # of the live account, every night
    else:
        yield "apply", settings
        yield "discover", settings  # for an import


def _digest(role: Role, *, settings: Settings) -> Iterator[Statement]:
    """Yields the permission to read the digest of the state, which is in the lock table, also without a lock.

    https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
    """
    aws, state = settings.aws, settings.state
    if role == "plan" and state.backend == "s3" and state.use_lock_table:
        table = f"arn:aws:dynamodb:{aws.region}:{aws.account_id}:table/{state.lock_table}"
        yield allow("ReadDigest", actions=["dynamodb:GetItem"], resources=[table])
