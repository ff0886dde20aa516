"""The parameters the tasks read, typed in one by one from the pages of what had been made."""

from __future__ import annotations

from sandbox.handmade.console import Console
from sandbox.handmade.database import DATABASE, PORT
from sandbox.handmade.messaging import DEVLOCAL_JOBS, JOBS, queue_url
from sandbox.handmade.storage import PURPOSES, bucket_name

STRIPE_PRICE = "price_1SvgC3GTMcpBWf0yIiwTxLYq"
PLAN = "starter"


def parameter_arn(console: Console, path: str) -> str:
    """The ARN of one of DEV's parameters, as containers and policies name it."""
    return f"arn:aws:ssm:{console.region}:{console.account_id}:parameter/counterpromo/dev/{path}"


def make_parameters(console: Console, *, database_host: str) -> None:
    """All plain strings, no descriptions."""
    ssm = console.client("ssm")
    values = {
        "/counterpromo/dev/db/host": database_host,
        "/counterpromo/dev/db/port": str(PORT),
        "/counterpromo/dev/db/name": DATABASE,
        "/counterpromo/dev/sqs/jobs_queue_url": queue_url(console, JOBS),
        "/counterpromo/devlocal/sqs/jobs_queue_url": queue_url(console, DEVLOCAL_JOBS),
        **{f"/counterpromo/dev/s3/{purpose}_bucket": bucket_name(console, purpose) for purpose in PURPOSES},
        f"/counterpromo/dev/stripe/price_{PLAN}": STRIPE_PRICE,
        f"/counterpromo/dev/billing/price_map/{STRIPE_PRICE}": PLAN,
    }
    for name, value in values.items():
        ssm.put_parameter(Name=name, Value=value, Type="String")
