"""What each role of the workflows may do in an environment, as policy documents none longer than IAM takes."""

from collections.abc import Iterator

import permissions
from modules.iam_documents import Statement, allow, compact, document
from modules.pipelines.roles import Role
from modules.settings import Settings
from permissions import recorded


def policies(role: Role, *, settings: Settings) -> list[str]:
    """The documents of a role: those of the commands it is for, and the digest of a state that it does not lock.

    All that this code can declare is in them, so that a pull request with a first queue needs no new policy.
    """
    written = [
        compact(each)
        for command, its in _commands(role, settings=settings)
        for each in permissions.documents(command, types=recorded.types(), settings=its)
    ]
    return [*(document([each]) for each in _digest(role, settings=settings)), *written]


def _commands(role: Role, *, settings: Settings) -> Iterator[tuple[permissions.Command, Settings]]:
    """A plan in a pull request runs that pull request's code: it reads the state and may not hold or break its lock."""
    if role == "plan":
        state = settings.state.model_copy(update={"use_lock_table": False, "use_lockfile": False})
        yield "plan", settings.model_copy(update={"state": state})
    else:
        yield "apply", settings
        yield "discover", settings  # for an import


def _digest(role: Role, *, settings: Settings) -> Iterator[Statement]:
    """A state that is locked in a table has its digest there, which is read with it, also by whoever takes no lock.

    https://developer.hashicorp.com/terraform/language/backend/s3#permissions-required
    """
    aws, state = settings.aws, settings.state
    if role == "plan" and state.backend == "s3" and state.use_lock_table:
        table = f"arn:aws:dynamodb:{aws.region}:{aws.account_id}:table/{state.lock_table}"
        yield allow("ReadDigest", actions=["dynamodb:GetItem"], resources=[table])
