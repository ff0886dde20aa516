"""Makes the parameters that the tasks read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.handmade.console import Console, Tags, tag_list
from sandbox.handmade.database import PORT
from sandbox.handmade.messaging import DEVLOCAL_JOBS, JOBS, queue_url
from sandbox.handmade.storage import PURPOSES, bucket_name


@dataclass(frozen=True, kw_only=True)
class ParametersForm:
    """Stripe prices by plan, and the parameters that nobody made."""

    prices: Mapping[str, str]
    described: bool = False
    forgotten: frozenset[str] = frozenset()
    tags: Tags = field(default_factory=dict)


DEV_PARAMETERS = ParametersForm(prices={"starter": "price_1SvgC3GTMcpBWf0yIiwTxLYq"})


def parameter_arn(console: Console, path: str) -> str:
    """Returns the ARN of one of DEV's parameters, as containers and policies name it."""
    return f"arn:aws:ssm:{console.region}:{console.account_id}:parameter/counterpromo/dev/{path}"


def make_parameters(console: Console, form: ParametersForm, *, database_host: str, database_name: str) -> None:
    """Makes the parameters, all of type String."""
    values = {
        "/counterpromo/dev/db/host": database_host,
        "/counterpromo/dev/db/port": str(PORT),
        "/counterpromo/dev/db/name": database_name,
        "/counterpromo/dev/sqs/jobs_queue_url": queue_url(console, JOBS),
        "/counterpromo/devlocal/sqs/jobs_queue_url": queue_url(console, DEVLOCAL_JOBS),
        **{f"/counterpromo/dev/s3/{purpose}_bucket": bucket_name(console, purpose) for purpose in PURPOSES},
    }
    for plan, price in form.prices.items():
        values[f"/counterpromo/dev/stripe/price_{plan}"] = price
        values[f"/counterpromo/dev/billing/price_map/{price}"] = plan
    for name, value in values.items():
        _type_in(console, form, name, value)


def _type_in(console: Console, form: ParametersForm, name: str, value: str) -> None:
    if name in form.forgotten:
        console.notes.left_out("aws_ssm_parameter", f"parameter {name}")
        return
    extra: dict[str, Any] = {"Tags": tag_list(tags=form.tags)} if form.tags else {}
    described = {"Description": name.rpartition("/")[2].replace("_", " ")} if form.described else {}
    console.client("ssm").put_parameter(Name=name, Value=value, Type="String", **described, **extra)
    console.notes.made("aws_ssm_parameter", name, f"parameter {name}")
