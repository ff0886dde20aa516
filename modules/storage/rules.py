"""Rules of the buckets: a key of KMS needs the encryption that uses it."""

from collections.abc import Iterator

from modules.storage.settings import BucketSettings
from settings.fault import Fault


def keys_are_used(buckets: dict[str, BucketSettings]) -> Iterator[Fault]:
    """Checks that S3 uses the key: it refuses one for AES256, and load balancers deliver no logs with one.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    """
    for name, bucket in buckets.items():
        if bucket.key and bucket.encryption != "aws:kms":
            yield Fault(f"buckets.{name}.encryption", bucket.encryption, "must be aws:kms where key is set")
        elif bucket.encryption == "aws:kms" and bucket.audience == "load_balancer":
            rule = "must be AES256 where the audience is load_balancer: it delivers logs only to such buckets"
            yield Fault(f"buckets.{name}.encryption", bucket.encryption, rule)


RULES = (keys_are_used,)
