"""Settings of the web application firewall."""

from typing import Annotated, Literal

from modules.keys.references import LogsKey
from settings.types import LogRetentionDays, Name, RequestLimit, Strict, Tags, shaped
from settings.unique_names import Unique

# https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
RuleGroup = Literal[
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesLinuxRuleSet",
    "AWSManagedRulesSQLiRuleSet",
]


# https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
FirewallLogGroup = Annotated[
    str, shaped(r"aws-waf-logs-[A-Za-z0-9._/#-]{1,499}", "a name that begins with aws-waf-logs-, as AWS WAF requires")
]
# What the provider accepts for `redacted_fields.single_header.name`.
HeaderName = Annotated[str, shaped(r"[a-z0-9_-]{1,40}", "a header in lower case, such as authorization")]


class FirewallLogSettings(Strict):
    """Log of every request that the web ACL evaluates, in CloudWatch Logs.

    A record holds the address of the client, the path, the query string and the headers of a request, never its body.
    """

    log_group: Annotated[FirewallLogGroup, Unique("log group")]
    """Log group of the records. AWS WAF requires that its name begins with `aws-waf-logs-`."""
    log_retention_days: LogRetentionDays
    """Days that records are kept; 0 keeps them for ever."""
    key: LogsKey | None = None
    """KMS key of the log group."""
    redacted_headers: list[HeaderName] = ["authorization", "cookie"]
    """Headers whose values AWS WAF leaves out of the records, because they hold credentials of customers."""


class FirewallSettings(Strict):
    """A web ACL of AWS WAF in front of the load balancer.

    The rule groups and the limit leave out the webhook path: Stripe signs the bodies of its webhooks, they have up to
    64 KB, and the application verifies them. Webhooks have a limit of their own.

    Each rule has a metric and samples of requests.
    """

    name: Annotated[Name, Unique("web ACL")]
    """Name of the web ACL."""
    rule_groups: list[RuleGroup]
    """AWS's managed rule groups, in the order in which they are evaluated."""
    counted_rules: list[str] = ["SizeRestrictions_BODY"]
    """Rules of the common rule set that only count. `SizeRestrictions_BODY` would block every body above 8 KB."""
    requests_per_five_minutes: RequestLimit
    """Requests of one address in five minutes; more are blocked."""
    webhooks_per_five_minutes: RequestLimit
    """Webhooks of one address in five minutes; more are blocked."""
    logs: FirewallLogSettings | None = None
    """Log of the requests; none without it."""
    tags: Tags = {}
