"""A running service uses databases, queues and buckets: those that its containers are told of.

A container is told of a resource by a variable, or by an injected parameter, whose value is the host of the database,
the URL or name of the queue, or the name of the bucket.
"""

from __future__ import annotations

from collections.abc import Iterator

from reach.hops import Hop, Path, Phase
from reach.model.environment import Environment
from reach.model.network import Interface
from reach.model.services import Database, Service, Store
from reach.network.connection import connect
from reach.paths.caller import Call, call, interfaces, once, role_hop
from reach.paths.injection import store_of

_QUEUE = ("sqs:SendMessage", "sqs:ReceiveMessage")
_BUCKET = ("s3:GetObject", "s3:PutObject")


def use_resources(environment: Environment, service: Service) -> Iterator[Path]:
    """Yields one path for each database, queue and bucket that a container is told of."""
    told = _told(environment, service)
    for database in environment.databases:
        if database.host in told:
            yield Path(
                service=service.key,
                does=f"reach database {database.id}",
                phase=Phase.RUN,
                rule="database-unreachable",
                hops=once(_database(environment, service, database)),
                ends=(service.key, f"database {database.id}"),
                port=database.port,
            )
    for queue in environment.stores_of("queue"):
        if {queue.value, queue.arn, queue.name} & told:
            what = Call(service="sqs", actions=_QUEUE, resource=queue.arn, policy=queue.policy)
            yield _use(environment, service, queue, what)
    for bucket in environment.stores_of("bucket"):
        if {bucket.value, bucket.arn, bucket.name} & told:
            what = Call(service="s3", actions=_BUCKET, resource=f"{bucket.arn}/*", policy=bucket.policy)
            yield _use(environment, service, bucket, what)


def _use(environment: Environment, service: Service, store: Store, what: Call) -> Path:
    named = f"{store.kind} {store.name}"
    return Path(
        service=service.key,
        does=f"use {named}",
        phase=Phase.RUN,
        rule=f"{store.kind}-unusable",
        hops=once(_store(environment, service, what)),
        ends=(service.key, named),
        target=store.name,
    )


def _told(environment: Environment, service: Service) -> set[str]:
    """Returns the values of all variables and injected parameters; a secret's value is never read."""
    containers = service.containers or ()
    stores = [store_of(environment, one) for container in containers for one in container.injected]
    values = {store.value for store in stores if store and store.kind == "parameter"}
    values |= {value for container in containers for value in container.environment.values()}
    return values - {""}


def _database(environment: Environment, service: Service, database: Database) -> Iterator[Hop]:
    for source in interfaces(service):
        for subnet in database.subnets:
            target = Interface(label=f"database {database.id}", subnet=subnet, groups=database.groups)
            yield from connect(environment.network, source, target, port=database.port)


def _store(environment: Environment, service: Service, what: Call) -> Iterator[Hop]:
    yield role_hop(environment, service, service.task_role, purpose="task role")
    yield from call(environment, service, role=service.task_role, what=what)
