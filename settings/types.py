"""The types of settings: one frozen model, and value types that carry their rule.

The sentence of a rule completes `KEY = VALUE: ...`, as in `must be 1 to 35`.
"""

import ipaddress
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler, PrivateAttr
from pydantic.json_schema import JsonSchemaValue
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function


class Strict(BaseModel):
    """A part of the settings: frozen, typed without coercion, unknown keys refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    _where: str = PrivateAttr(default="")

    @property
    def where(self) -> str:
        """Returns the part's place in the file, as `network.subnets.public_a`; empty for the file as a whole."""
        return self._where


def place(part: Any, where: str) -> None:
    """Tells every part below `part` its place in the file; the loader does so once, when all is sound."""
    if isinstance(part, Strict):
        part._where = where
        for key in type(part).model_fields:
            place(getattr(part, key), f"{where}.{key}" if where else key)
    elif isinstance(part, dict):
        for key, value in part.items():
            place(value, f"{where}.{key}")


@dataclass(frozen=True)
class Rule:
    """A value's rule: the check of the loader, the sentence a person reads, the JSON Schema of an editor."""

    check: Callable[[Any], Any]
    says: str
    schema: Mapping[str, Any] = field(hash=False)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self.check, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**handler(schema), "description": f"{self.says[0].upper()}{self.says[1:]}.", **self.schema}


def _whole(low: int, high: int) -> Rule:
    says = f"must be {low} to {high}"

    def check(value: int) -> int:
        if not low <= value <= high:
            raise ValueError(says)
        return value

    return Rule(check, says, {"minimum": low, "maximum": high})


def _one_of(*allowed: int) -> Rule:
    says = f"must be one of {', '.join(map(str, allowed))}"

    def check(value: int) -> int:
        if value not in allowed:
            raise ValueError(says)
        return value

    return Rule(check, says, {"enum": list(allowed)})


def shaped(pattern: str, rule: str) -> Rule:
    """Returns the rule that a text matches a pattern; `rule` completes the sentence `must be ...`."""
    compiled = re.compile(pattern)

    def check(value: str) -> str:
        if not compiled.fullmatch(value):
            raise ValueError(f"must be {rule}")
        return value

    return Rule(check, f"must be {rule}", {"pattern": f"^(?:{pattern})$"})


def _parsed(parse: Callable[[str], Any], rule: str) -> Rule:
    def check(value: str) -> str:
        try:
            parse(value)
        except ValueError as fault:
            raise ValueError(f"must be {rule}") from fault
        return value

    return Rule(check, f"must be {rule}", {})


def _object(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError as fault:
        raise ValueError(f"must be JSON: {fault}") from fault
    if not isinstance(value, dict):
        raise ValueError("must be a JSON object")
    return text


# Keys become part of Terraform addresses: they are a promise, so they stay plain.
Key = Annotated[str, shaped(r"[a-z][a-z0-9_]*", "lower-case letters, digits and _, beginning with a letter")]
Name = Annotated[str, shaped(r"[A-Za-z0-9][A-Za-z0-9._/-]*", "letters, digits and . _ / -")]
ControlId = Annotated[str, shaped(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*\.[0-9]+", "the id of a control, such as S3.7")]
Reason = Annotated[str, shaped(r"[^\x00-\x1f]{10,500}", "a sentence of 10 to 500 characters")]
Path = Annotated[str, shaped(r"/[A-Za-z0-9._/-]*", "a path beginning with /")]
# IAM CreateRole, Path: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
RolePath = Annotated[str, shaped(r"/([!-.0-~]+/)*", "a path that begins and ends with /")]
PolicyArn = Annotated[
    str, shaped(r"arn:[a-z-]+:iam::(aws|[0-9]{12}):policy/[A-Za-z0-9._/+=,@-]+", "the ARN of an IAM policy")
]
PathPattern = Annotated[str, shaped(r"""/[A-Za-z0-9._/*?&$~"'@:+-]{0,127}""", "a path pattern beginning with /")]
# https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html#host-conditions
HostPattern = Annotated[
    str, shaped(r"[a-z0-9*?-][a-z0-9*?.-]{0,126}\.[a-z*?]+", "a host pattern in lower case, such as *.example.com")
]
Cidr = Annotated[str, _parsed(ipaddress.IPv4Network, "an IPv4 CIDR without host bits, such as 10.10.0.0/16")]
AccountId = Annotated[str, shaped(r"\d{12}", "twelve digits, in quotes")]
Region = Annotated[str, shaped(r"[a-z]{2}(-[a-z]+)+-\d", "a region such as eu-west-2")]
Zone = Annotated[str, shaped(r"[a-z]{2}(-[a-z]+)+-\d[a-z]", "an availability zone such as eu-west-2a")]
Domain = Annotated[str, shaped(r"(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}", "a domain name in lower case")]
Host = Annotated[str, shaped(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?", "a host name in lower case")]
Repository = Annotated[str, shaped(r"[A-Za-z0-9-]+/[A-Za-z0-9._-]+", "OWNER/NAME of a GitHub repository")]
JsonObject = Annotated[str, Rule(_object, "must be a JSON object, as text", {})]
Bucket = Annotated[
    str, shaped(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", "3 to 63 lower-case letters, digits, dots and hyphens")
]
TimeWindow = Annotated[str, shaped(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", "hh:mm-hh:mm in UTC")]
WeekWindow = Annotated[
    str,
    shaped(
        r"(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d-(mon|tue|wed|thu|fri|sat|sun):([01]\d|2[0-3]):[0-5]\d",
        "ddd:hh:mm-ddd:hh:mm in UTC",
    ),
]
Port = Annotated[int, _whole(1, 65535)]
Positive = Annotated[int, _whole(1, 2**31 - 1)]
NotNegative = Annotated[int, _whole(0, 2**31 - 1)]
GithubId = Annotated[int, _whole(0, 2**63 - 1)]
Percent = Annotated[int, _whole(0, 200)]
# RDS ModifyDBInstance, MonitoringInterval; 0 switches it off.
MonitoringSeconds = Annotated[int, _one_of(1, 5, 10, 15, 30, 60)]
# AWS WAF RateBasedStatement, Limit.
RequestLimit = Annotated[int, _whole(10, 2_000_000_000)]
# KMS ScheduleKeyDeletion, PendingWindowInDays.
DeletionWindowDays = Annotated[int, _whole(7, 30)]
BackupDays = Annotated[int, _whole(0, 35)]
# IAM CreateRole, MaxSessionDuration.
SessionSeconds = Annotated[int, _whole(3600, 43200)]
Cpu = Annotated[int, _one_of(256, 512, 1024, 2048, 4096, 8192, 16384)]
# What CloudWatch Logs accepts (PutRetentionPolicy); 0 keeps for ever.
LogRetentionDays = Annotated[
    int,
    _one_of(0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653),
]
QueueSeconds = Annotated[int, _whole(0, 43200)]
QueueDelaySeconds = Annotated[int, _whole(0, 900)]
MessageBytes = Annotated[int, _whole(1024, 1048576)]
QueueRetentionSeconds = Annotated[int, _whole(60, 1209600)]
QueueWaitSeconds = Annotated[int, _whole(0, 20)]
Tags = dict[str, str]
# Load balancers and target groups: https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
BalancerName = Annotated[
    str, shaped(r"[A-Za-z0-9]([A-Za-z0-9-]{0,30}[A-Za-z0-9])?", "at most 32 letters, digits and hyphens within")
]
RepositoryName = Annotated[
    str, shaped(r"[a-z0-9]+([._/-][a-z0-9]+)*", "lower-case letters and digits, with . _ / - between them")
]
Share = Annotated[int, _whole(1, 100)]
