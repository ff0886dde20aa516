"""Sections 3 to 14 of the infrastructure reference, and which Terraform types each of them documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from audit.inventory.items import Inventory, Item, Section, Standing


@dataclass(frozen=True, kw_only=True)
class _Heading:
    """A section: its title, prefixes of the types that it documents, and what it documents outside of AWS."""

    title: str
    types: tuple[str, ...]
    outside: tuple[str, ...] = ()


_HEADINGS: Mapping[int, _Heading] = {
    3: _Heading(
        title="Networking",
        types=(
            "aws_default_route_table",
            "aws_internet_gateway",
            "aws_main_route_table_association",
            "aws_nat_gateway",
            "aws_eip",
            "aws_network_acl",
            "aws_route",
            "aws_route_table",
            "aws_subnet",
            "aws_vpc",
        ),
    ),
    4: _Heading(
        title="Load balancing and DNS",
        types=("aws_acm_certificate", "aws_lb", "aws_lb_listener", "aws_route53"),
        outside=("the delegation of the domain at its registrar, Hover",),
    ),
    5: _Heading(title="ECS (Fargate)", types=("aws_ecs", "aws_cloudwatch_log_group", "aws_appautoscaling")),
    6: _Heading(title="Target groups", types=("aws_lb_target_group",)),
    7: _Heading(
        title="Database (RDS PostgreSQL)",
        types=("aws_db", "aws_rds"),
        outside=("the schema: `counterpromo schema check`",),
    ),
    8: _Heading(title="Storage (S3)", types=("aws_s3",)),
    9: _Heading(title="Messaging (SQS)", types=("aws_sqs",)),
    10: _Heading(title="Configuration and secrets", types=("aws_secretsmanager", "aws_ssm")),
    11: _Heading(
        title="Security groups", types=("aws_security_group", "aws_vpc_security_group", "aws_default_security_group")
    ),
    12: _Heading(title="IAM roles and permissions", types=("aws_iam",)),
    13: _Heading(title="Stripe", types=(), outside=("the webhook endpoint at Stripe",)),
    14: _Heading(title="Observability and alarms", types=("aws_cloudwatch_metric_alarm", "aws_cloudwatch_composite")),
}
_STRIPE = ("/stripe/", "/billing/")


def arrange(items: Iterable[Item], *, unread: str = "") -> Inventory:
    """Returns the inventory: each item in its section, and below those that no section documents."""
    placed: dict[int, list[Item]] = {number: [] for number in _HEADINGS}
    others: list[Item] = []
    for item in sorted(items, key=lambda one: (one.type, one.address, one.name, one.id)):
        number = section_of(item)
        (placed[number] if number else others).append(item)
    sections = tuple(
        Section(number=number, title=heading.title, items=tuple(placed[number]), outside=heading.outside)
        for number, heading in _HEADINGS.items()
    )
    return Inventory(sections=sections, undocumented=tuple(others), unread=unread)


def section_of(item: Item) -> int:
    """Returns the number of the section that documents an item; 0 for none, and for a stray, which none documents."""
    if item.standing is Standing.STRAY:
        return 0
    if item.type == "aws_ssm_parameter" and any(part in item.name for part in _STRIPE):
        return 13
    found = [
        (len(prefix), number)
        for number, heading in _HEADINGS.items()
        for prefix in heading.types
        if item.type == prefix or item.type.startswith(f"{prefix}_")
    ]
    return max(found)[1] if found else 0
