"""Security groups and their rules. In: `[security_groups]` and the group of each service. Out: the groups."""

from collections.abc import Mapping

from constructs import Construct

from modules.addresses import Resource, addressed
from modules.bindings import (
    default_security_group,
    security_group,
    vpc_security_group_egress_rule,
    vpc_security_group_ingress_rule,
)
from modules.network.construct import ANYWHERE, Network
from modules.security_groups.settings import GroupSettings, SecurityGroupsSettings
from modules.services.settings import ServiceSettings
from modules.setting_map import Feed, tagged_by, tags_of

HTTP, HTTPS = 80, 443
GROUP = Feed({"name": "name", "description": "description"})


class SecurityGroups(Construct):
    """The groups of load balancer, services, database and endpoints, and every rule between them."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: SecurityGroupsSettings,
        services: Mapping[str, ServiceSettings],
        network: Network,
        database_port: int,
        s3_prefix_list_id: str | None,
    ) -> None:
        super().__init__(scope, id_)
        self._descriptions = settings.rule_descriptions
        self._described_in = f"{settings.where}.rule_descriptions"
        self._vpc_id = network.vpc.id
        self.load_balancer = self._group("load_balancer", settings.load_balancer)
        self.database = self._group("database", settings.database)
        self.endpoints = self._group("endpoints", settings.endpoints)
        self.services = {key: self._group(key, service.security_group) for key, service in services.items()}
        self._ingress("load_balancer_http", self.load_balancer, HTTP, cidr=ANYWHERE)
        self._ingress("load_balancer_https", self.load_balancer, HTTPS, cidr=ANYWHERE)
        for key, service in services.items():
            self._service_rules(key, service, database_port=database_port)
            if settings.image_layers and s3_prefix_list_id:
                self._egress(f"{key}_to_image_layers", self.services[key], HTTPS, prefix_list_id=s3_prefix_list_id)
        if settings.close_default:
            # Without rules in the code, Terraform removes every rule of the group.
            addressed(default_security_group.DefaultSecurityGroup(self, "default", vpc_id=self._vpc_id))
        if settings.dbtest.enabled:
            self._dbtest(settings.dbtest, database_port=database_port)

    def _service_rules(self, key: str, service: ServiceSettings, *, database_port: int) -> None:
        group = self.services[key]
        self._between(f"{key}_to_endpoints", f"endpoints_from_{key}", group, self.endpoints, HTTPS)
        if service.target_group and service.port:
            names = f"load_balancer_to_{key}", f"{key}_from_load_balancer"
            self._between(*names, self.load_balancer, group, service.port)
        if service.database:
            self._between(f"{key}_to_database", f"database_from_{key}", group, self.database, database_port)

    def _dbtest(self, settings: GroupSettings, *, database_port: int) -> None:
        group = self._group("dbtest", settings)
        self._between("dbtest_to_database", "database_from_dbtest", group, self.database, database_port)

    def _group(self, key: str, settings: GroupSettings) -> Resource:
        """Adds a group without inline rules: these would remove every rule that is a resource of its own."""
        group = addressed(
            security_group.SecurityGroup(
                self,
                key,
                vpc_id=self._vpc_id,
                **GROUP.of(settings),
                tags=tags_of(settings.tags),
            ),
            fed_by=GROUP.by(settings) | tagged_by(settings),
        )
        if settings.open_egress:
            addressed(
                vpc_security_group_egress_rule.VpcSecurityGroupEgressRule(
                    self,
                    f"{key}_to_anywhere",
                    security_group_id=group.id,
                    ip_protocol="-1",
                    cidr_ipv4=ANYWHERE,
                    description=self._descriptions.get(f"{key}_to_anywhere"),
                ),
                fed_by=self._described(f"{key}_to_anywhere"),
            )
        return group

    def _between(self, out: str, into: str, client: Resource, server: Resource, port: int) -> None:
        """Adds the two rules of a connection: out of the client and into the server."""
        self._ingress(into, server, port, group_id=client.id)
        self._egress(out, client, port, group_id=server.id)

    def _ingress(
        self, key: str, group: Resource, port: int, *, cidr: str | None = None, group_id: str | None = None
    ) -> None:
        addressed(
            vpc_security_group_ingress_rule.VpcSecurityGroupIngressRule(
                self,
                key,
                security_group_id=group.id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                cidr_ipv4=cidr,
                referenced_security_group_id=group_id,
                description=self._descriptions.get(key),
            ),
            fed_by=self._described(key),
        )

    def _egress(
        self,
        key: str,
        group: Resource,
        port: int,
        *,
        group_id: str | None = None,
        prefix_list_id: str | None = None,
    ) -> None:
        addressed(
            vpc_security_group_egress_rule.VpcSecurityGroupEgressRule(
                self,
                key,
                security_group_id=group.id,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                referenced_security_group_id=group_id,
                prefix_list_id=prefix_list_id,
                description=self._descriptions.get(key),
            ),
            fed_by=self._described(key),
        )

    def _described(self, key: str) -> dict[str, str]:
        return {f"{self._described_in}.{key}": "description"}
