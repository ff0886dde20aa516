"""The two roles the workflows have in every environment, and what they are called. Words only, so it loads at once."""

from typing import Literal

Role = Literal["plan", "apply"]


def role_name(*, project: str, environment: str, role: Role) -> str:
    """`counterpromo-dev-plan`."""
    return f"{project}-{environment}-{role}"
