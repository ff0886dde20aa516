"""Databases, and the stores of the model: queues, buckets, secrets, parameters, repositories and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modules.environment_facts.things import Thing, Things, number, texts
from reach.model.services import CacheRule, Database, Store


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """A kind of store: its type, the attributes for name, value and key, and the type that holds its policy.

    `owner` is the attribute by which the policy names the store, and `by` the store's attribute that it holds.
    """

    kind: str
    type: str
    name: str
    value: str
    key: str = ""
    policy_type: str = ""
    owner: str = ""
    by: str = "id"


_KINDS = (
    _Kind(
        kind="queue",
        type="aws_sqs_queue",
        name="name",
        value="url",
        key="kms_master_key_id",
        policy_type="aws_sqs_queue_policy",
        owner="queue_url",
    ),
    _Kind(
        kind="bucket",
        type="aws_s3_bucket",
        name="bucket",
        value="bucket",
        policy_type="aws_s3_bucket_policy",
        owner="bucket",
    ),
    _Kind(
        kind="secret",
        type="aws_secretsmanager_secret",
        name="name",
        value="arn",
        key="kms_key_id",
        policy_type="aws_secretsmanager_secret_policy",
        owner="secret_arn",
        by="arn",
    ),
    _Kind(kind="parameter", type="aws_ssm_parameter", name="name", value="value", key="key_id"),
    _Kind(
        kind="repository",
        type="aws_ecr_repository",
        name="name",
        value="repository_url",
        policy_type="aws_ecr_repository_policy",
        owner="repository",
    ),
    _Kind(kind="key", type="aws_kms_key", name="key_id", value="key_id"),
)


def stores(things: Things) -> Iterator[Store]:
    """Yields every store, and the secrets in which RDS keeps the master password."""
    for kind in _KINDS:
        policies = _policies(things, kind)
        for thing in things.of(kind.type):
            own = things.get(thing, "policy", "")
            tags = things.get(thing, "image_tags")
            yield Store(
                kind=kind.kind,
                name=things.text(thing, kind.name),
                arn=things.text(thing, "arn"),
                value=things.text(thing, kind.value),
                policy=policies.get(things.text(thing, kind.by), str(own)),
                key=_key(things, thing, kind),
                tags=texts(tags) if tags is not None else None,
            )
    yield from _secrets_of_rds(things)


def databases(things: Things) -> Iterator[Database]:
    """Yields every database instance."""
    subnets = {things.text(one, "name"): one for one in things.of("aws_db_subnet_group")}
    for instance in things.of("aws_db_instance"):
        group = subnets.get(str(things.get(instance, "db_subnet_group_name", "")))
        yield Database(
            id=things.text(instance, "identifier"),
            host=things.text(instance, "address"),
            port=number(things.get(instance, "port", 5432)),
            subnets=texts(things.get(group, "subnet_ids", [])) if group else (),
            groups=texts(things.get(instance, "vpc_security_group_ids", [])),
        )


def cache_rules(things: Things) -> Iterator[CacheRule]:
    """Yields every pull-through cache rule."""
    for rule in things.of("aws_ecr_pull_through_cache_rule"):
        prefix, upstream = things.text(rule, "ecr_repository_prefix"), things.text(rule, "upstream_registry_url")
        yield CacheRule(prefix=prefix, upstream=upstream)


def _policies(things: Things, kind: _Kind) -> Mapping[str, str | None]:
    """Returns store -> its resource policy, of policies that are resources of their own; None if not known."""
    found: dict[str, str | None] = {}
    for policy in things.of(kind.policy_type) if kind.policy_type else ():
        text = things.get(policy, "policy")
        found[things.text(policy, kind.owner)] = None if text is None else str(text)
    return found


def _key(things: Things, thing: Thing, kind: _Kind) -> str:
    """Returns the customer-managed key; empty for a key of AWS, which needs no permission of the caller."""
    key = str(things.get(thing, kind.key, "")) if kind.key else ""
    return "" if key.startswith("alias/aws/") else key


def _secrets_of_rds(things: Things) -> Iterator[Store]:
    for instance in things.of("aws_db_instance"):
        if things.get(instance, "manage_master_user_password") is True or things.get(instance, "master_user_secret"):
            arn = things.text(instance, "master_user_secret[0].secret_arn")
            yield Store(kind="secret", name=f"of database {things.text(instance, 'identifier')}", arn=arn, value=arn)
