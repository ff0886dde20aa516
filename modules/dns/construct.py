"""The zone, the certificate and the record of the host. In: `[dns]`. Out: certificate ARN, name servers.

The domain is registered at Hover. Its delegation there must name the name servers of the zone, which are an output.
"""

from collections.abc import Sequence

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import Resource, addressed
from modules.bindings import (
    acm_certificate,
    acm_certificate_validation,
    data_aws_route53_zone,
    route53_record,
    route53_zone,
)
from modules.dns.settings import DnsSettings
from modules.load_balancer.construct import LoadBalancer
from modules.setting_map import Feed, tagged_by, tags_of
from terraform.literal import literal

ALIAS = Feed({"name": "alias_prefix", "evaluate_target_health": "evaluate_target_health"}, at="alias.0")


class Dns(Construct):
    """The public zone, created or looked up, and the certificate that ACM validates through it."""

    def __init__(self, scope: Construct, id_: str, *, settings: DnsSettings) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self._domain = settings.certificate_domain or settings.host
        self._zone()
        names = [self._domain, *settings.certificate_names]
        self.certificate = addressed(
            acm_certificate.AcmCertificate(
                self,
                "certificate",
                domain_name=self._domain,
                subject_alternative_names=names,
                validation_method="DNS",
                lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
                tags=tags_of(settings.tags),
            ),
            fed_by=tagged_by(settings),
        )
        records = [self._validation(name) for name in _validated(names)]
        self.certificate_arn = self.certificate.arn
        if settings.wait_for_certificate:
            validated = acm_certificate_validation.AcmCertificateValidation(
                self, "certificate_validated", certificate_arn=self.certificate.arn, validation_record_fqdns=records
            )
            self.certificate_arn = addressed(validated).certificate_arn

    def _zone(self) -> None:
        zone: Resource
        if self._settings.zone_ownership == "looked_up":
            zone = data_aws_route53_zone.DataAwsRoute53Zone(self, "zone", name=self._settings.zone, private_zone=False)
        else:
            zone = route53_zone.Route53Zone(
                self,
                "zone",
                name=self._settings.zone,
                comment=literal(self._settings.zone_comment),
                lifecycle=TerraformResourceLifecycle(prevent_destroy=True),
            )
        self.zone_id = addressed(zone, fed_by={f"{self._settings.where}.zone_comment": "comment"}).zone_id
        self.name_servers = zone.name_servers

    def _validation(self, name: str) -> str:
        """Adds the record that ACM asks for. It is selected by domain name, because ACM does not keep an order."""
        options = f"{self.certificate.fqn}.domain_validation_options"
        suffix = "" if name == self._domain else "_" + name.replace("*", "any").replace(".", "_")
        record = route53_record.Route53Record(
            self,
            f"validation{suffix}",
            zone_id=self.zone_id,
            name=_option(options, name, "resource_record_name"),
            type=_option(options, name, "resource_record_type"),
            records=[_option(options, name, "resource_record_value")],
            ttl=self._settings.validation_ttl_seconds,
        )
        return str(addressed(record, fed_by={f"{self._settings.where}.validation_ttl_seconds": "ttl"}).fqdn)


class Alias(Construct):
    """The address record of the host, which points at the load balancer."""

    def __init__(
        self, scope: Construct, id_: str, *, settings: DnsSettings, dns: Dns, load_balancer: LoadBalancer
    ) -> None:
        super().__init__(scope, id_)
        addressed(
            route53_record.Route53Record(
                self,
                "host",
                zone_id=dns.zone_id,
                name=settings.host,
                type="A",
                alias=route53_record.Route53RecordAlias(
                    name=f"{settings.alias_prefix}{load_balancer.alb.dns_name}",
                    zone_id=load_balancer.alb.zone_id,
                    evaluate_target_health=settings.evaluate_target_health,
                ),
            ),
            fed_by=ALIAS.by(settings),
        )


def _validated(names: Sequence[str]) -> list[str]:
    """Returns the names with a validation record of their own; a wildcard shares the record of the name below it."""
    return list({name.removeprefix("*."): name for name in reversed(names)}.values())[::-1]


def _option(options: str, name: str, attribute: str) -> str:
    return f'${{one([for option in {options} : option.{attribute} if option.domain_name == "{name}"])}}'
