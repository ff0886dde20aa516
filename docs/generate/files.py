"""The generated files: each path in the repository, and the function that returns its content."""

from collections.abc import Callable, Mapping
from pathlib import Path

from docs.generate.architecture_page import architecture_page
from docs.generate.cli_page import cli_page
from docs.generate.image_requirements import image_requirements
from docs.generate.messages_page import messages_page
from docs.generate.plan_picture import plan_picture
from docs.generate.satellites_table import adoption_page
from docs.generate.schema import account_schema, environment_schema, waivers_schema
from docs.generate.settings_page import settings_page

PROJECT = Path(__file__).resolve().parent.parent.parent
FILES: Mapping[str, Callable[[], str]] = {
    "envs/schema/environment.json": environment_schema,
    "envs/schema/account.json": account_schema,
    "envs/schema/waivers.json": waivers_schema,
    "database_schema/requirements.txt": image_requirements,
    "docs/architecture.md": architecture_page,
    "docs/adoption.md": adoption_page,
    "docs/settings.md": settings_page,
    "docs/cli.md": cli_page,
    "docs/messages.md": messages_page,
    "docs/pictures/plan.svg": plan_picture,
}
