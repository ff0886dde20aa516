"""Queues as AWS makes them today, and one that is gone while its parameter stays."""

from tests.adoption.account import Account

NAMES = tuple(f"counterpromo-{part}" for part in ("dev-jobs", "dev-jobs-dlq", "devlocal-jobs", "devlocal-jobs-dlq"))


def largest_message_of_today(account: Account) -> None:
    """1 MiB is the default of every queue made since August 2025; provider 5.100.0 accepts up to 256 KiB.

    https://aws.amazon.com/about-aws/whats-new/2025/08/amazon-sqs-max-payload-size-1mib/
    """
    sqs = account.client("sqs")
    for name in NAMES:
        url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"MaximumMessageSize": "1048576"})


def queue_is_gone(account: Account) -> None:
    """The parameter with the queue's URL is still there."""
    sqs = account.client("sqs")
    sqs.delete_queue(QueueUrl=sqs.get_queue_url(QueueName="counterpromo-devlocal-jobs")["QueueUrl"])
