"""The web application firewall. In: `[firewall]`, the load balancer, the webhook path, the keys. Out: nothing."""

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import (
    cloudwatch_log_group,
    wafv2_web_acl,
    wafv2_web_acl_association,
    wafv2_web_acl_logging_configuration,
)
from modules.firewall.rules_of_acl import measured, rules
from modules.firewall.settings import FirewallLogSettings, FirewallSettings
from modules.keys.construct import Keys
from modules.load_balancer.construct import LoadBalancer
from modules.setting_map import Feed, tagged_by, tags_of
from terraform.literal import literal

ACL = Feed({"name": "name"})
LOGS = Feed({"name": "log_group", "retention_in_days": "log_retention_days"})


class Firewall(Construct):
    """A web ACL of AWS WAF in front of the load balancer. A request that no rule blocks goes through."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: FirewallSettings,
        load_balancer: LoadBalancer,
        webhook_path: str,
        keys: Keys,
    ) -> None:
        super().__init__(scope, id_)
        allow = wafv2_web_acl.Wafv2WebAclDefaultAction(allow=wafv2_web_acl.Wafv2WebAclDefaultActionAllow())
        metric = measured(settings.name)
        acl = wafv2_web_acl.Wafv2WebAcl(
            self,
            "acl",
            **ACL.of(settings),
            scope="REGIONAL",
            default_action=allow,
            visibility_config=wafv2_web_acl.Wafv2WebAclVisibilityConfig(
                cloudwatch_metrics_enabled=True,
                metric_name=literal(metric["metric_name"]),
                sampled_requests_enabled=True,
            ),
            tags=tags_of(settings.tags),
        )
        # The binding's classes for statements inside statements are not typed; these are Terraform's own words.
        acl.add_override("rule", literal(rules(settings, webhook_path=webhook_path)))
        addressed(acl, fed_by=ACL.by(settings) | tagged_by(settings))
        addressed(
            wafv2_web_acl_association.Wafv2WebAclAssociation(
                self, "association", resource_arn=load_balancer.alb.arn, web_acl_arn=acl.arn
            )
        )
        if settings.logs:
            self._log(settings.logs, acl=acl, keys=keys)

    def _log(self, settings: FirewallLogSettings, *, acl: wafv2_web_acl.Wafv2WebAcl, keys: Keys) -> None:
        """Adds the log group, and the configuration that sends a record of each request there.

        AWS WAF itself lets its log delivery write to the group:
        https://docs.aws.amazon.com/waf/latest/APIReference/API_PutLoggingConfiguration.html
        """
        group = addressed(
            cloudwatch_log_group.CloudwatchLogGroup(
                self, "logs", **LOGS.of(settings), kms_key_id=keys.arn(settings.key)
            ),
            fed_by=LOGS.by(settings),
        )
        redacted = [
            wafv2_web_acl_logging_configuration.Wafv2WebAclLoggingConfigurationRedactedFields(
                single_header=wafv2_web_acl_logging_configuration.Wafv2WebAclLoggingConfigurationRedactedFieldsSingleHeader(
                    name=literal(header)
                )
            )
            for header in settings.redacted_headers
        ]
        addressed(
            wafv2_web_acl_logging_configuration.Wafv2WebAclLoggingConfiguration(
                self,
                "logging",
                resource_arn=acl.arn,
                log_destination_configs=[group.arn],
                redacted_fields=redacted or None,
            )
        )
