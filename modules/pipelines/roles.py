"""The two roles that the workflows have in every environment, and their names. Imports nothing heavy."""

from typing import Literal, get_args

Role = Literal["plan", "apply"]
ROLES: tuple[Role, ...] = get_args(Role)


def role_name(*, project: str, environment: str, role: Role) -> str:
    """Returns `counterpromo-dev-plan`."""
    return f"{project}-{environment}-{role}"
