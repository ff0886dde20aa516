"""Guarded attributes of SSM parameters: encryption, overwriting and values.

https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/ssm_parameter
"""

from __future__ import annotations

from guard.arguments import DESCRIPTION, Harmless
from guard.attribute_rules import NoLongerOneOf, Watch, changed, on, replaced
from guard.verdict import Severity

_REPORTED = Severity.REPORTED
SSM_PARAMETER = (
    Watch(attribute="type", worse=NoLongerOneOf(("SecureString",)), rule="encryption-off", shown=True),
    Watch(attribute="key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="overwrite", worse=on, rule="parameter-overwritten", default=False),
    Watch(attribute="name", worse=changed, rule="parameter-overwritten"),
    Watch(attribute="tier", worse=NoLongerOneOf(("Advanced",)), rule="capacity-lowered", shown=True),
    Watch(attribute="data_type", worse=changed, rule="parameter-overwritten"),
    Watch(attribute="value", worse=changed, rule="parameter-value", severity=_REPORTED),
    Watch(attribute="insecure_value", worse=changed, rule="parameter-value", severity=_REPORTED),
    Watch(attribute="value_wo_version", worse=changed, rule="parameter-value", severity=_REPORTED),
    Watch(attribute="allowed_pattern", worse=changed, rule="parameter-value", severity=_REPORTED),
)
SSM_PARAMETER_HARMLESS: Harmless = {
    DESCRIPTION: ("description",),
    "AWS gives it": ("arn",),
    "no plan shows it; value_wo_version, which is judged, sends it": ("value_wo",),
}
