"""STS: the account of a key, which decides what the key's requests see."""

from __future__ import annotations

from moto.iam import models as iam
from moto.iam.models import iam_backends
from moto.utilities.utils import PARTITION_NAMES

from sandbox.moto_fixes.patch import patch


def credentials_belong_to_an_account(account_id: str) -> None:
    """Uses the account that issued a key; the sandbox's own key belongs to `account_id`.

    moto's MOTO_ACCOUNT_ID sets one account for all keys, so an assumed role in another account would not work.
    https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
    """

    def get_account_id_from(access_key: str) -> str:
        for account, partitions in list(iam_backends.items()):
            if any(access_key in partitions[partition].access_keys for partition in PARTITION_NAMES):
                return str(account)
        return account_id

    patch(iam, "get_account_id_from", get_account_id_from)
