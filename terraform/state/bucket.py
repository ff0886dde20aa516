"""Reads and writes objects in the state's bucket. An object that we may not read is an error, not an absent object.

S3 answers NoSuchKey only to callers who may list the bucket; all others get AccessDenied.
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
    """The bucket of the state, and a session with checked credentials."""

    bucket: str
    session: Session

    def get(self, key: str) -> bytes | None:
        """Returns the content of an object; None if there is none. Raises CounterPromoError for other answers."""
        reply = self._ask("get_object", Key=key)
        return None if reply is None else reply["Body"].read()

    def put(self, key: str, body: bytes) -> None:
        """Writes an encrypted object. Raises CounterPromoError if that fails."""
        if self._ask("put_object", Key=key, Body=body, ServerSideEncryption="AES256") is None:
            raise CounterPromoError(f"the state bucket {self.bucket} does not exist", cure="counterpromo bootstrap")

    def remove(self, key: str) -> None:
        """Deletes an object, if it exists."""
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
