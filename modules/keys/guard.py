"""Guards KMS keys: rotation, use, deletion, and a key policy that would lock out the account.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/kms_key
"""

from __future__ import annotations

from collections.abc import Iterator

from guard.arguments import DESCRIPTION, REPLACES, Harmless
from guard.attribute_rules import Watch, changed, lowered, off, on, raised
from guard.expected import Expected
from guard.policies.iam_policies import NotAPolicy
from guard.policies.key_policies import locks_out
from guard.verdict import Finding, Mode, Severity, finding_on
from terraform.plan.change import MAKING
from terraform.plan.plan import Plan

KMS_KEY = (
    Watch(attribute="is_enabled", worse=off, rule="encryption-off", default=True, default_severity=Severity.REPORTED),
    Watch(
        attribute="enable_key_rotation",
        worse=off,
        rule="key-rotation-off",
        default=True,
        default_severity=Severity.REPORTED,
    ),
    Watch(
        attribute="rotation_period_in_days",
        worse=raised,
        rule="key-rotation-off",
        default=365,
        severity=Severity.REPORTED,
    ),
    Watch(attribute="deletion_window_in_days", worse=lowered, rule="recovery-window-shortened"),
    Watch(attribute="bypass_policy_lockout_safety_check", worse=on, rule="policy-widened", default=False),
)
KMS_KEY_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    REPLACES: (
        "custom_key_store_id",
        "customer_master_key_spec",
        "key_usage",
        "multi_region",
        "xks_key_id",
    ),
}
KMS_ALIAS_HARMLESS: Harmless = {REPLACES: ("name", "name_prefix")}
KMS_ALIAS = (Watch(attribute="target_key_id", worse=changed, rule="encryption-key-changed"),)
_POLICIES = ("aws_kms_key", "aws_kms_key_policy")


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields a finding for each key whose new policy lets nobody in the account change it again."""
    for change in plan.of_type(*_POLICIES):
        policy = change.at("policy")
        if change.verb not in MAKING or policy.unknown or not policy.after:
            continue
        try:
            locked = locks_out(policy.after, expected.account)
        except NotAPolicy:
            locked = True
        if locked or (change.at("bypass_policy_lockout_safety_check").after is True):
            yield finding_on("key-policy-locks-out", change)
