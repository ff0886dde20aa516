"""Settings of the image repositories."""

from typing import Annotated

from settings.types import Positive, RepositoryName, Strict, Tags
from settings.unique_names import Unique


class ImageSettings(Strict):
    """A repository of images. The application pushes; Terraform manages the repository and its lifecycle policy.

    An immutable tag always names the same image, so the image that was tested is the one that is deployed.
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
    tags: Tags = {}
