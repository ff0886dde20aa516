"""The environment in a live account with everything that the baseline judges, in Terraform's words.

It adds to what `read.py` has read, and leaves out other networks of the region. Only calls that describe, get or list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from aws.reader import WHOLE, Aws
from imports.normalise import domain
from modules.environment_facts.live import account, buckets, identity, logs, stores
from modules.environment_facts.things import Thing, Things, texts
from modules.settings import Settings
from settings.unique_names import names_of
from terraform.plan.values import block

_IN_A_VPC = ("aws_subnet", "aws_security_group", "aws_network_acl", "aws_lb_target_group")
# Attributes that name a key. AWS names its own keys like those of a customer.
_KEYS = ("kms_key_id", "kms_master_key_id", "performance_insights_kms_key_id")


def read(aws: Aws, settings: Settings, known: Things) -> Things:
    """Returns the resources of the environment. `known` is what `read_account` returns."""
    vpcs = _vpcs(known)
    bucket_names = [one.name for one in settings.buckets.values()]
    dead_letter_names = [one.dead_letter_name for one in settings.queues.values()]
    readers: Sequence[Callable[[], Iterable[Thing]]] = (
        lambda: (one for one in known.listed if _is_ours(one, vpcs, settings)),
        lambda: (_closed_or_not(one) for one in known.listed if _is_default_group(one, vpcs)),
        lambda: _flow_logs(aws, vpcs),
        lambda: _balancer(aws, known),
        lambda: _cluster(aws, settings),
        lambda: _repositories(aws, known),
        lambda: _parameter_groups(aws, known),
        lambda: chain(*aws.each(lambda name: list(buckets.read(aws, name)), bucket_names)),
        lambda: aws.each(lambda name: stores.queue(aws, name), dead_letter_names),
        lambda: _roles(aws, settings, known),
        lambda: logs.read(aws, settings),
        lambda: _topic(aws, settings),
        lambda: _alarms(aws, settings),
        lambda: _keys(aws, settings),
        lambda: _zone(aws, settings),
        lambda: account.read(aws),
    )
    listed = aws.together(readers)
    customers = tuple(aws.each(lambda one: _with_keys_of_customers(aws, one), listed))
    return Things(account=known.account, region=known.region, listed=customers)


def _vpcs(known: Things) -> set[str]:
    """Returns the VPCs in which services run."""
    placed = [block(known.get(one, "network_configuration", [])) for one in known.of("aws_ecs_service")]
    subnets = {subnet for one in placed for subnet in texts(one.get("subnets"))}
    return {known.text(one, "vpc_id") for one in known.of("aws_subnet") if known.text(one, "id") in subnets}


def _is_ours(thing: Thing, vpcs: set[str], settings: Settings) -> bool:
    if thing.type == "aws_vpc":
        return thing.values["id"] in vpcs
    if thing.type == "aws_secretsmanager_secret":
        return thing.values["name"] in {one.name for one in settings.secrets.values()}
    if thing.type in ("aws_cloudwatch_log_group", "aws_lb"):
        return False  # read again, with more attributes
    if thing.type in _IN_A_VPC:
        return thing.values.get("vpc_id") in vpcs and not _is_default_group(thing, vpcs)
    return True


def _is_default_group(thing: Thing, vpcs: set[str]) -> bool:
    named = thing.type == "aws_security_group" and thing.values.get("name") == "default"
    return named and thing.values.get("vpc_id") in vpcs


def _closed_or_not(group: Thing) -> Thing:
    """Returns the default group of a VPC with its rules, under the type that Terraform has for it."""
    return replace(group, type="aws_default_security_group")


def _flow_logs(aws: Aws, vpcs: set[str]) -> Iterator[Thing]:
    for one in aws.listing("ec2", "describe_flow_logs", "FlowLogs"):
        if one["ResourceId"] in vpcs:
            yield Thing(address=one["FlowLogId"], type="aws_flow_log", values={"vpc_id": one["ResourceId"]})


def _balancer(aws: Aws, known: Things) -> Iterator[Thing]:
    """Yields the load balancers with their attributes, and the association with a web ACL."""
    for one in known.of("aws_lb"):
        arn = known.text(one, "arn")
        listed = aws.listing("elbv2", "describe_load_balancer_attributes", "Attributes", LoadBalancerArn=arn)
        held = {each["Key"]: each["Value"] for each in listed}
        added = {
            "drop_invalid_header_fields": held.get("routing.http.drop_invalid_header_fields.enabled") == "true",
            "enable_deletion_protection": held.get("deletion_protection.enabled") == "true",
            "access_logs": {"enabled": held.get("access_logs.s3.enabled") == "true"},
            "desync_mitigation_mode": held.get("routing.http.desync_mitigation_mode"),
        }
        yield replace(one, values={**one.values, **added})
        acl = aws.reply("wafv2", "get_web_acl_for_resource", WHOLE, ResourceArn=arn).get("WebACL")
        if acl:
            yield Thing(address=f"{arn}/waf", type="aws_wafv2_web_acl_association", values={"resource_arn": arn})
            yield from _web_acl(aws, arn=acl["ARN"], name=acl["Name"])


def _web_acl(aws: Aws, *, arn: str, name: str) -> Iterator[Thing]:
    yield Thing(address=arn, type="aws_wafv2_web_acl", values={"arn": arn, "name": name})
    absent = ("WAFNonexistentItemException",)
    if aws.reply_or_absent("wafv2", "get_logging_configuration", WHOLE, absent=absent, ResourceArn=arn):
        type_ = "aws_wafv2_web_acl_logging_configuration"
        yield Thing(address=f"{arn}/logging", type=type_, values={"resource_arn": arn})


def _cluster(aws: Aws, settings: Settings) -> Iterator[Thing]:
    name = settings.cluster.name
    for one in aws.reply("ecs", "describe_clusters", "clusters", clusters=[name], include=["SETTINGS"]):
        held = [{"name": each["name"], "value": each["value"]} for each in one.get("settings", [])]
        yield Thing(address=one["clusterArn"], type="aws_ecs_cluster", values={"name": name, "setting": held})


def _repositories(aws: Aws, known: Things) -> Iterator[Thing]:
    for name in [known.text(one, "name") for one in known.of("aws_ecr_repository")]:
        absent = ("LifecyclePolicyNotFoundException",)
        held = aws.reply_or_absent(
            "ecr", "get_lifecycle_policy", "lifecyclePolicyText", absent=absent, repositoryName=name
        )
        if held:
            yield Thing(address=name, type="aws_ecr_lifecycle_policy", values={"repository": name})


def _parameter_groups(aws: Aws, known: Things) -> Iterator[Thing]:
    for name in [known.text(one, "parameter_group_name") for one in known.of("aws_db_instance")]:
        if name.startswith("default."):
            continue
        (group,) = aws.reply("rds", "describe_db_parameter_groups", "DBParameterGroups", DBParameterGroupName=name)
        listed = aws.listing("rds", "describe_db_parameters", "Parameters", DBParameterGroupName=name, Source="user")
        set_ = [{"name": one["ParameterName"], "value": one.get("ParameterValue")} for one in listed]
        values = {"name": name, "family": group["DBParameterGroupFamily"], "parameter": set_}
        yield Thing(address=name, type="aws_db_parameter_group", values=values)


def _roles(aws: Aws, settings: Settings, known: Things) -> Iterator[Thing]:
    """Yields the roles of the settings that no running task has, such as the deployer's, with their policies."""
    read_already = {known.text(one, "name") for one in known.of("aws_iam_role")}
    names = [name for name in names_of(settings, "role") if name not in read_already]
    yield from chain(*aws.each(lambda name: list(identity.role(aws, name)), names))


def _topic(aws: Aws, settings: Settings) -> Iterator[Thing]:
    if settings.notifications:
        arn = f"arn:aws:sns:{aws.region}:{aws.account_id}:{settings.notifications.topic}"
        held = aws.reply_or_absent("sns", "get_topic_attributes", "Attributes", absent=("NotFound",), TopicArn=arn)
        if held:
            key = held.get("KmsMasterKeyId", "")
            values = {"arn": arn, "name": settings.notifications.topic, "kms_master_key_id": key}
            yield Thing(address=arn, type="aws_sns_topic", values={**values, "policy": held.get("Policy", "")})


def _alarms(aws: Aws, settings: Settings) -> Iterator[Thing]:
    prefix = f"{settings.project}-{settings.environment}-"
    listed = aws.listing("cloudwatch", "describe_alarms", "MetricAlarms", AlarmTypes=["MetricAlarm"])
    for one in listed:
        if one["AlarmName"].startswith(prefix):
            values = {
                "alarm_name": one["AlarmName"],
                "actions_enabled": one.get("ActionsEnabled", True),
                "alarm_actions": one.get("AlarmActions", []),
            }
            yield Thing(address=one["AlarmArn"], type="aws_cloudwatch_metric_alarm", values=values)


def _keys(aws: Aws, settings: Settings) -> Iterator[Thing]:
    """Yields the keys of the settings, with policy and rotation."""
    wanted = {f"alias/{one.alias}" for one in settings.keys.values()}
    for one in aws.listing("kms", "list_aliases", "Aliases") if wanted else ():
        if one["AliasName"] in wanted and one.get("TargetKeyId"):
            id_ = one["TargetKeyId"]
            key = aws.reply("kms", "describe_key", "KeyMetadata", KeyId=id_)
            values = {
                "id": id_,
                "name": one["AliasName"],
                "key_state": key.get("KeyState"),
                "enable_key_rotation": aws.reply("kms", "get_key_rotation_status", "KeyRotationEnabled", KeyId=id_),
                "policy": aws.reply("kms", "get_key_policy", "Policy", KeyId=id_, PolicyName="default"),
            }
            yield Thing(address=key["Arn"], type="aws_kms_key", values=values)


def _zone(aws: Aws, settings: Settings) -> Iterator[Thing]:
    """Yields the zone that this environment owns, and its signing with DNSSEC."""
    if settings.dns.zone_ownership != "managed":
        return
    for one in aws.listing("route53", "list_hosted_zones", "HostedZones"):
        if domain(one["Name"]) == settings.dns.zone and not one.get("Config", {}).get("PrivateZone"):
            values = {"zone_id": one["Id"], "name": settings.dns.zone}
            yield Thing(address=one["Id"], type="aws_route53_zone", values=values)
            status = aws.reply("route53", "get_dnssec", "Status", HostedZoneId=one["Id"])
            if status.get("ServeSignature") == "SIGNING":
                signed = {"hosted_zone_id": one["Id"]}
                yield Thing(address=f"{one['Id']}/dnssec", type="aws_route53_hosted_zone_dnssec", values=signed)


def _with_keys_of_customers(aws: Aws, thing: Thing) -> Thing:
    """Returns a resource without the keys that AWS manages.

    https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html
    """
    named = {name: str(thing.values.get(name) or "") for name in _KEYS}
    dropped = {name for name, key in named.items() if key and not _is_of_a_customer(aws, key)}
    return replace(thing, values={name: value for name, value in thing.values.items() if name not in dropped})


def _is_of_a_customer(aws: Aws, key: str) -> bool:
    held = aws.reply_or_absent("kms", "describe_key", "KeyMetadata", absent=("NotFoundException",), KeyId=key)
    return held is not None and held.get("KeyManager") == "CUSTOMER"
