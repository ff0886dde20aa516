"""Resources in Terraform's words, whatever they were read from, with the attributes that only AWS knows worked out.

Settings, a plan and a live account all become `Things`; the other files here turn these into the model of `reach`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from terraform.expressions import Unresolved, resolve, value_at
from terraform.stack import Address

# (type, attribute) -> its value, from other attributes of the resource. The suffix of a secret's ARN is AWS's choice.
_WORKED_OUT: Mapping[tuple[str, str], str] = {
    ("aws_cloudwatch_log_group", "arn"): "arn:aws:logs:{region}:{account}:log-group:{name}",
    ("aws_cloudwatch_log_group", "id"): "{name}",
    (
        "aws_db_instance",
        "master_user_secret",
    ): "arn:aws:secretsmanager:{region}:{account}:secret:rds!db-{identifier}-??????",
    ("aws_ecr_repository", "arn"): "arn:aws:ecr:{region}:{account}:repository/{name}",
    ("aws_ecr_repository", "id"): "{name}",
    ("aws_ecr_repository", "repository_url"): "{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    ("aws_iam_policy", "arn"): "arn:aws:iam::{account}:policy/{name}",
    ("aws_iam_role", "arn"): "arn:aws:iam::{account}:role/{name}",
    ("aws_iam_role", "id"): "{name}",
    ("aws_lb", "dns_name"): "{name}.{region}.elb.amazonaws.com",
    ("aws_s3_bucket", "arn"): "arn:aws:s3:::{bucket}",
    ("aws_s3_bucket", "id"): "{bucket}",
    ("aws_secretsmanager_secret", "arn"): "arn:aws:secretsmanager:{region}:{account}:secret:{name}-??????",
    ("aws_secretsmanager_secret", "id"): "arn:aws:secretsmanager:{region}:{account}:secret:{name}-??????",
    ("aws_sqs_queue", "arn"): "arn:aws:sqs:{region}:{account}:{name}",
    ("aws_sqs_queue", "id"): "https://sqs.{region}.amazonaws.com/{account}/{name}",
    ("aws_sqs_queue", "url"): "https://sqs.{region}.amazonaws.com/{account}/{name}",
    ("aws_ssm_parameter", "arn"): "arn:aws:ssm:{region}:{account}:parameter{name}",
    ("aws_vpc_endpoint", "prefix_list_id"): "{service_name}",
}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """One resource: `address` is its address, or its id in a live account; `values` are attributes that are known."""

    address: str
    type: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Things:
    """All resources of one source. `code` holds, by address, the arguments to fall back on where a plan knows none."""

    account: str
    region: str
    listed: tuple[Thing, ...]
    code: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()

    @cached_property
    def _by_address(self) -> Mapping[str, Thing]:
        return {thing.address: thing for thing in self.listed}

    def of(self, type_: str) -> Iterator[Thing]:
        """Yields the resources of a type."""
        return (thing for thing in self.listed if thing.type == type_)

    def get(self, thing: Thing, path: str, default: Any = None) -> Any:
        """Returns the value at a path; the default if it is not known."""
        found = self._known(thing, path)
        return default if found is None else found

    def text(self, thing: Thing, path: str) -> str:
        """Returns an attribute as text; for an id or ARN that only AWS knows, a text that stands for it."""
        found = self._known(thing, path)
        return str(found) if found not in (None, "") else self._stands_for(thing, path)

    def name(self, thing: Thing) -> str:
        """Returns the name of a resource: its Name tag, its name, or its id."""
        named = (self.get(thing, "tags.Name"), self.get(thing, "name"), self.get(thing, "id"), thing.address)
        return str(next(name for name in named if name))

    def _known(self, thing: Thing, path: str) -> Any:
        found = value_at(thing.values, path)
        if found is not None:
            return found
        argument = value_at(self.code.get(thing.address, {}), path)
        try:
            return _plain(resolve(argument, self._look_up))
        except Unresolved:
            return None

    def _look_up(self, address: str, path: str) -> Any:
        """Returns what a reference stands for. A resource that is not listed keeps its address."""
        thing = self._by_address.get(address)
        if thing is None:
            return f"{address}.{path}"
        found = self._known(thing, path)
        return self._stands_for(thing, path) if found is None else found

    def _stands_for(self, thing: Thing, path: str) -> str:
        attribute = path.replace("[", ".").partition(".")[0]
        template = _WORKED_OUT.get((thing.type, attribute))
        if template is None:
            return f"{thing.address}.{path}"
        known = {name: self._known(thing, name) for name in ("name", "bucket", "identifier", "service_name")}
        return template.format(account=self.account, region=self.region, **known)


def type_of(address: str) -> str:
    """Returns the Terraform type in an address."""
    return Address.parse(address).type


def number(value: Any) -> int:
    """Returns a number that may be written as text; 0 for anything else."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0


def texts(value: Any) -> tuple[str, ...]:
    """Returns a list of texts as a tuple; nothing for a value that is no list."""
    return tuple(str(one) for one in value) if isinstance(value, list | tuple) else ()


def _plain(value: Any) -> Any:
    """Returns a value of the code with the escapes of templates undone."""
    match value:
        case str():
            return value.replace("$${", "${").replace("%%{", "%{")
        case Mapping():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            return value
