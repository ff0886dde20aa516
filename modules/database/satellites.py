"""Roles, event subscriptions and copied backups of the database. Out: live parts, and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.model import Found
from imports.normalise import last, live
from imports.resource_type import Attributes, attribute, joined
from modules.resource_type import IamResource, ResourceType, Satellites
from modules.satellites import part

INSTANCE = "aws_db_instance"
ROLE, EVENTS = "aws_db_instance_role_association", "aws_db_event_subscription"
COPIED = "aws_db_instance_automated_backups_replication"
Item = Mapping[str, Any]


def parts(aws: Aws, instances: Sequence[Item]) -> list[Found]:
    """Returns what belongs to these instances."""
    subscriptions = aws.listing_if_served("rds", "describe_event_subscriptions", "EventSubscriptionsList")
    return [
        *(role for one in instances for role in _roles(one)),
        *(copy for one in instances for copy in _copies(one)),
        *(_events(one, instances) for one in subscriptions if one.get("SourceType", "db-instance") == "db-instance"),
    ]


def _roles(instance: Item) -> list[Found]:
    id_ = instance["DBInstanceIdentifier"]
    return [
        live(
            ROLE,
            f"{id_},{role['RoleArn']}",
            {"db_instance_identifier": id_, "role_arn": role["RoleArn"]},
            name=f"{last(role['RoleArn'])} of {id_}",
        )
        for role in instance.get("AssociatedRoles", [])
    ]


def _copies(instance: Item) -> list[Found]:
    copies = instance.get("DBInstanceAutomatedBackupsReplications") or []
    arns = [copy["DBInstanceAutomatedBackupsArn"] for copy in copies]
    facts = {"source_db_instance_arn": instance.get("DBInstanceArn")}
    return [live(COPIED, arn, facts, name=f"backups of {instance['DBInstanceIdentifier']}") for arn in arns]


def _events(subscription: Item, instances: Sequence[Item]) -> Found:
    """Returns a subscription. One that names no source is about every instance of the region."""
    every = [one["DBInstanceIdentifier"] for one in instances]
    name = subscription["CustSubscriptionId"]
    return live(EVENTS, name, {"source_ids": subscription.get("SourceIdsList") or every}, name=name)


def _elsewhere(facts: Attributes) -> str:
    return "it is in another region, which the provider of this environment does not reach"


def rows(iam: tuple[IamResource, ...]) -> tuple[ResourceType, ...]:
    """Returns the rows of the three types."""
    return (
        part(
            ROLE,
            of=INSTANCE,
            at="db_instance_identifier",
            why="of the database",
            iam=iam,
            import_id=joined("db_instance_identifier", "role_arn", by=","),
        ),
        part(EVENTS, of=INSTANCE, at="source_ids", why="about the database", iam=iam, import_id=attribute("name")),
        part(
            COPIED,
            of=INSTANCE,
            at="source_db_instance_arn",
            why="copies of the database's backups",
            iam=iam,
            not_written=_elsewhere,
        ),
    )


SATELLITES = (
    Satellites(
        of=INSTANCE,
        arguments=("db_instance_identifier", "source_db_instance_arn"),
        read=(ROLE, EVENTS, COPIED),
        left_out={"aws_db_snapshot": "snapshots are data, not configuration"},
    ),
)
