"""Rows of the image repositories and their policies."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType, PolicyAttribute, PolicyKind
from imports.matching.match_rules import by, inside
from imports.resource_type import ImportedType, attribute
from modules.images import discovery, guard
from modules.keys.resources import IAM_KEY
from modules.resource_type import REGIONAL, Area, IamResource, ResourceType, Satellites, Service, prefixed

IAM_REPOSITORY = IamResource(
    kind="ecr:repository", arns=(REGIONAL + "repository/{name}",), names=prefixed("repository")
)
_POLICY_OF_OURS = ImportedType(
    import_id=attribute("repository"),
    match=(by("repository"),),
    stray=inside("repository", "aws_ecr_repository", "on a repository of ours"),
)
REPOSITORY = ResourceType(
    name="aws_ecr_repository",
    imported=ImportedType(
        import_id=attribute("name"),
        match=(by("name"),),
        left_to_aws={
            "encryption_configuration": ({"encryption_type": "AES256"},),
            "image_scanning_configuration": (),
        },
    ),
    guarded=GuardedType(
        deletion=Deletion.DATA,
        arn="arn:aws:ecr:{region}:{account}:repository/{name}",
        watched=guard.ECR_REPOSITORY,
        harmless=guard.ECR_REPOSITORY_HARMLESS,
    ),
    iam=(IAM_REPOSITORY, IAM_KEY),
)
LIFECYCLE_POLICY = ResourceType(
    name="aws_ecr_lifecycle_policy",
    imported=_POLICY_OF_OURS,
    guarded=GuardedType(
        deletion=Deletion.REPORTED, watched=guard.ECR_LIFECYCLE_POLICY, harmless=guard.ECR_LIFECYCLE_POLICY_HARMLESS
    ),
    iam=(IAM_REPOSITORY,),
)
REPOSITORY_POLICY = ResourceType(
    name="aws_ecr_repository_policy",
    imported=_POLICY_OF_OURS,
    guarded=GuardedType(
        deletion=Deletion.PROTECTION,
        policy=PolicyAttribute(attribute="policy", kind=PolicyKind.RESOURCE),
        harmless=guard.ECR_REPOSITORY_POLICY_HARMLESS,
    ),
    iam=(IAM_REPOSITORY,),
)
_PACKAGES = "repositories of CodeArtifact hold packages, no images"
SERVICE = Service(
    areas=(Area(name="images", find=discovery.find, types=(REPOSITORY, LIFECYCLE_POLICY, REPOSITORY_POLICY)),),
    satellites=(
        Satellites(
            of="aws_ecr_repository",
            arguments=("repository",),
            read=(LIFECYCLE_POLICY.name, REPOSITORY_POLICY.name),
            left_out={
                "aws_codeartifact_repository": _PACKAGES,
                "aws_codeartifact_repository_permissions_policy": _PACKAGES,
                "aws_ecr_registry_scanning_configuration": "it is of the whole registry, not of a repository",
            },
        ),
    ),
)
