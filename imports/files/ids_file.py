"""The file `envs/ENV.imports.json`: the import id of each Terraform address. It is reviewed and committed.

`{"account": "437064342167", "region": "eu-west-2", "state": "s3://states/dev/terraform.tfstate",
"ids": {"aws_vpc.network_vpc": "vpc-0a1b"}}`
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from errors import CounterPromoError
from machine import regular_file
from settings.account import AwsSettings


@dataclass(frozen=True)
class Ids:
    """Address -> import id, the account and region of the resources, and the place in S3 of the state that holds them.

    `state` is empty where the file does not name it: in HCP Terraform, and in files of earlier versions.
    """

    account: str
    region: str
    by_address: Mapping[str, str]
    state: str = ""


def path_of(environment: str, folder: Path) -> Path:
    """Returns the path of the file of an environment."""
    return folder / f"{environment}.imports.json"


def read(environment: str, folder: Path) -> Ids | None:
    """Returns the ids of an environment; None if it was never imported. Raises CounterPromoError if unreadable."""
    path = path_of(environment, folder)
    if not regular_file.is_there(path):
        return None
    try:
        document = regular_file.read_json(path)
        ids = {str(address): str(id_) for address, id_ in document["ids"].items()}
        found = Ids(
            account=document["account"],
            region=document["region"],
            by_address=ids,
            state=str(document.get("state", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        why = fault if isinstance(fault, ValueError) else "it must hold account, region, and ids by address"
        raise CounterPromoError(
            f"{path} is not a file of import ids: {why}", cure=f"git checkout {path}, or import again"
        ) from fault
    _refuse_twice(ids, path)
    return found


def _refuse_twice(ids: Mapping[str, str], path: Path) -> None:
    """Raises CounterPromoError if two addresses of one type have the same id: both would manage one resource."""
    first: dict[tuple[str, str], str] = {}
    for address, id_ in ids.items():
        other = first.setdefault((address.partition(".")[0], id_), address)
        if other != address:
            raise CounterPromoError(
                f"{path}: {other} and {address} have the same id {id_}", cure=f"git checkout {path}, or import again"
            )


def read_for(aws: AwsSettings, environment: str, folder: Path) -> Ids | None:
    """Returns the ids of an environment. Raises CounterPromoError if they are of another account or region."""
    ids = read(environment, folder)
    if ids and (ids.account, ids.region) != (aws.account_id, aws.region):
        raise CounterPromoError(
            f"{path_of(environment, folder)} was written for {ids.account} in {ids.region}, "
            f"the settings say {aws.account_id} in {aws.region}",
            cure=f"remove the file, then: counterpromo import {environment}",
        )
    return ids


def write(ids: Ids, environment: str, folder: Path) -> bool:
    """Writes the ids, sorted, and returns True if the file changed."""
    state = {"state": ids.state} if ids.state else {}
    document = {"account": ids.account, "region": ids.region, **state, "ids": dict(sorted(ids.by_address.items()))}
    text = json.dumps(document, indent=2) + "\n"
    path = path_of(environment, folder)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    regular_file.write(path, text)
    return True


def removed_file(environment: str, folder: Path) -> Path:
    """Returns the path of the file with the `removed` blocks, which undo an adoption."""
    return folder / f"{environment}.removed.tf.json"


def write_removed(addresses: Iterable[str], environment: str, folder: Path) -> None:
    """Writes Terraform's `removed` blocks for these addresses: https://developer.hashicorp.com/terraform/language/resources/syntax#removing-resources.

    They undo an adoption: with this file in place of the resources, a plan removes them from the state only.
    """
    blocks = [{"from": address, "lifecycle": {"destroy": False}} for address in sorted(addresses)]
    text = json.dumps({"removed": blocks}, indent=2) + "\n"
    removed_file(environment, folder).write_text(text, encoding="utf-8")
