"""Settings of the web application firewall."""

from typing import Annotated, Literal

from settings.types import Name, RequestLimit, Strict, Tags
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


class FirewallSettings(Strict):
    """A web ACL of AWS WAF in front of the load balancer.

    The rule groups and the limit leave out the webhook path: Stripe signs the bodies of its webhooks, they have up to
    64 KB, and the application verifies them. Webhooks have a limit of their own.

    Each rule has a metric and samples of requests. No log is kept: it would hold data of customers.
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
    tags: Tags = {}
