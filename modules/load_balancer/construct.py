"""The internet-facing load balancer. In: `[load_balancer]`, the services behind it. Out: target groups."""

from collections.abc import Mapping
from typing import Any

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import Resource, addressed
from modules.bindings import lb, lb_listener, lb_listener_rule, lb_target_group
from modules.load_balancer.settings import AccessLogSettings, ListenerRuleSettings, LoadBalancerSettings
from modules.network.construct import Network
from modules.security_groups.construct import SecurityGroups
from modules.services.settings import ServiceSettings, TargetGroupSettings
from modules.setting_map import Feed, tagged_by, tags_of
from modules.storage.construct import Bucket

ALB = Feed(
    {
        "name": "name",
        "idle_timeout": "idle_timeout_seconds",
        "enable_deletion_protection": "deletion_protection",
        "drop_invalid_header_fields": "drop_invalid_header_fields",
    }
)
HEALTH_CHECK = Feed(
    {
        "path": "health_check_path",
        "interval": "health_check_interval_seconds",
        "timeout": "health_check_timeout_seconds",
        "healthy_threshold": "healthy_threshold",
        "unhealthy_threshold": "unhealthy_threshold",
        "matcher": "health_check_matcher",
    },
    at="health_check.0",
)


ACCESS_LOGS = Feed({"prefix": "prefix"}, at="access_logs.0")


class LoadBalancer(Construct):
    """The load balancer: HTTP is redirected to HTTPS; HTTPS is routed by host and path, else to the default service."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: LoadBalancerSettings,
        services: Mapping[str, ServiceSettings],
        network: Network,
        groups: SecurityGroups,
        certificate_arn: str,
        buckets: Mapping[str, Bucket],
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        logs = settings.access_logs
        self.alb = addressed(
            lb.Lb(
                self,
                "alb",
                load_balancer_type="application",
                internal=False,
                subnets=network.subnet_ids(settings.subnets),
                security_groups=[groups.load_balancer.id],
                **ALB.of(settings),
                access_logs=_access_logs(logs, buckets[logs.bucket]) if logs else None,
                # AWS tries to write there when it is told to: the bucket must let it by then.
                depends_on=buckets[logs.bucket].policy if logs else None,
                tags=tags_of(settings.tags),
            ),
            fed_by=ALB.by(settings)
            | {f"{settings.where}.subnets": "subnets"}
            | (ACCESS_LOGS.by(logs) if logs else {})
            | tagged_by(settings),
        )
        self.target_groups = {
            key: self._target_group(key, service.target_group, port=service.port, vpc_id=network.vpc.id)
            for key, service in services.items()
            if service.target_group and service.port
        }
        self._http()
        self.https = self._https(certificate_arn)
        for key, rule in settings.rules.items():
            self._rule(key, rule)

    def _target_group(self, key: str, settings: TargetGroupSettings, *, port: int, vpc_id: str) -> Resource:
        return addressed(
            lb_target_group.LbTargetGroup(
                self,
                key,
                name=settings.name,
                target_type="ip",
                protocol="HTTP",
                port=port,
                vpc_id=vpc_id,
                deregistration_delay=str(settings.deregistration_delay_seconds),
                health_check=lb_target_group.LbTargetGroupHealthCheck(protocol="HTTP", **HEALTH_CHECK.of(settings)),
                tags=tags_of(settings.tags),
            ),
            fed_by=HEALTH_CHECK.by(settings)
            | tagged_by(settings)
            | {
                f"{settings.where}.name": "name",
                f"{settings.where}.deregistration_delay_seconds": "deregistration_delay",
            },
        )

    def _http(self) -> None:
        redirect = lb_listener.LbListenerDefaultActionRedirect(port="443", protocol="HTTPS", status_code="HTTP_301")
        addressed(
            lb_listener.LbListener(
                self,
                "http",
                load_balancer_arn=self.alb.arn,
                port=80,
                protocol="HTTP",
                default_action=[lb_listener.LbListenerDefaultAction(type="redirect", redirect=redirect)],
            )
        )

    def _https(self, certificate_arn: str) -> Resource:
        target = self.target_groups[self._settings.default_service].arn
        forward = lb_listener.LbListenerDefaultAction(
            type="forward",
            target_group_arn=target,
            # AWS hands back both spellings of the one target: one alone would show as a change after an import.
            forward=lb_listener.LbListenerDefaultActionForward(
                target_group=[lb_listener.LbListenerDefaultActionForwardTargetGroup(arn=target)]
            ),
        )
        return addressed(
            lb_listener.LbListener(
                self,
                "https",
                load_balancer_arn=self.alb.arn,
                port=443,
                protocol="HTTPS",
                ssl_policy=self._settings.ssl_policy,
                certificate_arn=certificate_arn,
                default_action=[forward],
            ),
            fed_by={f"{self._settings.where}.ssl_policy": "ssl_policy"},
        )

    def _rule(self, key: str, settings: ListenerRuleSettings) -> None:
        target = self.target_groups[settings.service].arn
        # Only `forward`: reading a rule back, the provider fills or drops the other spelling as it pleases.
        forward = lb_listener_rule.LbListenerRuleAction(
            type="forward",
            forward=lb_listener_rule.LbListenerRuleActionForward(
                target_group=[lb_listener_rule.LbListenerRuleActionForwardTargetGroup(arn=target)]
            ),
        )
        addressed(
            lb_listener_rule.LbListenerRule(
                self,
                f"{key}_paths",
                listener_arn=self.https.arn,
                priority=settings.priority,
                condition=_conditions(settings),
                action=[forward],
                lifecycle=TerraformResourceLifecycle(ignore_changes=["action[0].target_group_arn"]),
                tags=tags_of(settings.tags),
            ),
            fed_by={f"{settings.where}.priority": "priority"} | tagged_by(settings),
        )


def _conditions(settings: ListenerRuleSettings) -> list[lb_listener_rule.LbListenerRuleCondition]:
    """Returns one condition for the hosts and one for the paths; a request has to fulfil both."""
    hosts = lb_listener_rule.LbListenerRuleConditionHostHeader(values=settings.hosts)
    paths = lb_listener_rule.LbListenerRuleConditionPathPattern(values=settings.paths)
    return [
        *([lb_listener_rule.LbListenerRuleCondition(host_header=hosts)] if settings.hosts else []),
        *([lb_listener_rule.LbListenerRuleCondition(path_pattern=paths)] if settings.paths else []),
    ]


def _access_logs(settings: AccessLogSettings, bucket: Bucket) -> Any:
    return lb.LbAccessLogs(bucket=bucket.name, enabled=True, **ACCESS_LOGS.of(settings))
