"""Controls of S3 buckets."""

from __future__ import annotations

from audit.safety.control import ADDS, Control, has
from audit.safety.facts import Facts, Resource
from audit.safety.policies import allowed, statements
from guard.policies.outsiders import is_public

_OF = ("aws_s3_bucket",)
_BLOCKS = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")


def _policy(bucket: Resource, facts: Facts) -> str:
    found = facts.beside(bucket, "aws_s3_bucket_policy", "bucket")
    return found.text("policy") if found else ""


def _not_blocked(bucket: Resource, facts: Facts) -> str:
    block = facts.beside(bucket, "aws_s3_bucket_public_access_block", "bucket")
    missing = [name for name in _BLOCKS if block is None or block.get(name) is not True]
    return f"{', '.join(missing)} is off" if missing else ""


def _public_policy(bucket: Resource, facts: Facts) -> str:
    return "its policy admits everybody" if any(map(is_public, allowed(_policy(bucket, facts)))) else ""


def _plain_http(bucket: Resource, facts: Facts) -> str:
    denied = any(
        one.effect == "Deny" and key == "aws:securetransport" and values == {"false"}
        for one in statements(_policy(bucket, facts))
        for (_, key), values in one.conditions.items()
    )
    return "" if denied else "its policy admits requests without TLS"


def _other_accounts(bucket: Resource, facts: Facts) -> str:
    dangerous = ("s3:deletebucketpolicy", "s3:putbucketacl", "s3:putbucketpolicy", "s3:putobjectacl", "s3:*", "*")
    for one in allowed(_policy(bucket, facts)):
        foreign = [name for kind, name in one.principals if kind == "AWS" and facts.account not in name]
        if foreign and any(action.lower() in dangerous for action in one.actions):
            return f"its policy lets {', '.join(sorted(foreign))} change it"
    return ""


def _encryption(bucket: Resource, facts: Facts) -> str:
    found = facts.beside(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket")
    algorithm = found.text("rule.apply_server_side_encryption_by_default.sse_algorithm") if found else "AES256"
    return "" if algorithm in ("aws:kms", "aws:kms:dsse") else f"its objects are encrypted with {algorithm}"


def _versions(bucket: Resource, facts: Facts) -> str:
    found = facts.beside(bucket, "aws_s3_bucket_versioning", "bucket")
    status = found.text("versioning_configuration.status") if found else "off"
    return "" if status == "Enabled" else f"versioning is {status or 'off'}"


def _lifecycle(bucket: Resource, facts: Facts) -> str:
    found = facts.beside(bucket, "aws_s3_bucket_lifecycle_configuration", "bucket")
    on = [one for one in found.blocks("rule") if one.get("status") == "Enabled"] if found else []
    return "" if on else "it has no lifecycle rule"


CONTROLS = (
    Control(
        id="S3.1",
        title="S3 general purpose buckets should have block public access settings enabled",
        of=_OF,
        needs=("aws_s3_bucket_public_access_block",),
        fault=_not_blocked,
        expected="all four blocks on",
        cure="import the bucket: the code blocks public access",
        cis="2.1.4",
    ),
    Control(
        id="S3.2",
        title="S3 general purpose buckets should block public read access",
        of=_OF,
        needs=("aws_s3_bucket_policy",),
        fault=_public_policy,
        expected="no statement for everybody",
        cure="remove the statement from the bucket policy",
    ),
    Control(
        id="S3.5",
        title="S3 general purpose buckets should require requests to use SSL",
        of=_OF,
        needs=("aws_s3_bucket_policy",),
        fault=_plain_http,
        expected="a Deny on aws:SecureTransport = false",
        cure="buckets.KEY.tls_only = true",
        changes=ADDS,
        cis="2.1.1",
    ),
    Control(
        id="S3.6",
        title="S3 general purpose bucket policies should restrict access to other AWS accounts",
        of=_OF,
        needs=("aws_s3_bucket_policy",),
        fault=_other_accounts,
        expected="no other account that may change the bucket",
        cure="remove the statement from the bucket policy",
    ),
    Control(
        id="S3.7",
        title="S3 general purpose buckets should use cross-Region replication",
        of=_OF,
        fault=has("aws_s3_bucket_replication_configuration", "bucket"),
        expected="replication to another region",
        cure="accept it in [audit.accept] with a reason: this code replicates nothing",
        changes=ADDS,
    ),
    Control(
        id="S3.9",
        title="S3 general purpose buckets should have server access logging enabled",
        of=_OF,
        needs=("aws_s3_bucket_logging",),
        fault=has("aws_s3_bucket_logging", "bucket"),
        expected="access logs in another bucket",
        cure="accept it in [audit.accept] with a reason: data events of CloudTrail hold the same",
        changes=ADDS,
    ),
    Control(
        id="S3.11",
        title="S3 general purpose buckets should have event notifications enabled",
        of=_OF,
        fault=has("aws_s3_bucket_notification", "bucket"),
        expected="event notifications",
        cure="accept it in [audit.accept] with a reason, if nothing in the application waits for an event",
        changes=ADDS,
    ),
    Control(
        id="S3.13",
        title="S3 general purpose buckets should have Lifecycle configurations",
        of=_OF,
        needs=("aws_s3_bucket_lifecycle_configuration",),
        fault=_lifecycle,
        expected="a lifecycle rule",
        cure="buckets.KEY.lifecycle",
        changes="objects are removed when the rule says so",
    ),
    Control(
        id="S3.14",
        title="S3 general purpose buckets should have versioning enabled",
        of=_OF,
        needs=("aws_s3_bucket_versioning",),
        fault=_versions,
        expected="versioning",
        cure="buckets.KEY.versioning = true",
        changes=ADDS,
    ),
    Control(
        id="S3.17",
        title="S3 general purpose buckets should be encrypted at rest with AWS KMS keys",
        of=_OF,
        needs=("aws_s3_bucket_server_side_encryption_configuration",),
        fault=_encryption,
        expected="aws:kms",
        cure='buckets.KEY.encryption = "aws:kms", and key = a key of [keys]',
        changes="an update in place; objects that exist stay as they are",
    ),
)
