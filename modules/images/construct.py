"""Image repositories. In: `[images]`. Out: ARNs and URLs. The application pushes the images."""

from collections.abc import Sequence
from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import addressed
from modules.arns import regional
from modules.bindings import ecr_lifecycle_policy, ecr_repository, ecr_repository_policy
from modules.iam_documents import Statement, compact, document
from modules.images.settings import ImageSettings
from modules.keys.construct import Keys
from modules.setting_map import Feed, tagged_by, tags_of
from settings.account import AwsSettings
from terraform.literal import literal

SCANNING = Feed({"scan_on_push": "scan_on_push"}, at="image_scanning_configuration.0")
REPOSITORY = Feed({"name": "name"})


class Images(Construct):
    """One repository with immutable tags, scans on push and a lifecycle policy.

    Only `pushers` may push, the ARNs of roles of this environment: the deployer of another environment may have
    permissions on every repository of the account.
    https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: ImageSettings,
        aws: AwsSettings,
        pushers: Sequence[str],
        keys: Keys,
    ) -> None:
        super().__init__(scope, id_)
        repository = addressed(
            ecr_repository.EcrRepository(
                self,
                "repository",
                **REPOSITORY.of(settings),
                image_tag_mutability="IMMUTABLE" if settings.immutable_tags else "MUTABLE",
                image_scanning_configuration=ecr_repository.EcrRepositoryImageScanningConfiguration(
                    **SCANNING.of(settings)
                ),
                encryption_configuration=_encryption(settings, keys),
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
                tags=tags_of(settings.tags),
            ),
            fed_by=REPOSITORY.by(settings)
            | SCANNING.by(settings)
            | {f"{settings.where}.immutable_tags": "image_tag_mutability"}
            | tagged_by(settings),
        )
        addressed(
            ecr_lifecycle_policy.EcrLifecyclePolicy(
                self, "expiry", repository=repository.name, policy=literal(compact({"rules": _rules(settings)}))
            ),
            fed_by={f"{settings.where}.untagged_days": "policy", f"{settings.where}.keep_images": "policy"},
        )
        addressed(
            ecr_repository_policy.EcrRepositoryPolicy(
                self, "pushers", repository=repository.name, policy=document([_deny_other_pushers(pushers)])
            )
        )
        self.arn = regional("ecr", f"repository/{settings.name}", aws=aws)
        self.url = repository.repository_url


def _encryption(settings: ImageSettings, keys: Keys) -> Any:
    """Returns the encryption with a key of KMS; None for AES256, which AWS does without being asked."""
    if not settings.key:
        return None
    made = ecr_repository.EcrRepositoryEncryptionConfiguration(encryption_type="KMS", kms_key=keys.arn(settings.key))
    return [made]


def _deny_other_pushers(role_arns: Sequence[str]) -> Statement:
    """Returns the repository policy that denies pushes of every other role.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
    """
    verbs = ["PutImage", "InitiateLayerUpload", "UploadLayerPart", "CompleteLayerUpload"]
    return {
        "Sid": "OnlyTheDeployerPushes",
        "Effect": "Deny",
        "Principal": "*",
        "Action": [f"ecr:{verb}" for verb in verbs],
        "Condition": {"ArnNotEquals": {"aws:PrincipalArn": role_arns[0] if len(role_arns) == 1 else list(role_arns)}},
    }


def _rules(settings: ImageSettings) -> list[dict[str, Any]]:
    """Returns the lifecycle policy, its members in the order in which AWS returns them.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
    """
    untagged = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": settings.untagged_days,
    }
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": settings.keep_images}
    return [
        _rule(1, f"untagged for {settings.untagged_days} days", untagged),
        _rule(2, f"all but the newest {settings.keep_images}", newest),
    ]


def _rule(priority: int, description: str, selection: dict[str, Any]) -> dict[str, Any]:
    expire = {"type": "expire"}
    return {"rulePriority": priority, "description": description, "selection": selection, "action": expire}
