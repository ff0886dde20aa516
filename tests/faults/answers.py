"""Faults in what AWS answers, each as data: what is injected where, and the row it makes in docs/faults.md."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.faults import kinds
from tests.faults.row import NOTHING, Fault

READ_ONLY = "everything: discovery only reads, and stops before anything is written"
LOGIN = "log in again, or set AWS_PROFILE or the AWS_* variables of credentials that may read this account"
OF_VARIABLES = (
    "export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN anew, or unset them and set AWS_PROFILE"
)
NETWORK = "check the network, AWS_ENDPOINT_URL and HTTPS_PROXY, then run again"
INCOMPLETE = "refused: discovery is incomplete; "
STS: Mapping[str, Any] = {"service": "sts", "action": "GetCallerIdentity"}
PARAMETERS: Mapping[str, Any] = {"service": "ssm", "action": "DescribeParameters"}


@dataclass(frozen=True, kw_only=True)
class Answer(Fault):
    """A fault that is injected: `kind` into `where`; `attempts` is what the user set AWS_MAX_ATTEMPTS to."""

    kind: kinds.Kind
    where: Mapping[str, Any]
    kept: str = READ_ONLY
    attempts: str = "1"
    environ: Mapping[str, str] = field(default_factory=dict)


ANSWERS = (
    Answer(
        name="throttled a few times",
        kind=kinds.THROTTLED,
        where={**PARAMETERS, "times": 2},
        attempts="5",
        sees=NOTHING,
        cure="none is needed: five attempts are made (AWS_MAX_ATTEMPTS sets the number)",
    ),
    Answer(
        name="throttled for ever",
        kind=kinds.THROTTLED,
        where=PARAMETERS,
        attempts="2",
        sees=INCOMPLETE + "parameters: ssm:DescribeParameters was throttled at every attempt (ThrottlingException)",
        cure="wait a minute, then run again",
    ),
    Answer(
        name="S3 asks to slow down (503)",
        kind=kinds.SLOW_DOWN,
        where={"service": "s3", "action": "ListBuckets"},
        sees=INCOMPLETE + "…: s3:ListAllMyBuckets was throttled at every attempt (SlowDown)",
        cure="wait a minute, then run again",
    ),
    Answer(
        name="access denied to one service",
        kind=kinds.EC2_DENIED,
        where={"service": "ec2"},
        sees=INCOMPLETE + "…: not allowed to call ec2:… (UnauthorizedOperation)",
        cure="grant ec2:…",
    ),
    Answer(
        name="access denied to one action",
        kind=kinds.DENIED,
        where=PARAMETERS,
        sees=INCOMPLETE + "parameters: not allowed to call ssm:DescribeParameters (AccessDeniedException)",
        cure="grant ssm:DescribeParameters to these credentials",
    ),
    Answer(
        name="expired credentials",
        kind=kinds.EXPIRED,
        where=STS,
        sees="error: the credentials have expired (ExpiredToken)",
        cure=OF_VARIABLES,
    ),
    Answer(
        name="credentials that expire half way",
        kind=kinds.EXPIRED,
        where={"service": "rds"},
        sees="error: the credentials have expired (ExpiredToken)",
        cure=LOGIN,
    ),
    Answer(
        name="wrong access key",
        kind=kinds.UNKNOWN_KEY,
        where=STS,
        sees="error: aws does not know these credentials (InvalidClientTokenId)",
        cure=OF_VARIABLES,
    ),
    Answer(
        name="wrong secret key",
        kind=kinds.WRONG_SECRET,
        where=STS,
        sees="error: aws does not know these credentials (SignatureDoesNotMatch)",
        cure=OF_VARIABLES,
    ),
    Answer(
        name="clock of this machine is off",
        kind=kinds.SKEWED,
        where=STS,
        sees="error: this machine's clock is off (SignatureDoesNotMatch: Signature expired: … is now earlier than …)",
        cure="set the clock, then run again",
    ),
    Answer(
        name="clock of this machine is off, as S3 says it",
        kind=kinds.S3_SKEWED,
        where={"service": "s3"},
        sees="error: this machine's clock is off (RequestTimeTooSkewed: …)",
        cure="set the clock, then run again",
    ),
    Answer(
        name="connection reset",
        kind=kinds.RESET,
        where={"service": "ecs"},
        sees="error: aws does not answer: Connection was closed before we received a valid response …",
        cure=NETWORK,
    ),
    Answer(
        name="reply cut off in the middle",
        kind=kinds.cut(after=0.5),
        where={"service": "iam"},
        sees="error: aws does not answer: …",
        cure=NETWORK,
    ),
    Answer(
        name="200 with a truncated body, JSON",
        kind=kinds.truncated(after=0.5),
        where=PARAMETERS,
        sees=INCOMPLETE
        + "parameters: ssm:DescribeParameters gave a reply that cannot be read: the reply breaks off after … bytes",
        cure="run again; nothing was written",
    ),
    Answer(
        name="200 with a truncated body, XML",
        kind=kinds.truncated(after=0.5),
        where={"service": "ec2", "action": "DescribeVpcs"},
        sees=INCOMPLETE + "…: ec2:DescribeVpcs gave a reply that cannot be read: …",
        cure="run again; nothing was written",
    ),
    Answer(
        name="page lost in the middle of a listing",
        kind=kinds.truncated(after=0),
        where={**PARAMETERS, "body": "NextToken"},
        sees=INCOMPLETE
        + "parameters: ssm:DescribeParameters gave a reply that cannot be read: the reply breaks off after 0 bytes",
        cure="run again; nothing was written",
    ),
    Answer(
        name="service unavailable (503)",
        kind=kinds.UNAVAILABLE,
        where={"service": "elbv2"},
        sees=INCOMPLETE + "…: elasticloadbalancing:… failed: ServiceUnavailable: Service is unable to handle request",
        cure="run again",
    ),
    Answer(
        name="no answer in time",
        kind=kinds.late(11),
        where=STS,
        sees="error: aws does not answer: Read timeout on endpoint URL: …",
        cure=NETWORK,
    ),
)
