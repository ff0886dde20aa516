"""Settings of the image repositories."""

from typing import Annotated

from settings.types import Positive, RepositoryName, Strict, Tags
from settings.unique_names import Unique


class ImageSettings(Strict):
    """A repository of images. The application pushes; Terraform keeps the repository and what may stay in it.

    A tag that cannot be overwritten names one image for ever: what was tried is what is promoted.
    """

    name: Annotated[RepositoryName, Unique("repository")]
    immutable_tags: bool = True
    scan_on_push: bool = True
    keep_images: Positive = 50
    untagged_days: Positive = 7
    tags: Tags = {}
