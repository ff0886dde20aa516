"""Row of `aws_iam_openid_connect_provider`."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.resource_type import ImportedType, own_id
from modules.oidc import discovery, guard
from modules.resource_type import GLOBAL, Area, IamResource, Names, ResourceType, Satellites, Service
from modules.settings import AccountSettings


def _url(settings: AccountSettings) -> Names:
    return (settings.github_oidc.url.removeprefix("https://"),)


PROVIDER = ResourceType(
    name="aws_iam_openid_connect_provider",
    imported=ImportedType(import_id=own_id, match=(discovery.by_url,)),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        watched=guard.IAM_OPENID_CONNECT_PROVIDER,
        harmless=guard.IAM_OPENID_CONNECT_PROVIDER_HARMLESS,
    ),
    iam=(IamResource(kind="iam:oidc-provider", arns=(GLOBAL + "oidc-provider/{name}",), account_names=_url),),
)
SERVICE = Service(
    areas=(Area(name="oidc", find=discovery.find, types=(PROVIDER,)),),
    satellites=(Satellites(of=PROVIDER.name),),
)
