"""The web application firewall. In: `[firewall]`, the load balancer, the webhook path. Out: nothing."""

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import wafv2_web_acl, wafv2_web_acl_association
from modules.firewall.rules_of_acl import measured, rules
from modules.firewall.settings import FirewallSettings
from modules.load_balancer.construct import LoadBalancer
from modules.setting_map import Feed, tagged_by, tags_of
from terraform.literal import literal

ACL = Feed({"name": "name"})


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
