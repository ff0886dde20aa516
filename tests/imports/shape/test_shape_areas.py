"""The shape of endpoints, groups, services, database and certificate: what is there is said, odd cases first."""

from typing import Any

import pytest

from imports.model import Found
from tests.imports.shaped import VPC, endpoint, loaded, shape_of
from tests.imports.small_dev import live

OURS = {"aws_vpc.network_vpc": VPC}
NETWORK = ("subnets", "tables")


def said(changes: dict[str, Any], of: str) -> dict[str, Any]:
    """The changes below a place; those of the network, which has no subnet here, are another test's."""
    return {
        key: value for key, value in changes.items() if key.startswith(of) and not key.endswith(("subnets", "tables"))
    }


def group(key: str) -> dict[str, Found]:
    return {f"aws_security_group.groups_{key}": live("aws_security_group", f"sg-{key}", name=key, vpc_id="vpc-1")}


def egress(group_id: str, protocol: str, **facts: Any) -> Found:
    type_ = "aws_vpc_security_group_egress_rule"
    return live(type_, f"sgr-{group_id}-{protocol}", security_group_id=group_id, ip_protocol=protocol, **facts)


def service(key: str, **facts: Any) -> dict[str, Found]:
    there: dict[str, Any] = {
        "network_configuration": {"subnets": [], "security_groups": []},
        "load_balancer": [],
        "capacity_provider_strategy": [],
    }
    address = f"aws_ecs_service.services_{key}_service"
    return {address: live("aws_ecs_service", f"cluster/{key}", name=key, cluster="cluster", **{**there, **facts})}


def test_shape_without_matches_changes_no_setting() -> None:
    assert shape_of({}, endpoint("s3", route_table_ids=[]), *group("api").values()) == {}


def test_absent_endpoint_keeps_its_setting() -> None:
    assert said(shape_of(OURS), "endpoints") == {}


def test_endpoint_of_another_vpc_or_type_is_not_used() -> None:
    settings, _ = loaded({"endpoints.dynamodb.enabled": False})
    others = [endpoint("dynamodb", vpc_id="vpc-2", route_table_ids=[]), endpoint("s3")]
    assert said(shape_of(OURS, *others, settings=settings), "endpoints") == {}


def test_live_endpoint_turns_its_setting_on() -> None:
    changes = {"endpoints.logs.enabled": False, "endpoints.s3.enabled": False}
    settings, text = loaded(changes)
    gateways = [endpoint(service, route_table_ids=[]) for service in ("s3", "dynamodb")]
    switched = said(shape_of(OURS, endpoint("logs"), *gateways, settings=settings), "endpoints")
    assert switched == {"endpoints.s3.enabled": True, "endpoints.logs.enabled": True}
    assert loaded(switched, text)


def test_endpoint_of_an_undocumented_service_is_not_added() -> None:
    assert "endpoints.kms" not in str(shape_of(OURS, endpoint("kms")))


@pytest.mark.parametrize(
    ("rule", "open_"),
    [
        (egress("sg-api", "-1", cidr_ipv4="10.10.0.0/16"), False),
        (egress("sg-api", "-1", cidr_ipv6="::/0"), False),
        (egress("sg-api", "tcp", cidr_ipv4="0.0.0.0/0", from_port=0, to_port=65535), False),
        (egress("sg-other", "-1", cidr_ipv4="0.0.0.0/0"), False),
        (egress("sg-api", "all", cidr_ipv4="0.0.0.0/0"), True),
        (egress("sg-api", "-1", cidr_ipv4="0.0.0.0/0", from_port=-1, to_port=-1), True),
    ],
)
def test_group_with_egress_to_everywhere_is_open_in_the_settings(rule: Found, open_: bool) -> None:
    changes = shape_of(group("api"), rule)
    assert changes == ({"services.api.security_group.open_egress": True} if open_ else {})


def test_group_without_open_egress_is_closed_in_the_settings() -> None:
    assert shape_of(group("database")) == {"security_groups.database.open_egress": False}


@pytest.mark.parametrize(
    ("prefix_list", "port", "admitted"), [("pl-s3", 443, True), ("pl-dynamodb", 443, False), ("pl-s3", 80, False)]
)
def test_egress_to_s3_turns_the_image_layer_setting_on(prefix_list: str, port: int, admitted: bool) -> None:
    lists = [
        endpoint("s3", route_table_ids=[], prefix_list_id="pl-s3"),
        endpoint("dynamodb", route_table_ids=[], prefix_list_id="pl-dynamodb"),
    ]
    rule = egress("sg-web", "tcp", prefix_list_id=prefix_list, from_port=port, to_port=port)
    changes = shape_of(group("web"), *lists, rule)
    assert changes == ({"security_groups.image_layers": True} if admitted else {})


def test_single_capacity_provider_becomes_the_setting() -> None:
    spot = [{"capacity_provider": "FARGATE_SPOT"}]
    assert shape_of(service("web", capacity_provider_strategy=spot)) == {
        "services.web.capacity_provider": "FARGATE_SPOT"
    }


def test_no_or_two_capacity_providers_change_no_setting() -> None:
    settings, _ = loaded({"services.web.capacity_provider": "FARGATE_SPOT"})
    two = [{"capacity_provider": name} for name in ("FARGATE", "FARGATE_SPOT")]
    for strategy in (two, []):
        changes = shape_of(service("web", capacity_provider_strategy=strategy), settings=settings)
        assert changes == {"services.web.capacity_provider": None}


def database(parameters: str) -> dict[str, Found]:
    instance = live("aws_db_instance", "db", identifier="db", parameter_group_name=parameters)
    return {"aws_db_instance.database_postgres": instance}


def test_password_that_rds_keeps_is_said() -> None:
    """The provider does not read it back: `manage_master_user_password` exists in Terraform only."""
    kept = [{"secret_arn": "arn:aws:secretsmanager:eu-west-2:437064342167:secret:rds!db-2f9d3c1e-AbCdEf"}]
    for secrets, expected in ((kept, {"database.master_password": "rds"}), ([], {})):
        instance = live("aws_db_instance", "db", parameter_group_name="default.postgres16", master_user_secret=secrets)
        assert shape_of({"aws_db_instance.database_postgres": instance}) == expected


def test_custom_parameter_group_becomes_a_table() -> None:
    own = live("aws_db_parameter_group", "slow", name="slow", family="postgres16", description="Slow queries")
    words = {"name": "slow", "family": "postgres16", "description": "Slow queries"}
    changes = shape_of(database("slow"), own)
    assert changes == {"database.parameter_group": words}
    settings, _ = loaded(changes)
    assert shape_of(database("slow"), own, settings=settings) == {}
    assert shape_of(database("default.postgres16"), own, settings=settings) == {"database.parameter_group": None}


def test_parameter_group_changes_only_the_differing_settings() -> None:
    settings, _ = loaded({"database.parameter_group": {"name": "old", "family": "postgres16", "description": "Slow"}})
    own = live("aws_db_parameter_group", "new", name="new", family="postgres17", description="Slow")
    changes = shape_of(database("new"), own, settings=settings)
    assert changes == {"database.parameter_group.name": "new", "database.parameter_group.family": "postgres17"}


def test_default_parameter_group_changes_no_setting() -> None:
    group = live("aws_db_parameter_group", "default.postgres16", name="default.postgres16", family="x", description="y")
    assert shape_of(database("default.postgres16"), group) == {}


def certificate(*names: str, records: dict[str, str] | None = None) -> dict[str, Found]:
    options = [{"domain_name": name, "resource_record_name": (records or {}).get(name, f"_x.{name}")} for name in names]
    facts: dict[str, Any] = {"subject_alternative_names": list(names), "domain_validation_options": options}
    return {"aws_acm_certificate.dns_certificate": live("aws_acm_certificate", "cert", name=names[0], **facts)}


def test_alternative_names_of_the_certificate_become_settings() -> None:
    names = ("dev.counterpromo.com", "www.dev.counterpromo.com", "counterpromo.com")
    changes = shape_of(certificate(*names))
    assert changes == {"dns.certificate_names": ["counterpromo.com", "www.dev.counterpromo.com"]}
    settings, _ = loaded({"dns.certificate_names": ["www.dev.counterpromo.com", "counterpromo.com"]})
    assert shape_of(certificate(*names), settings=settings) == {}
    assert shape_of(certificate("dev.counterpromo.com"), settings=settings) == {"dns.certificate_names": []}


def test_wildcard_and_a_name_outside_of_the_zone() -> None:
    """A wildcard is validated by the record of its domain. Nothing in this zone validates a name outside of it."""
    wildcard = {"*.dev.counterpromo.com": "_x.dev.counterpromo.com"}
    names = ("dev.counterpromo.com", "*.dev.counterpromo.com", "dev.example.com")
    changes = shape_of(certificate(*names, records=wildcard))
    assert changes == {"dns.certificate_names": ["*.dev.counterpromo.com"]}


def test_domain_name_that_is_not_the_host_becomes_a_setting() -> None:
    names = ("counterpromo.com", "*.counterpromo.com")
    live_ = certificate(*names, records={"*.counterpromo.com": "_x.counterpromo.com"})
    changes = shape_of(live_)
    assert changes == {
        "dns.certificate_domain": "counterpromo.com",
        "dns.certificate_names": ["*.counterpromo.com"],
    }
    settings, _ = loaded(changes)
    assert shape_of(live_, settings=settings) == {}
