"""Settings of the image repositories."""

from typing import Annotated

from modules.keys.references import ImagesKey
from settings.types import Positive, RepositoryName, Strict, Tags
from settings.unique_names import Unique


class ImageSettings(Strict):
    """An ECR repository. The application pushes; Terraform owns the repository and its rules.

    With immutable tags a tag names one image for ever: the tested image is the promoted image.
    """

    name: Annotated[RepositoryName, Unique("repository")]
    """Name of the ECR repository."""
    immutable_tags: bool = True
    """A pushed tag cannot be overwritten."""
    scan_on_push: bool = True
    """Pushed images are scanned."""
    keep_images: Positive = 50
    """Images that are kept."""
    untagged_days: Positive = 7
    """Days that an image without a tag is kept."""
    key: ImagesKey | None = None
    """KMS key of the images. A repository that exists cannot change its key."""
    tags: Tags = {}
