"""Live values of buckets, queues, topic, secrets, parameters, image repository and log groups."""

from __future__ import annotations

import json
from typing import Any

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT, REGION
from tests.coverage.account import BUCKET, KMS_KEY, NAME, QUEUE, REPOSITORY, ROLE, TOPIC, Shown
from tests.coverage.live.reads import answer, item, tags

_SECRET, _PARAMETER = f"{NAME.replace('-', '/')}/db/postgres", f"/{NAME.replace('-', '/')}/db/host"


_CORS = {
    "AllowedHeaders": ["x-basket"],
    "AllowedMethods": ["PUT"],
    "AllowedOrigins": ["https://example.com"],
    "ExposeHeaders": ["etag"],
    "MaxAgeSeconds": 777,
}


_READER = {"Type": "CanonicalUser", "ID": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}
_DSSE = {"encryptionType": "KMS_DSSE", "kmsKey": KMS_KEY}


def policy(action: str, resource: str) -> str:
    """Returns a policy that this account may do one thing more."""
    principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    statement = {"Sid": "More", "Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def first(account: Shown) -> list[Amendment]:
    """Returns buckets with every sub-resource, a KMS queue with policies, a topic that reports deliveries."""
    return [*_bucket(), *_queue(account), *_topic(), *_secret(account), *_parameter(), *_images(), *_logs()]


def second(account: Shown) -> list[Amendment]:
    """Returns what excludes the first: another bucket's lifecycle, versioning and encryption, SQS's key."""
    other = {"Bucket": BUCKET}
    small = {"Filter": {"And": {"Prefix": "tmp/", "Tags": tags(kind="scratch"), **_sizes()}}}
    rules = [
        {"ID": "and", "Status": "Enabled", **small, "Expiration": {"Days": 3}},
        {
            "ID": "tag",
            "Status": "Disabled",
            "Filter": {"Tag": {"Key": "kind", "Value": "old"}},
            "Expiration": {"Days": 4},
        },
        {"ID": "old", "Status": "Enabled", "Prefix": "old/", "Expiration": {"ExpiredObjectDeleteMarker": True}},
    ]
    return [
        answer("s3.GetBucketLifecycleConfiguration", other, Rules=rules),
        answer("s3.GetBucketVersioning", other, Status="Suspended", MFADelete="Enabled"),
        answer("s3.GetObjectLockConfiguration", other, ObjectLockConfiguration=_locked({"Years": 3})),
        answer("s3.GetBucketAcl", other, Grants=[{"Grantee": _READER, "Permission": "READ"}]),
        answer("s3.GetBucketWebsite", other, RedirectAllRequestsTo={"HostName": "example.com", "Protocol": "https"}),
        item("ssm.DescribeParameters", "Parameters", {"Name": _PARAMETER}, DataType="aws:ec2:image"),
        answer("sqs.GetQueueAttributes", {"QueueUrl": account.queue_url}, Attributes={"SqsManagedSseEnabled": "false"}),
        item("ecr.DescribeRepositories", "repositories", {"repositoryName": REPOSITORY}, encryptionConfiguration=_DSSE),
    ]


def replica(account: Shown) -> list[Amendment]:
    """Returns a secret with a copy in another region, under that region's key."""
    arn = account.client("secretsmanager").describe_secret(SecretId=_SECRET)["ARN"]
    status = [{"Region": "eu-west-1", "KmsKeyId": KMS_KEY.replace(REGION, "eu-west-1"), "Status": "InSync"}]
    return [answer("secretsmanager.DescribeSecret", {"SecretId": arn}, ReplicationStatus=status)]


def third(account: Shown) -> list[Amendment]:
    """Returns a website with rules of routing."""
    rule = {"Condition": {"KeyPrefixEquals": "docs/"}, "Redirect": {"ReplaceKeyPrefixWith": "documents/"}}
    which = {"Bucket": BUCKET}
    return [answer("s3.GetBucketWebsite", which, IndexDocument={"Suffix": "index.html"}, RoutingRules=[rule])]


def exclusions(account: Shown) -> list[Amendment]:
    """Returns a repository whose tags are mutable but for some: AWS has this since 2025, and the provider not yet."""
    which = {"repositoryName": REPOSITORY}
    return [item("ecr.DescribeRepositories", "repositories", which, imageTagMutability="MUTABLE_WITH_EXCLUSION")]


def _locked(retention: dict[str, int]) -> dict[str, Any]:
    return {"ObjectLockEnabled": "Enabled", "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", **retention}}}


def _granted() -> list[dict[str, Any]]:
    everybody = {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery"}
    owner = {"Type": "CanonicalUser", "ID": "75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a"}
    return [{"Grantee": owner, "Permission": "FULL_CONTROL"}, {"Grantee": everybody, "Permission": "WRITE"}]


def _replicated() -> dict[str, Any]:
    enabled = {"Status": "Enabled"}
    destination = {
        "Bucket": f"arn:aws:s3:::{NAME}-copies",
        "Account": ACCOUNT,
        "StorageClass": "GLACIER_IR",
        "AccessControlTranslation": {"Owner": "Destination"},
        "EncryptionConfiguration": {"ReplicaKmsKeyID": KMS_KEY},
        "ReplicationTime": {**enabled, "Time": {"Minutes": 15}},
        "Metrics": {**enabled, "EventThreshold": {"Minutes": 15}},
    }
    rule = {
        "ID": "copies",
        "Priority": 7,
        "Status": "Enabled",
        "Filter": {"And": {"Prefix": "in/", "Tags": tags(kind="kept")}},
        "SourceSelectionCriteria": {"SseKmsEncryptedObjects": enabled},
        "DeleteMarkerReplication": enabled,
        "Destination": destination,
    }
    old = {"ID": "old", "Status": "Disabled", "Prefix": "old/", "Destination": {"Bucket": destination["Bucket"]}}
    return {"Role": ROLE, "Rules": [rule, old]}


def _sizes() -> dict[str, int]:
    return {"ObjectSizeGreaterThan": 1000, "ObjectSizeLessThan": 900000}


def _bucket() -> list[Amendment]:
    which = {"Bucket": BUCKET}
    encryption = {"SSEAlgorithm": "aws:kms:dsse", "KMSMasterKeyID": KMS_KEY}
    rule = {"ApplyServerSideEncryptionByDefault": encryption, "BucketKeyEnabled": False}
    access = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
    return [
        answer("s3.GetBucketTagging", which, TagSet=tags(owner="platform")),
        answer("s3.GetBucketCors", which, CORSRules=[_CORS]),
        answer("s3.GetBucketWebsite", which, IndexDocument={"Suffix": "index.html"}, ErrorDocument={"Key": "e.html"}),
        answer("s3.GetBucketLogging", which, LoggingEnabled={"TargetBucket": f"{NAME}-logs", "TargetPrefix": "s3/"}),
        answer("s3.GetObjectLockConfiguration", which, ObjectLockConfiguration=_locked({"Days": 33})),
        answer("s3.GetBucketReplication", which, ReplicationConfiguration=_replicated()),
        answer("s3.GetBucketAcl", which, Grants=_granted()),
        answer("s3.GetBucketAccelerateConfiguration", which, Status="Enabled"),
        answer("s3.GetBucketRequestPayment", which, Payer="Requester"),
        answer("s3.GetBucketEncryption", which, ServerSideEncryptionConfiguration={"Rules": [rule]}),
        answer("s3.GetBucketPolicy", which, Policy=policy("s3:GetObject", f"arn:aws:s3:::{BUCKET}/*")),
        answer("s3.GetPublicAccessBlock", which, PublicAccessBlockConfiguration=dict.fromkeys(access, False)),
        answer("s3.GetBucketVersioning", {"Bucket": f"{NAME}-assets-{ACCOUNT}"}, MFADelete="Enabled"),
        _lifecycle(),
    ]


def _lifecycle() -> Amendment:
    rules = [
        {
            "ID": "everything",
            "Status": "Disabled",
            "Filter": {"Prefix": "in/"},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 3},
            "NoncurrentVersionExpiration": {"NoncurrentDays": 33, "NewerNoncurrentVersions": 4},
            "NoncurrentVersionTransitions": [
                {"NoncurrentDays": 31, "StorageClass": "GLACIER_IR", "NewerNoncurrentVersions": 2}
            ],
            "Transitions": [{"Days": 40, "StorageClass": "DEEP_ARCHIVE"}],
            "Expiration": {"Days": 400},
        },
        {
            "ID": "dated",
            "Status": "Enabled",
            "Filter": {"ObjectSizeGreaterThan": 2000},
            "Transitions": [{"Date": "2027-01-31T00:00:00Z", "StorageClass": "STANDARD_IA"}],
            "Expiration": {"Date": "2028-01-31T00:00:00Z"},
        },
        {"ID": "small", "Status": "Enabled", "Filter": {"ObjectSizeLessThan": 9000}, "Expiration": {"Days": 9}},
    ]
    size = {"TransitionDefaultMinimumObjectSize": "varies_by_storage_class"}
    return answer("s3.GetBucketLifecycleConfiguration", {"Bucket": BUCKET}, Rules=rules, **size)


def _queue(account: Shown) -> list[Amendment]:
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}"
    letters = {"deadLetterTargetArn": f"{arn}-dlq", "maxReceiveCount": 77}
    which = {"QueueUrl": account.queue_url}
    return [
        answer(
            "sqs.GetQueueAttributes",
            which,
            Attributes={
                "DelaySeconds": "33",
                "MaximumMessageSize": "200000",
                "MessageRetentionPeriod": "777777",
                "ReceiveMessageWaitTimeSeconds": "3",
                "VisibilityTimeout": "333",
                "KmsMasterKeyId": "alias/aws/sqs",
                "KmsDataKeyReusePeriodSeconds": "600",
                "SqsManagedSseEnabled": "false",
                "Policy": policy("sqs:SendMessage", arn),
                "RedrivePolicy": json.dumps(letters, separators=(",", ":")),
                "RedriveAllowPolicy": '{"redrivePermission":"denyAll"}',
            },
        ),
        answer("sqs.ListQueueTags", which, Tags={"owner": "platform"}),
    ]


def _topic() -> list[Amendment]:
    arn = f"arn:aws:sns:{REGION}:{ACCOUNT}:{TOPIC}"
    feedback: dict[str, Any] = {}
    for protocol in ("Application", "Firehose", "HTTP", "Lambda", "SQS"):
        feedback |= {
            f"{protocol}SuccessFeedbackRoleArn": ROLE,
            f"{protocol}FailureFeedbackRoleArn": ROLE,
            f"{protocol}SuccessFeedbackSampleRate": "55",
        }
    said = {
        "DisplayName": "words of a person",
        "KmsMasterKeyId": KMS_KEY,
        "SignatureVersion": "2",
        "TracingConfig": "Active",
        "DeliveryPolicy": '{"http":{"defaultHealthyRetryPolicy":{"numRetries":5}}}',
        "Policy": policy("sns:Publish", arn),
    }
    which = {"TopicArn": arn}
    return [
        answer("sns.GetTopicAttributes", which, Attributes=said | feedback),
        answer("sns.ListTagsForResource", {"ResourceArn": arn}, Tags=tags(owner="platform")),
    ]


def _secret(account: Shown) -> list[Amendment]:
    arn = account.client("secretsmanager").describe_secret(SecretId=_SECRET)["ARN"]
    which = {"SecretId": arn}
    return [
        answer(
            "secretsmanager.DescribeSecret",
            which,
            Description="words of a person",
            KmsKeyId=KMS_KEY,
            Tags=tags(owner="platform"),
        ),
        answer("secretsmanager.GetResourcePolicy", which, ResourcePolicy=policy("secretsmanager:GetSecretValue", "*")),
    ]


def _parameter() -> list[Amendment]:
    words = {"Description": "words of a person", "AllowedPattern": ".*", "Tier": "Advanced", "DataType": "text"}
    return [
        item("ssm.DescribeParameters", "Parameters", {"Name": _PARAMETER}, **words),
        answer(
            "ssm.ListTagsForResource",
            {"ResourceId": _PARAMETER},
            TagList=tags(owner="platform"),
        ),
        answer("ssm.GetParameter", {"Name": _PARAMETER}, Parameter={"Type": "StringList", "Value": "a,b"}),
    ]


def _images() -> list[Amendment]:
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 3}
    rules = {"rules": [{"rulePriority": 9, "selection": newest, "action": {"type": "expire"}}]}
    which = {"repositoryName": REPOSITORY}
    return [
        item(
            "ecr.DescribeRepositories",
            "repositories",
            which,
            imageTagMutability="MUTABLE",
            imageScanningConfiguration={"scanOnPush": True},
            encryptionConfiguration={"encryptionType": "KMS", "kmsKey": KMS_KEY},
        ),
        answer("ecr.ListTagsForResource", {}, tags=tags(owner="platform")),
        answer("ecr.GetLifecyclePolicy", which, lifecyclePolicyText=json.dumps(rules)),
        answer(
            "ecr.GetRepositoryPolicy",
            which,
            policyText=policy("ecr:BatchGetImage", "*").replace(', "Resource": "*"', ""),
        ),
    ]


def _logs() -> list[Amendment]:
    which = {"logGroupName": f"/vpc/{NAME}"}
    kept = {"retentionInDays": 3653, "kmsKeyId": KMS_KEY, "logGroupClass": "INFREQUENT_ACCESS"}
    return [
        item("logs.DescribeLogGroups", "logGroups", which, **kept),
        answer(
            "logs.ListTagsForResource",
            {"resourceArn": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/vpc/{NAME}"},
            tags={"owner": "platform"},
        ),
    ]
