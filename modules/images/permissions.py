"""The permission to push images to repositories of ECR. Imports nothing heavy."""

from collections.abc import Sequence

from modules.iam_documents import Statement, allow

_PUSH = (
    "BatchCheckLayerAvailability",
    "InitiateLayerUpload",
    "UploadLayerPart",
    "CompleteLayerUpload",
    "PutImage",
    "BatchGetImage",
)


def push(repositories: Sequence[str], *, pull: bool = False) -> list[Statement]:
    """Returns the statements that let a role push images, and pull them too.

    https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
    """
    verbs = [*_PUSH, *(["GetDownloadUrlForLayer"] if pull else [])]
    return [
        allow("LogInToRegistry", actions=["ecr:GetAuthorizationToken"], resources=["*"]),
        allow("PushImages", actions=[f"ecr:{verb}" for verb in verbs], resources=repositories),
    ]
