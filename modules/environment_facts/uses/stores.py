"""Uses of RDS, S3, SQS and ECR.

https://aws.amazon.com/rds/postgresql/pricing/
With Multi-AZ, the instance and its storage count twice:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_OnDemandDBInstances.html
"""

from __future__ import annotations

from collections.abc import Iterator

from cost.prices import HOURS
from cost.usage import Range, Usage
from modules.environment_facts.things import Thing, Things, number

DATABASE, DATABASE_STORAGE, BACKUPS = "Database instances", "Database storage", "Database backups"
_GROWN = "from the storage at the start to the upper limit of storage autoscaling"
# type -> (part, price)
_STORES = {
    "aws_s3_bucket": ("Buckets", "bucket_storage"),
    "aws_ecr_repository": ("Image repositories", "image_storage"),
}


def uses(things: Things) -> Iterator[Usage]:
    """Yields the uses of databases, and of each bucket, queue and repository by assumption."""
    for instance in things.of("aws_db_instance"):
        yield from _database(things, instance)
    for type_, (part, price) in _STORES.items():
        for thing in things.of(type_):
            yield Usage.by_assumption(part, things.text(thing, "bucket" if type_ == "aws_s3_bucket" else "name"), price)
    for queue in things.of("aws_sqs_queue"):
        price = "queue_requests_fifo" if things.get(queue, "fifo_queue") is True else "queue_requests"
        yield Usage.by_assumption("Queues", things.text(queue, "name"), price)


def _database(things: Things, instance: Thing) -> Iterator[Usage]:
    name = things.text(instance, "identifier")
    class_ = str(things.get(instance, "instance_class", "class not known"))
    storage = str(things.get(instance, "storage_type") or "gp2")
    copies = 2 if things.get(instance, "multi_az") is True else 1
    size, limit = (number(things.get(instance, key, 0)) for key in ("allocated_storage", "max_allocated_storage"))
    yield Usage(part=DATABASE, name=name, price=f"rds_{class_.replace('.', '_')}", amount=Range.of(HOURS * copies))
    gib = Range(low=size, high=max(size, limit)) * copies
    yield Usage(part=DATABASE_STORAGE, name=name, price=f"rds_storage_{storage}", amount=gib, between=_GROWN)
    if number(things.get(instance, "backup_retention_period", 0)):
        yield Usage.by_assumption(BACKUPS, name, "rds_backup")
