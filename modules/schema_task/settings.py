"""Settings of the schema task."""

from typing import Annotated

from modules.services.settings import SecretReference, ServiceSettings
from settings.copying import NotCopied
from settings.references import Ref
from settings.types import Cpu, Key, Name, Positive, Strict, shaped
from settings.unique_names import Unique

# https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests
Digest = Annotated[str, shaped(r"(sha256:[0-9a-f]{64})?", "sha256: and 64 digits, or empty while no image is pushed")]


def _uses_the_database(service: ServiceSettings) -> bool:
    return service.database


class SchemaTaskSettings(Strict):
    """A Fargate task that reads and changes the schema of the database, where no person and no pipeline can connect.

    It has two task definitions with the same image: one only reads, and one applies migrations. So a role may get the
    permission to run the first without the second. The task runs once and ends; no service keeps it running.
    """

    image: Annotated[Key, Ref("images")]
    """Key of the repository in `[images]`; `database_schema/Dockerfile` builds the image."""
    digest: Annotated[Digest, NotCopied("")] = ""
    """Digest of the image that runs. Without one there is no task definition yet, and every plan says so."""
    service: Annotated[Key, Ref("services", only=_uses_the_database, described="[services] with database = true")]
    """Service whose subnets and security group the task uses: they lead to the database."""
    password: SecretReference
    """Password of the database: `KEY:FIELD` of `[secrets]`. ECS injects it."""
    read_family: Annotated[Name, Unique("family")]
    """Family of the task definition that only reads."""
    apply_family: Annotated[Name, Unique("family")]
    """Family of the task definition that applies migrations."""
    role: Annotated[Name, Unique("role", "account")]
    """Execution role: it pulls the image, writes logs and injects the password. The container has no role."""
    policy: Name
    """Name of the policy in that role."""
    cpu: Cpu = 256
    """CPU units of the task; 1024 is one vCPU."""
    memory_mib: Positive = 512
    """Memory of the task, in MiB."""
