"""The two roles the workflows have in every environment, and what they are called. Words only, so it loads at once."""

from typing import Literal, get_args

Role = Literal["plan", "apply"]
ROLES: tuple[Role, ...] = get_args(Role)


def role_name(*, project: str, environment: str, role: Role) -> str:
    """`counterpromo-dev-plan`."""
    return f"{project}-{environment}-{role}"
