"""Names of container images: the registry, and the parts of a name in a private registry of ECR.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
"""

from __future__ import annotations

import re

ECR_HOST = r"(?P<account>\d{12})\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.(?:amazonaws\.com|on\.aws)"
ECR_IMAGE = re.compile(ECR_HOST + r"/(?P<repository>[^:@]+)(?::(?P<tag>[^@]+))?(?:@(?P<digest>.+))?")
_LOCAL = "localhost"


def split(image: str) -> tuple[str, str]:
    """Returns the host of an image's registry, `docker.io` for an image without one, and the rest of the name.

    https://github.com/distribution/reference/blob/v0.6.0/normalize.go
    """
    host, slash, rest = image.partition("/")
    return (host, rest) if slash and ("." in host or ":" in host or host == _LOCAL) else ("docker.io", image)
