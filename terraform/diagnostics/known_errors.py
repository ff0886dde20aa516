"""The known reasons why terraform stops, as data: a pattern of its text, the cause in one line, the cure.

The patterns match terraform's texts as 1.11 writes them; `error_messages` applies them in this order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from machine.os_errors import MEMORY_CURE

OFFLINE_CURE = (
    "where it can be reached: terraform providers mirror FOLDER; then here: export COUNTERPROMO_PROVIDER_MIRROR=FOLDER"
)
STALE_INIT = re.compile(
    r"Backend initialization required|Backend configuration changed|Required plugins are not installed"
    r"|Inconsistent dependency lock file|there is no package for .* cached",
)


# The Go runtime's words in terraform or in the provider: https://github.com/golang/go/blob/go1.23.0/src/runtime/malloc.go
NO_MEMORY = re.compile(
    r"fatal error: (?:failed to reserve|runtime: (?:cannot allocate|out of memory)|out of memory)[^\n]*"
    r"|cannot allocate memory"
)


@dataclass(frozen=True, kw_only=True)
class Cause:
    """A known reason why terraform stopped.

    `what` and `cure` may use the groups of the pattern, as `{bucket}`, and `{stack}`; of an operation also `{action}`,
    as IAM names it, and of a denial `{denied}` and its cure, `{allow}`. Where the pattern matches several times, each
    group holds all that it found.
    """

    pattern: re.Pattern[str]
    what: str
    cure: str


# What the SDK says of a failed call, up to the code of the error.
CALL = r"operation error (?P<service>[^:\n]+): (?P<operation>\w+),[^\n]*?"
DENIED = r"\b(?P<code>AccessDenied\w*|Unauthorized\w*|NotAuthorized\w*|AuthorizationError\w*)"
THROTTLED = r"\b(?P<code>Throttl\w*|SlowDown|RequestLimitExceeded|TooMany\w*|ProvisionedThroughput\w*)"
LOGIN = "aws sso login, or set AWS_PROFILE"
KNOWN = (
    Cause(
        pattern=NO_MEMORY,
        what="this machine has no memory left for terraform",
        cure=MEMORY_CURE,
    ),
    # A program that the limit of open files, or of processes, keeps from starting.
    Cause(
        pattern=re.compile(
            r"(?P<why>too many open files|failed to create new OS thread|resource temporarily unavailable)"
        ),
        what="terraform has reached a limit of this machine: {why}",
        cure="close other programs or raise the limit (ulimit -n: open files; ulimit -u: processes), then run again",
    ),
    # A lock that may not be released is held; one that may not be taken is not.
    Cause(
        pattern=re.compile(
            r"(?ms)releasing the state lock\s+Error message: [^\n]*?" + CALL + DENIED + r".*^\s*ID:\s+(?P<id>\S+)"
        ),
        what="the lock {id} could not be released: {denied}",
        cure="{allow}, then counterpromo unlock {stack} --older-than 0",
    ),
    Cause(
        pattern=re.compile(r"(?ms)releasing the state lock\s+Error message: (?P<why>[^\n]+).*^\s*ID:\s+(?P<id>\S+)"),
        what="the lock {id} could not be released: {why}",
        cure="counterpromo unlock {stack} --older-than 0",
    ),
    Cause(
        pattern=re.compile(CALL + DENIED),
        what="{denied}",
        cure="{allow}",
    ),
    # https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
    Cause(
        pattern=re.compile(r'requested bucket from "[^"]+", actual location "(?P<region>[^"]+)"'),
        what="the state bucket is in another region, {region}",
        cure="correct state.bucket and aws.region in the settings: they must name a bucket of that region",
    ),
    Cause(
        pattern=re.compile(CALL + r"(?:StatusCode: 301|PermanentRedirect)"),
        what="the bucket of {action} is in another region",
        cure="correct state.bucket and aws.region in the settings: they must name a bucket of that region",
    ),
    Cause(
        pattern=re.compile(
            r"(?ms)acquiring the state lock.*^\s*ID:\s+(?P<id>\S+)"
            r".*^\s*Operation:\s+(?:OperationType)?(?P<held_by>\S+)"
            r".*^\s*Who:\s+(?P<who>[^\n]+?)\s*$.*^\s*Created:\s+(?P<created>[^\n]+?)\s*$"
        ),
        what="the state is locked: {held_by} by {who} since {created} (lock {id})",
        cure="wait until that run has ended; if it died: counterpromo unlock {stack}",
    ),
    Cause(
        pattern=re.compile(
            r"(?s)acquiring the state lock.*?(?P<code>PreconditionFailed|ConditionalCheckFailedException)"
        ),
        what="the state is locked, and who holds it could not be read ({code})",
        cure="counterpromo unlock {stack} shows who",
    ),
    Cause(
        pattern=re.compile(
            r"(?s)does not have the expected content.*?Bucket:\s+(?P<bucket>\S+)\s+Key:\s+(?P<key>\S+)"
            r".*?Calculated checksum:\s+Stored checksum:"
        ),
        what="the state {bucket}/{key} is gone, while the lock table still has its digest",
        cure="counterpromo recover {stack}",
    ),
    Cause(
        pattern=re.compile(
            r"(?s)does not have the expected content.*?Bucket:\s+(?P<bucket>\S+)\s+Key:\s+(?P<key>\S+)"
            r".*?Calculated checksum:\s+(?P<found>\S+)\s+Stored checksum:\s+(?P<stored>\S+)"
        ),
        what="the digest of the state {bucket}/{key} is {found}, and the lock table expects {stored}",
        cure="counterpromo recover {stack}",
    ),
    Cause(
        pattern=re.compile(r'S3 bucket "(?P<bucket>[^"]+)" does not exist'),
        what="the state bucket {bucket} does not exist",
        cure="counterpromo bootstrap",
    ),
    Cause(
        pattern=re.compile(r'(?s)state lock.*DynamoDB table "(?P<table>[^"]+)".*ResourceNotFoundException'),
        what="the lock table {table} does not exist",
        cure="counterpromo bootstrap",
    ),
    Cause(
        pattern=re.compile(
            r'Unable to access object "(?P<key>[^"]+)" in S3 bucket "(?P<bucket>[^"]+)": '
            r"(?P<why>unexpected EOF|checksum did not match)"
        ),
        what="the state {bucket}/{key} was not received completely: {why}",
        cure="check the network, and run the same command again",
    ),
    Cause(
        pattern=re.compile(r"could not connect to (?P<host>\S+?): failed to request discovery"),
        what="the provider registry {host} cannot be reached, and no mirror holds the AWS provider",
        cure=OFFLINE_CURE,
    ),
    Cause(
        pattern=re.compile(r"checksums? (?:previously )?recorded in the dependency\s+lock file|doesn't match any of"),
        what="the committed lock file does not have the checksum of this AWS provider",
        cure="counterpromo doctor shows which provider is in use; get it anew from registry.terraform.io",
    ),
    Cause(
        pattern=re.compile(r"failed to read dependency lock file: (?P<why>[^\n]+)"),
        what="terraform cannot read the lock file .terraform.lock.hcl: {why}",
        cure="git checkout -- .terraform.lock.hcl, and run the same command again",
    ),
    Cause(
        pattern=re.compile(r"Changes to the required provider\s+dependencies were detected"),
        what="the lock file .terraform.lock.hcl does not list the AWS provider that the stack requires",
        cure="git checkout -- .terraform.lock.hcl; another version has its own lock file: make provider-lock VERSION=…",
    ),
    Cause(
        pattern=re.compile(r"plan file was created by Terraform v?(?P<made>[\w.-]+), but this is v?(?P<own>[\w.-]+);"),
        what="the saved plan was made by terraform {made}, and this is terraform {own}",
        cure="install terraform {made}, or plan again and have that plan reviewed: counterpromo plan {stack} --save",
    ),
    Cause(
        pattern=re.compile(
            r"snapshot was created by Terraform v(?P<made>\S+), which is newer than current v(?P<own>[\w.-]+)"
        ),
        what="the state was last written by terraform {made}, and this is the older terraform {own}",
        cure="install terraform {made} or later: https://developer.hashicorp.com/terraform/install",
    ),
    Cause(
        pattern=re.compile(
            r"(?s)(?:CLI configuration|CLI config|\.terraformrc|\.tfrc).*?open (?P<file>[^:\n]+): (?P<why>[^\n]+)"
        ),
        what="terraform cannot read its configuration file {file}: {why}",
        cure="correct the file, or unset TF_CLI_CONFIG_FILE",
    ),
    Cause(
        pattern=re.compile(r"(?P<why>The specified plugin cache dir \S+ cannot be opened)"),
        what="terraform cannot use its plugin cache: {why}",
        cure="mkdir -p that folder, or unset TF_PLUGIN_CACHE_DIR",
    ),
    Cause(
        pattern=re.compile(r"(?i)TF_REATTACH_PROVIDERS"),
        what="TF_REATTACH_PROVIDERS is set, and terraform cannot use it",
        cure="unset TF_REATTACH_PROVIDERS",
    ),
    Cause(
        pattern=re.compile(r"No valid credential sources found|NoCredentialProviders"),
        what="no AWS credentials",
        cure=LOGIN,
    ),
    Cause(
        pattern=re.compile(
            r"\b(?P<code>RequestTimeTooSkewed|RequestInTheFuture|Signature expired|Signature not yet current)"
        ),
        what="this machine's clock is off ({code})",
        cure="set the clock, then run the same command again",
    ),
    Cause(
        pattern=re.compile(
            r"\b(?P<code>ExpiredToken(?:Exception)?|RequestExpired|InvalidClientTokenId|SignatureDoesNotMatch"
            r"|InvalidSignatureException|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure)\b"
        ),
        what="AWS does not accept these credentials ({code})",
        cure=LOGIN,
    ),
    Cause(
        pattern=re.compile(CALL + THROTTLED),
        what="{action} was throttled at every attempt ({code})",
        cure="wait a minute, then run the same command again",
    ),
    Cause(
        pattern=re.compile(CALL + r"StatusCode: (?P<status>5\d\d)"),
        what="{action} failed at AWS's end ({status})",
        cure="look at https://health.aws.amazon.com, then run the same command again",
    ),
    Cause(
        pattern=re.compile(
            r'"(?P<url>https?://[^"]+)": [^"]*?(?P<why>connection refused|connection reset by peer|no such host'
            r"|i/o timeout|deadline exceeded|unreachable|EOF)"
        ),
        what="no answer from {url}: {why}",
        cure="check the network, and AWS_ENDPOINT_URL if it is set",
    ),
    # Terraform's own advice, -target, would leave the resource out of this plan and not out of the next.
    Cause(
        pattern=re.compile(r"(?s)Resource\s+(?P<address>\S+)\s+has\s+lifecycle\.prevent_destroy\s+set"),
        what="the settings would delete or replace {address}, which holds data or an identity (prevent_destroy)",
        cure="git diff envs/{stack}.toml, and take back the change of its name or of another argument that AWS cannot "
        "change in place; to let it go, remove its section, and the guard asks for a waiver",
    ),
    Cause(
        pattern=re.compile(r'Cannot import non-existent remote object\s[^"]*"(?P<address>[^"]+)"'),
        what="{address} is to be imported, and AWS does not have it any more",
        cure="counterpromo import {stack} searches again; if the resource was deleted on purpose, "
        "remove its line from {stack}.imports.json",
    ),
    Cause(
        pattern=re.compile(r"Required token could not be found.*?terraform login (?P<host>\S+)", re.DOTALL),
        what="no token for HCP Terraform at {host}",
        cure="terraform login {host}, or set TF_TOKEN_app_terraform_io (the host, with _ for each dot)",
    ),
    Cause(
        pattern=re.compile(r'Failed to read organization "(?P<name>[^"]+)" at host (?P<host>\S+)'),
        what="HCP Terraform at {host} has no organization {name}, or does not accept this token",
        cure="look at [state.cloud] in the settings, and at the token: terraform login {host}",
    ),
    Cause(  # the message of `stacks/awaiting_import.py`
        pattern=re.compile(
            r"(?P<what>\S+ exists and is not imported): (?P<import>counterpromo import \S+ --apply)\. "
            r"To (?P<copy>build a second \S+) beside it on purpose: (?P<export>export \w+=true)"
        ),
        what="{what}",
        cure="{import}; to {copy} beside it on purpose: {export}",
    ),
    Cause(
        pattern=re.compile(r"Saved plan is stale"),
        what="the state changed after this plan was made",
        cure="plan again",
    ),
    Cause(
        pattern=re.compile(r"(?P<why>no space left on device|file too large|disk quota exceeded)"),
        what="the disk is full: {why}",
        cure="make room and run the same command again",
    ),
)
