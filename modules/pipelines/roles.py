"""The roles that the workflows have in an environment, and their names. Imports nothing heavy.

`plan` reads, `apply` changes, and `image` pushes the image of the schema task.
"""

import re
from typing import Literal, get_args

Role = Literal["plan", "apply", "image"]
ROLES: tuple[Role, ...] = get_args(Role)


def roles_in(*, schema_task: bool) -> tuple[Role, ...]:
    """Returns the roles of an environment: `image` only where a schema task has an image."""
    return ROLES if schema_task else ("plan", "apply")


def role_name(*, project: str, environment: str, role: Role) -> str:
    """Returns `counterpromo-dev-plan`."""
    return f"{project}-{environment}-{role}"


def of_workflows(*, project: str) -> re.Pattern[str]:
    """Returns the pattern of the names of these roles and their policies, in any environment of a project."""
    return re.compile(rf"{re.escape(project)}-[a-z][a-z0-9_]*-({'|'.join(ROLES)})(-\d+)?")
