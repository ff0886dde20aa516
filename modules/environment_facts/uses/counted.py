"""Uses that are billed by the piece: keys, secrets, alarms, zones, advanced parameters, flow logs, web ACLs."""

from __future__ import annotations

from collections.abc import Iterator

from cost.usage import Range, Usage
from modules.environment_facts.things import Thing, Things
from terraform.plan.values import blocks

# type -> (part, price of one a month)
_PIECES = {
    "aws_kms_key": ("KMS keys", "kms_key"),
    "aws_route53_zone": ("DNS zones", "zone"),
    "aws_secretsmanager_secret": ("Secrets", "secret"),
}
ALARMS, FLOW_LOGS, FIREWALL = "Alarms", "Flow logs", "Web ACLs"


def uses(things: Things) -> Iterator[Usage]:
    """Yields a use for each piece."""
    for type_, (part, price) in _PIECES.items():
        for thing in things.of(type_):
            yield Usage(part=part, name=things.name(thing), price=price, amount=Range.of(1))
    for key in things.of("aws_kms_key"):
        yield Usage.by_assumption("KMS keys", things.name(key), "kms_requests")
    for instance in things.of("aws_db_instance"):
        if _rds_keeps_the_password(things, instance):
            name = f"of database {things.text(instance, 'identifier')}"
            yield Usage(part="Secrets", name=name, price="secret", amount=Range.of(1))
    for alarm in things.of("aws_cloudwatch_metric_alarm"):
        name = things.text(alarm, "alarm_name")
        yield Usage(part=ALARMS, name=name, price="alarm", amount=Range.of(_metrics(things, alarm)))
    for parameter in things.of("aws_ssm_parameter"):
        if things.get(parameter, "tier") == "Advanced":
            name = things.text(parameter, "name")
            yield Usage(part="Parameters", name=name, price="parameter_advanced", amount=Range.of(1))
    for log in things.of("aws_flow_log"):
        yield Usage.by_assumption(FLOW_LOGS, things.name(log), "flow_logs")
    for acl in things.of("aws_wafv2_web_acl"):
        name = things.text(acl, "name")
        yield Usage(part=FIREWALL, name=name, price="web_acl", amount=Range.of(1))
        rules = len(blocks(things.get(acl, "rule", [])))
        yield Usage(part=FIREWALL, name=name, price="web_acl_rule", amount=Range.of(rules))
        yield Usage.by_assumption(FIREWALL, name, "web_acl_requests")
    for log in things.of("aws_wafv2_web_acl_logging_configuration"):
        yield Usage.by_assumption(FIREWALL, things.name(log), "firewall_logs")


def _rds_keeps_the_password(things: Things, instance: Thing) -> bool:
    """Returns True if RDS keeps the master password in a secret of its own.

    Code that ignores changes of the argument says how a new database begins, and nothing of the one that is there.
    """
    if things.get(instance, "master_user_secret"):
        return True
    argument = "manage_master_user_password"
    lifecycle = things.code.get(instance.address, {}).get("lifecycle", {})
    return argument not in lifecycle.get("ignore_changes", ()) and things.get(instance, argument) is True


def _metrics(things: Things, alarm: Thing) -> int:
    """Returns the number of metrics that an alarm reads: a metric math alarm is billed for each."""
    queries = blocks(things.get(alarm, "metric_query", []))
    return max(1, sum(bool(blocks(one.get("metric", []))) for one in queries))
