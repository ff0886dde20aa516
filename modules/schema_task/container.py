"""The container of the schema task: the names that Terraform writes, and that the command line and the sandbox read.

The entry point is part of the task definition, because `ecs:RunTask` can override a command and the environment, and
no entry point: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerOverride.html
"""

CONTAINER = "schema"
LOG_PREFIX = "schema"
FOLDER = "/app"
CA_BUNDLE = f"{FOLDER}/global-bundle.pem"  # database_schema/Dockerfile saves RDS's certificates there
# -E: Python ignores PYTHON* variables, which an override could set.
PROGRAM = ("python", "-E", "-m", "database_schema.task")
READ_ONLY = "--read-only"
HOST, PORT, DATABASE, USER = "DB_HOST", "DB_PORT", "DB_NAME", "DB_USERNAME"
PASSWORD = "DB_PASSWORD"
ENVIRONMENT = "COUNTERPROMO_ENVIRONMENT"


def entry_point(*, read_only: bool) -> tuple[str, ...]:
    """Returns the entry point; the job is added as the command when the task is run."""
    return (*PROGRAM, "--ca", CA_BUNDLE, *([READ_ONLY] if read_only else []))
