"""Row of `aws_secretsmanager_secret`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by
from imports.resource_type import GeneratedConfig, ImportedType, own_id
from modules.keys.resources import IAM_KEY
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Service
from modules.secrets import discovery, guard, satellites
from modules.settings import Settings
from modules.task_definitions.injected import injected_as
from settings.unique_names import names_of


def _names(settings: Settings) -> Names:
    """Returns the environment's namespace and the secrets outside of it.

    IAM sees a secret under its name with a hyphen and six more characters, which Secrets Manager makes up.
    """
    namespace = f"{settings.project}/{settings.environment}/"
    outside = {name for name in names_of(settings, "secret") if not name.startswith(namespace)}
    return (f"{namespace}*", *(f"{name}-??????" for name in sorted(outside)))


IAM_SECRET = IamResource(
    kind="secretsmanager:Secret", arns=(REGIONAL + "secret:{name}",), names=_names, searched=_names
)
SECRET = ResourceType(
    name="aws_secretsmanager_secret",
    imported=ImportedType(
        import_id=own_id,
        match=(by("name"), injected_as),
        instead=discovery.scheduled_instead,
        left_to_aws={"replica": ()},
        generated=GeneratedConfig(ignores=("recovery_window_in_days", "force_overwrite_replica_secret")),
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        watched=guard.SECRETSMANAGER_SECRET,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE, computed=True),
        owned_elsewhere={"policy": None},
        harmless=guard.SECRETSMANAGER_SECRET_HARMLESS,
    ),
    iam=(IAM_SECRET, IAM_KEY),
)
SERVICE = Service(
    areas=(Area(name="secrets", find=discovery.find, types=(SECRET, *satellites.rows((IAM_SECRET,)))),),
    satellites=satellites.SATELLITES,
)
