"""Queues, each with its dead-letter queue. In: `[queues]`. Out: URL, ARNs, and the permissions on them."""

from typing import Any

from constructs import Construct

from modules.addresses import addressed
from modules.arns import regional
from modules.bindings import sqs_queue
from modules.iam_documents import Statement, allow, compact
from modules.messaging.settings import QueueSettings
from modules.setting_map import Feed, tagged_by, tags_of
from settings.account import AwsSettings
from terraform.literal import literal

QUEUE = Feed(
    {
        "name": "name",
        "message_retention_seconds": "retention_seconds",
        "visibility_timeout_seconds": "visibility_timeout_seconds",
        "receive_wait_time_seconds": "receive_wait_seconds",
        "delay_seconds": "delay_seconds",
        "max_message_size": "maximum_message_bytes",
    }
)
DEAD_LETTERS = Feed(
    {
        "name": "dead_letter_name",
        "message_retention_seconds": "dead_letter_retention_seconds",
        "visibility_timeout_seconds": "dead_letter_visibility_timeout_seconds",
        "receive_wait_time_seconds": "dead_letter_receive_wait_seconds",
    }
)

ENCRYPTION = Feed({"sqs_managed_sse_enabled": "managed_encryption", "kms_master_key_id": "kms_key"})
DEAD_LETTER_ENCRYPTION = Feed(
    {"sqs_managed_sse_enabled": "dead_letter_managed_encryption", "kms_master_key_id": "dead_letter_kms_key"}
)


class Queue(Construct):
    """One queue. A message that fails `max_receives` times goes to the dead-letter queue."""

    def __init__(self, scope: Construct, id_: str, *, settings: QueueSettings, aws: AwsSettings) -> None:
        super().__init__(scope, id_)
        self.dead_letters = addressed(
            sqs_queue.SqsQueue(
                self,
                "dead_letters",
                **DEAD_LETTERS.of(settings),
                **_encrypted(settings.dead_letter_managed_encryption, settings.dead_letter_kms_key),
                tags=tags_of(settings.dead_letter_tags),
            ),
            fed_by=DEAD_LETTERS.by(settings)
            | DEAD_LETTER_ENCRYPTION.by(settings)
            | {f"{settings.where}.dead_letter_tags": "tags"},
        )
        redrive = {"deadLetterTargetArn": self.dead_letters.arn, "maxReceiveCount": settings.max_receives}
        self.queue = addressed(
            sqs_queue.SqsQueue(
                self,
                "queue",
                **QUEUE.of(settings),
                **_encrypted(settings.managed_encryption, settings.kms_key),
                redrive_policy=compact(redrive),
                tags=tags_of(settings.tags),
            ),
            fed_by=QUEUE.by(settings)
            | ENCRYPTION.by(settings)
            | {f"{settings.where}.max_receives": "redrive_policy>maxReceiveCount"}
            | tagged_by(settings),
        )
        self.arn = regional("sqs", settings.name, aws=aws)
        self.dead_letters_arn = regional("sqs", settings.dead_letter_name, aws=aws)
        # Written as AWS writes it: an emulator answers with its own host, which must not get into a parameter.
        self.url = f"https://sqs.{aws.region}.amazonaws.com/{aws.account_id}/{self.queue.name}"

    def send_and_receive(self, sid: str) -> Statement:
        """Returns the statement that lets a task send, receive and delete messages."""
        verbs = [
            "SendMessage",
            "ReceiveMessage",
            "DeleteMessage",
            "ChangeMessageVisibility",
            "GetQueueAttributes",
            "GetQueueUrl",
        ]
        return allow(sid, actions=[f"sqs:{verb}" for verb in verbs], resources=[self.arn, self.dead_letters_arn])


def _encrypted(managed: bool, kms_key: str | None) -> dict[str, Any]:
    """Returns the encryption argument: the key of SQS or a key of KMS. Terraform accepts one of the two."""
    return {"kms_master_key_id": literal(kms_key)} if kms_key else {"sqs_managed_sse_enabled": managed}
