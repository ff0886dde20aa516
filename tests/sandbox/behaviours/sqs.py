"""Queue attributes."""

import json

from tests.sandbox.account import ACCOUNT_ID, REGION, Account, unique


def documents_are_compact_json(aws: Account) -> None:
    dead_letters = aws.client("sqs").create_queue(QueueName=unique("dead"))["QueueUrl"]
    arn = _attribute(aws, dead_letters, "QueueArn")
    redrive = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":5}}'
    attributes = {"RedrivePolicy": redrive, "Policy": _policy("*")}
    queue = aws.client("sqs").create_queue(QueueName=unique("queue"), Attributes=attributes)["QueueUrl"]
    assert _attribute(aws, queue, "RedrivePolicy") == redrive
    assert _attribute(aws, queue, "Policy") == _policy("*")
    spaced = {"RedrivePolicy": json.dumps({"maxReceiveCount": "5", "deadLetterTargetArn": arn}, indent=1)}
    aws.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes=spaced)
    assert _attribute(aws, queue, "RedrivePolicy") == redrive


def queues_have_a_redrive_allow_policy(aws: Account) -> None:
    sqs, queue = aws.client("sqs"), aws.client("sqs").create_queue(QueueName=unique("queue"))["QueueUrl"]
    assert _attribute(aws, queue, "RedriveAllowPolicy") is None
    allowed = '{"redrivePermission":"denyAll"}'
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedriveAllowPolicy": allowed})
    assert _attribute(aws, queue, "RedriveAllowPolicy") == allowed
    assert _attribute(aws, queue, "All") == allowed
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedriveAllowPolicy": ""})
    assert _attribute(aws, queue, "RedriveAllowPolicy") is None


def set_queue_attributes_leaves_the_others_alone(aws: Account) -> None:
    sqs = aws.client("sqs")
    queue = sqs.create_queue(QueueName=unique("queue"), Attributes={"Policy": _policy("*")})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "99"})
    assert json.loads(_attribute(aws, queue, "Policy") or "null") == json.loads(_policy("*"))
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    assert _attribute(aws, queue, "Policy") is None


def a_kms_key_takes_the_place_of_sqs_own(aws: Account) -> None:
    key = {"KmsMasterKeyId": "alias/aws/sqs"}
    queue = aws.client("sqs").create_queue(QueueName=unique("queue"), Attributes=key)["QueueUrl"]
    assert _attribute(aws, queue, "KmsMasterKeyId") == "alias/aws/sqs"
    assert _attribute(aws, queue, "SqsManagedSseEnabled") == "false"


def queue_urls_name_the_region(aws: Account) -> None:
    sqs, name = aws.client("sqs"), unique("queue")
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT_ID}/{name}"
    assert sqs.create_queue(QueueName=name)["QueueUrl"] == url
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    assert url in sqs.list_queues()["QueueUrls"]
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "hello"


def _attribute(aws: Account, queue: str, name: str) -> str | None:
    """Returns one attribute; of all of them by default, the redrive allow policy."""
    attributes = aws.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=[name]).get("Attributes", {})
    value: str | None = attributes.get("RedriveAllowPolicy" if name == "All" else name)
    return value


def _policy(principal: str) -> str:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, separators=(",", ":"))


BEHAVIOURS = (
    queues_have_a_redrive_allow_policy,
    documents_are_compact_json,
    set_queue_attributes_leaves_the_others_alone,
    a_kms_key_takes_the_place_of_sqs_own,
    queue_urls_name_the_region,
)
