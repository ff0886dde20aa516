"""Kind, exact host and sharing are asked before name and use: nothing else is taken for the declared resource."""

from typing import Any

import pytest

from imports.model import Found
from modules.stages import match
from tests.imports.small_dev import ARN, CODE, LIVE, changed, code, live, rule_of, without

IDS = match(CODE, LIVE).ids
DATABASE, CERTIFICATE = "aws_db_instance.postgres", "aws_acm_certificate.host"


def why(address: str, found: list[Found]) -> str:
    (missing,) = (one for one in match(CODE, found).missing if one.address == address)
    return missing.why


def instance(identifier: str, **facts: Any) -> Found:
    said = {"identifier": identifier, "engine": "postgres", "vpc_id": "vpc-1", "vpc_security_group_ids": ["sg-db"]}
    return live("aws_db_instance", identifier, **{**said, **facts})


def members(cluster: str, engine: str, *identifiers: str) -> list[Found]:
    facts = {"vpc_id": "vpc-1", "engine": engine, "cluster": cluster}
    return [
        live("aws_rds_cluster", cluster, name=cluster, **facts),
        *(live("aws_rds_cluster_instance", one, name=one, **facts) for one in identifiers),
    ]


@pytest.mark.parametrize(
    ("cluster", "engine", "identifiers"),
    [
        ("dev-postgres", "aurora-postgresql", ["dev-postgres-1", "dev-postgres-2"]),
        ("aurora", "aurora-postgresql", ["dev-postgres"]),
        ("dev-postgres", "postgres", ["dev-postgres-instance-1", "dev-postgres-instance-2", "dev-postgres-instance-3"]),
        ("database-1", "aurora-postgresql", ["database-1-instance-1"]),
    ],
)
def test_cluster_is_no_database_instance(cluster: str, engine: str, identifiers: list[str]) -> None:
    found = [*without(LIVE, "dev-postgres"), *members(cluster, engine, *identifiers)]
    assert match(CODE, found).ids == {key: id_ for key, id_ in IDS.items() if key != DATABASE}
    assert f"{cluster} ({engine})" in why(DATABASE, found)


def test_restored_database_is_matched_and_its_replica_is_not() -> None:
    restored = [instance("dev-restored"), instance("dev-replica", replicate_source_db="dev-restored")]
    outcome = match(CODE, [*without(LIVE, "dev-postgres"), *restored])
    assert outcome.ids[DATABASE] == "dev-restored"
    assert [one.id for one in outcome.strays] == ["dev-replica"]


def test_replica_with_the_documented_identifier_and_its_source_are_candidates() -> None:
    found = [*changed(LIVE, "dev-postgres", replicate_source_db="dev-new"), instance("dev-new")]
    (ambiguous,) = match(CODE, found).ambiguous
    assert [one.id for one in ambiguous.candidates] == ["dev-postgres", "dev-new"]


def test_replica_of_another_region_is_matched_by_its_identifier() -> None:
    source = "arn:aws:rds:eu-west-1:437064342167:db:dev-postgres"
    assert match(CODE, changed(LIVE, "dev-postgres", replicate_source_db=source)).ids == IDS


def certificate(id_: str, *names: str, **facts: Any) -> Found:
    options = [
        {"domain_name": name, "resource_record_name": f"_x.{name}", "resource_record_type": "CNAME"} for name in names
    ]
    said = {"arn": id_, "domain_name": names[0], "subject_alternative_names": list(names)}
    return live("aws_acm_certificate", id_, **said, domain_validation_options=options, **facts)


def test_additional_certificate_of_the_listener_with_exactly_the_host_is_matched() -> None:
    found = changed(LIVE, "lsn-1", certificate_arn="cert-0", certificate_arns=["cert-0", "cert-1"])
    for names in (["shop.example.com"], ["example.com", "*.example.com"]):
        outcome = match(CODE, [*found, certificate("cert-0", *names)])
        assert rule_of(outcome, CERTIFICATE) == "domain name, on the listener"
        assert outcome.ids == IDS


def test_certificate_of_the_listener_for_another_host_is_not_matched() -> None:
    found = changed(without(LIVE, "cert-1"), "lsn-1", certificate_arn="cert-0")
    found.append(certificate("cert-0", "shop.example.com", "*.shop.example.com"))
    assert CERTIFICATE not in match(CODE, found).ids
    assert why(CERTIFICATE, found) == (
        "the listener has the certificate cert-0 for shop.example.com, *.shop.example.com, not for dev.example.com"
    )


def test_wildcard_certificate_of_another_load_balancer_too_is_not_matched() -> None:
    wildcard = ("example.com", "*.example.com")
    found = changed(without(LIVE, "cert-1"), "lsn-1", certificate_arn="cert-0")
    assert match(CODE, [*found, certificate("cert-0", *wildcard, in_use_by=[ARN])]).ids[CERTIFICATE] == "cert-0"
    shared = [*found, certificate("cert-0", *wildcard, in_use_by=[ARN, "arn:aws:elb:lb/prod"])]
    assert CERTIFICATE not in match(CODE, shared).ids
    assert why(CERTIFICATE, shared) == "the certificate cert-0 is also used by arn:aws:elb:lb/prod"


def test_rule_for_another_host_with_the_same_path_is_not_a_candidate() -> None:
    def conditions(host: str) -> list[dict[str, Any]]:
        return [{"host_header": {"values": [host]}}, {"path_pattern": {"values": ["/api/*"]}}]

    shop = live("aws_lb_listener_rule", "rule-0", listener_arn="lsn-1", condition=conditions("shop.example.com"))
    for host in ("dev.example.com", "*.example.com", "dev.*"):
        wanted = changed(LIVE, "rule-1", condition=conditions(host))
        if host == "*.example.com":
            assert match(CODE, wanted).ids == IDS
        else:
            assert match(CODE, [*wanted, shop]).ids == IDS
    assert "aws_lb_listener_rule.api" not in match(CODE, [*without(LIVE, "rule-1"), shop]).ids


def test_record_of_a_set_is_matched_and_two_of_them_are_candidates() -> None:
    (alias,) = (one for one in LIVE if one.id == "Z1_dev.example.com_A")
    blue, green = (
        live("aws_route53_record", f"{alias.id}_{name}", **{**alias.facts, "set_identifier": name})
        for name in ("blue", "green")
    )
    found = without(LIVE, alias.id)
    assert match(CODE, [*found, blue]).ids["aws_route53_record.host"] == blue.id
    (ambiguous,) = match(CODE, [*found, blue, green]).ambiguous
    assert [one.id for one in ambiguous.candidates] == [blue.id, green.id]
    assert match(CODE, [*LIVE, blue]).ids == IDS, "the simple record is the declared one"


def test_record_of_a_set_that_leads_to_our_balancer_is_matched_and_the_others_are_not() -> None:
    (alias,) = (one for one in LIVE if one.id == "Z1_dev.example.com_A")
    there = [
        live("aws_route53_record", f"{alias.id}_{name}", **{**alias.facts, "set_identifier": name, "alias": target})
        for name, target in (("primary", alias.facts["alias"]), ("secondary", {"name": "s3-website.aws"}))
    ]
    outcome = match(CODE, [*without(LIVE, alias.id), *there])
    assert outcome.ids["aws_route53_record.host"] == there[0].id
    assert [one.id for one in outcome.strays] == [there[1].id]


def test_each_task_definition_with_a_log_group_of_its_own_shares_none() -> None:
    (definition,) = (one for one in CODE if one.address == "aws_ecs_task_definition.api")
    others = [code(f"{definition.type}.{key}", **{**definition.arguments, "family": key}) for key in ("web", "worker")]
    found = changed(without(LIVE, "/ecs/dev"), "td/dev-td-api:7", log_group_names=["/ecs/dev-td-api"])
    for key in ("web", "worker"):
        facts = {"id": key, "arn": key, "family": key, "log_group_names": [f"/ecs/{key}"], "log_streams": []}
        found.append(live("aws_ecs_task_definition", key, **facts))
    groups = [
        live("aws_cloudwatch_log_group", name, name=name) for name in ("/ecs/dev-td-api", "/ecs/web", "/ecs/worker")
    ]
    outcome = match([*CODE, *others], [*found, *groups])
    (missing,) = (one for one in outcome.missing if one.address == "aws_cloudwatch_log_group.logs")
    assert "share no log group: they write to /ecs/dev-td-api, /ecs/web, /ecs/worker" in missing.why
    shared = changed(found, "worker", log_group_names=["/ecs/web"])
    assert match([*CODE, *others], [*shared, *groups]).ids["aws_cloudwatch_log_group.logs"] == "/ecs/web"


def test_role_that_other_task_definitions_use_too_is_not_matched() -> None:
    role, own = "aws_iam_role.task", changed(LIVE, "dev-task", name="ecsTaskExecutionRole")
    assert match(CODE, changed(own, "dev-task", families=["dev-td-api"])).ids == IDS, "that family is the matched one"
    shared = changed(own, "dev-task", families=["shop", "tools"])
    assert role not in match(CODE, shared).ids
    assert why(role, shared) == "dev-task serves other task definitions too: shop, tools"
    named = changed(LIVE, "dev-task", families=["shop"])
    assert match(CODE, named).ids == IDS, "the documented name says whose it is"
