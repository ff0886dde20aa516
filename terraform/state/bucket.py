"""Objects beside the state, in its bucket: written encrypted, and read so that "may not look" is not "is not there".

S3 says NoSuchKey only to those who may list the bucket; everybody else is denied, which is an error here.
https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from errors import CounterPromoError

if TYPE_CHECKING:
    from boto3 import Session

ABSENT = ("404", "NoSuchKey", "NoSuchBucket")


@dataclass(frozen=True, kw_only=True)
class Store:
    """One bucket, seen with checked credentials."""

    bucket: str
    session: Session

    def get(self, key: str) -> bytes | None:
        """What an object holds, None where it is not there. Raises CounterPromoError for any other answer."""
        reply = self._ask("get_object", Key=key)
        return None if reply is None else reply["Body"].read()

    def put(self, key: str, body: bytes) -> None:
        if self._ask("put_object", Key=key, Body=body, ServerSideEncryption="AES256") is None:
            raise CounterPromoError(f"the state bucket {self.bucket} does not exist", cure="counterpromo bootstrap")

    def remove(self, key: str) -> None:
        self._ask("delete_object", Key=key)

    def _ask(self, operation: str, **parameters: Any) -> Any:
        from botocore.exceptions import ClientError

        from aws.errors import FAILURES, explain

        try:
            make: Any = self.session.client
            return getattr(make("s3"), operation)(Bucket=self.bucket, **parameters)
        except ClientError as failure:
            if failure.response.get("Error", {}).get("Code") in ABSENT:
                return None
            raise explain(failure, service="s3", operation=_named(operation)) from failure
        except FAILURES as failure:
            raise explain(failure, service="s3", operation=_named(operation)) from failure


def _named(operation: str) -> str:
    return "".join(part.capitalize() for part in operation.split("_"))
