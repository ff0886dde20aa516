"""Settings of the image repositories."""

from typing import Annotated

from settings.types import Positive, RepositoryName, Strict, Tags
from settings.unique_names import Unique


class ImageSettings(Strict):
    """A repository of images. The application pushes; Terraform keeps the repository and what may stay in it.

    A tag that cannot be overwritten names one image for ever: what was tried is what is promoted.
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
