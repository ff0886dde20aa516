"""A small DEV, written by hand on both sides: what the code declares (CODE) and what is there (LIVE).

One of each kind that matching must tell apart. Tests change a fact or add a decoy and say what must come out.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from imports.model import Declared, Found, Outcome

ARN = "arn:aws:elb:lb/dev"


def code(address: str, **arguments: Any) -> Declared:
    return Declared(address=address, type=address.rpartition(".")[0], arguments=arguments)


def live(type_: str, id_: str, **facts: Any) -> Found:
    name = facts.get("name") or facts.get("tags", {}).get("Name") or id_
    return Found(type=type_, id=id_, name=name, facts=facts)


def changed(found: Iterable[Found], id_: str, **facts: Any) -> list[Found]:
    """The same resources, with other facts on one of them."""
    return [replace(one, facts={**one.facts, **facts}) if one.id == id_ else one for one in found]


def without(found: Iterable[Found], *ids: str) -> list[Found]:
    return [one for one in found if one.id not in ids]


def rule_of(outcome: Outcome, address: str) -> str:
    (match,) = (match for match in outcome.matched if match.address == address)
    return match.rule


NETWORK = [
    code("aws_vpc.vpc", cidr_block="10.10.0.0/16", tags={"Name": "dev-vpc"}),
    code("aws_internet_gateway.internet", vpc_id="${aws_vpc.vpc.id}"),
    code("aws_default_route_table.main", default_route_table_id="${aws_vpc.vpc.default_route_table_id}"),
    code("aws_route_table.public", vpc_id="${aws_vpc.vpc.id}", tags={"Name": "dev-rtb-public"}),
    code(
        "aws_route.public_internet",
        route_table_id="${aws_route_table.public.id}",
        destination_cidr_block="0.0.0.0/0",
        gateway_id="${aws_internet_gateway.internet.id}",
    ),
    *(
        code(
            f"aws_subnet.{tier}",
            vpc_id="${aws_vpc.vpc.id}",
            cidr_block=cidr,
            availability_zone="eu-west-2a",
            tags={"Name": f"dev-{tier}"},
        )
        for tier, cidr in (("public", "10.10.0.0/24"), ("private", "10.10.10.0/24"))
    ),
    code(
        "aws_route_table_association.public",
        subnet_id="${aws_subnet.public.id}",
        route_table_id="${aws_route_table.public.id}",
    ),
    code(
        "aws_vpc_endpoint.logs",
        vpc_id="${aws_vpc.vpc.id}",
        service_name="com.amazonaws.eu-west-2.logs",
        vpc_endpoint_type="Interface",
        security_group_ids=["${aws_security_group.endpoints.id}"],
    ),
]
GROUPS = [
    *(
        code(f"aws_security_group.{key}", vpc_id="${aws_vpc.vpc.id}", name=f"dev-sg-{key}")
        for key in ("alb", "api", "database", "endpoints")
    ),
    code(
        "aws_vpc_security_group_ingress_rule.api_from_alb",
        security_group_id="${aws_security_group.api.id}",
        ip_protocol="tcp",
        from_port=3000,
        to_port=3000,
        referenced_security_group_id="${aws_security_group.alb.id}",
    ),
    code(
        "aws_vpc_security_group_egress_rule.endpoints_to_anywhere",
        security_group_id="${aws_security_group.endpoints.id}",
        ip_protocol="-1",
        cidr_ipv4="0.0.0.0/0",
    ),
]
TRAFFIC = [
    code("aws_lb.alb", name="dev-alb", security_groups=["${aws_security_group.alb.id}"]),
    code("aws_lb_target_group.api", name="dev-tg-api", port=3000, vpc_id="${aws_vpc.vpc.id}"),
    code(
        "aws_lb_listener.https",
        load_balancer_arn="${aws_lb.alb.arn}",
        port=443,
        certificate_arn="${aws_acm_certificate.host.arn}",
        default_action=[{"type": "forward", "target_group_arn": "${aws_lb_target_group.api.arn}"}],
    ),
    code(
        "aws_lb_listener_rule.api",
        listener_arn="${aws_lb_listener.https.arn}",
        priority=1,
        condition=[{"path_pattern": {"values": ["/api/*"]}}],
        action=[{"type": "forward", "target_group_arn": "${aws_lb_target_group.api.arn}"}],
    ),
    code("aws_acm_certificate.host", domain_name="dev.example.com"),
    code("aws_route53_zone.zone", name="example.com"),
    code(
        "aws_route53_record.host",
        zone_id="${aws_route53_zone.zone.zone_id}",
        name="dev.example.com",
        type="A",
        alias={"name": "dualstack.${aws_lb.alb.dns_name}"},
    ),
    code(
        "aws_route53_record.validation",
        zone_id="${aws_route53_zone.zone.zone_id}",
        name="${one([for option in aws_acm_certificate.host.domain_validation_options : "
        'option.resource_record_name if option.domain_name == "dev.example.com"])}',
        type="${one([for option in aws_acm_certificate.host.domain_validation_options : option.resource_record_type])}",
    ),
]
SERVICES = [
    code("aws_ecs_cluster.ecs", name="dev-cluster"),
    code(
        "aws_ecs_task_definition.api",
        family="dev-td-api",
        task_role_arn="${aws_iam_role.task.arn}",
        container_definitions='[{"logConfiguration":{"options":{"awslogs-group":"${aws_cloudwatch_log_group.logs.name}",'
        '"awslogs-stream-prefix":"api"}}}]',
    ),
    code("aws_cloudwatch_log_group.logs", name="/ecs/dev"),
    code(
        "aws_ecs_service.api",
        name="dev-svc-api",
        cluster="${aws_ecs_cluster.ecs.arn}",
        task_definition="${aws_ecs_task_definition.api.family}:${aws_ecs_task_definition.api.revision}",
        network_configuration={"security_groups": ["${aws_security_group.api.id}"]},
        load_balancer=[{"target_group_arn": "${aws_lb_target_group.api.arn}"}],
    ),
    code("aws_iam_role.task", name="dev-task", assume_role_policy="{}"),
    code("aws_iam_role_policy.task", role="${aws_iam_role.task.id}", name="dev-task-policy"),
]
DATA = [
    code(
        "aws_db_instance.postgres",
        identifier="dev-postgres",
        engine="postgres",
        db_subnet_group_name="${aws_db_subnet_group.subnets.name}",
        vpc_security_group_ids=["${aws_security_group.database.id}"],
    ),
    code("aws_db_subnet_group.subnets", name="dev-db-subnets"),
    code("aws_s3_bucket.uploads", bucket="dev-uploads"),
    code("aws_s3_bucket_versioning.uploads", bucket="${aws_s3_bucket.uploads.id}"),
    code("aws_sqs_queue.dead_letters", name="dev-jobs-dlq"),
    code("aws_sqs_queue.jobs", name="dev-jobs", redrive_policy='{"target":"${aws_sqs_queue.dead_letters.arn}"}'),
]
CODE: list[Declared] = [*NETWORK, *GROUPS, *TRAFFIC, *SERVICES, *DATA]

LIVE: list[Found] = [
    live("aws_vpc", "vpc-1", cidr_block="10.10.0.0/16", tags={"Name": "dev-vpc"}, default_route_table_id="rtb-main"),
    live("aws_internet_gateway", "igw-1", vpc_id="vpc-1"),
    live("aws_default_route_table", "vpc-1", id="rtb-main", vpc_id="vpc-1", default_route_table_id="rtb-main"),
    live("aws_route_table", "rtb-1", vpc_id="vpc-1", tags={"Name": "dev-rtb-public"}, subnet_ids=["subnet-pub"]),
    live("aws_route", "rtb-1_0.0.0.0/0", route_table_id="rtb-1", to="0.0.0.0/0"),
    *(
        live(
            "aws_subnet",
            id_,
            vpc_id="vpc-1",
            cidr_block=cidr,
            availability_zone="eu-west-2a",
            tags={"Name": name},
            public=public,
        )
        for id_, name, cidr, public in (
            ("subnet-pub", "dev-public", "10.10.0.0/24", True),
            ("subnet-priv", "dev-private", "10.10.10.0/24", False),
        )
    ),
    live("aws_route_table_association", "subnet-pub/rtb-1", subnet_id="subnet-pub", route_table_id="rtb-1"),
    live(
        "aws_vpc_endpoint",
        "vpce-1",
        vpc_id="vpc-1",
        service_name="com.amazonaws.eu-west-2.logs",
        vpc_endpoint_type="Interface",
        security_group_ids=["sg-vpce"],
    ),
    *(
        live("aws_security_group", id_, vpc_id="vpc-1", name=f"dev-sg-{key}")
        for id_, key in (("sg-alb", "alb"), ("sg-api", "api"), ("sg-db", "database"), ("sg-vpce", "endpoints"))
    ),
    live(
        "aws_vpc_security_group_ingress_rule",
        "sgr-1",
        security_group_id="sg-api",
        ip_protocol="tcp",
        from_port=3000,
        to_port=3000,
        referenced_security_group_id="sg-alb",
    ),
    live(
        "aws_vpc_security_group_egress_rule",
        "sgr-2",
        security_group_id="sg-vpce",
        ip_protocol="-1",
        from_port=-1,
        to_port=-1,
        cidr_ipv4="0.0.0.0/0",
    ),
    live(
        "aws_lb",
        ARN,
        arn=ARN,
        name="dev-alb",
        vpc_id="vpc-1",
        dns_name="dev-1.elb.aws",
        internal=False,
        security_groups=["sg-alb"],
    ),
    live("aws_lb_target_group", "tg-1", arn="tg-1", name="dev-tg-api", vpc_id="vpc-1", load_balancer_arns=[ARN]),
    live("aws_lb_listener", "lsn-1", arn="lsn-1", load_balancer_arn=ARN, port=443, certificate_arn="cert-1"),
    live(
        "aws_lb_listener_rule",
        "rule-1",
        arn="rule-1",
        listener_arn="lsn-1",
        priority="1",
        condition=[{"path_pattern": {"values": ["/api/*"]}}],
        action={"target_group_arn": ["tg-1"]},
    ),
    live(
        "aws_acm_certificate",
        "cert-1",
        arn="cert-1",
        domain_name="dev.example.com",
        domain_validation_options=[
            {
                "domain_name": "dev.example.com",
                "resource_record_name": "_x.dev.example.com",
                "resource_record_type": "CNAME",
            }
        ],
    ),
    live("aws_route53_zone", "Z1", zone_id="Z1", name="example.com", private_zone=False),
    live(
        "aws_route53_record",
        "Z1_dev.example.com_A",
        zone_id="Z1",
        fqdn="dev.example.com",
        type="A",
        set_identifier=None,
        alias={"name": "dev-1.elb.aws"},
    ),
    live(
        "aws_route53_record",
        "Z1__x.dev.example.com_CNAME",
        zone_id="Z1",
        fqdn="_x.dev.example.com",
        type="CNAME",
        set_identifier=None,
        alias=None,
    ),
    live("aws_ecs_cluster", "dev-cluster", id="c/dev-cluster", arn="c/dev-cluster", name="dev-cluster"),
    live(
        "aws_ecs_task_definition",
        "td/dev-td-api:7",
        id="dev-td-api",
        arn="td/dev-td-api:7",
        family="dev-td-api",
        revision=7,
        task_role_arn="role/dev-task",
        log_group_names=["/ecs/dev"],
        log_streams=[("/ecs/dev", "api")],
    ),
    live("aws_cloudwatch_log_group", "/ecs/dev", name="/ecs/dev"),
    live(
        "aws_ecs_service",
        "dev-cluster/dev-svc-api",
        name="dev-svc-api",
        cluster="c/dev-cluster",
        family="dev-td-api",
        network_configuration={"security_groups": ["sg-api"]},
        load_balancer=[{"target_group_arn": "tg-1"}],
    ),
    live("aws_iam_role", "dev-task", name="dev-task", arn="role/dev-task", subjects=()),
    live("aws_iam_role_policy", "dev-task:dev-task-policy", role="dev-task", name="dev-task-policy"),
    live(
        "aws_db_instance",
        "dev-postgres",
        id="db-XYZ",
        identifier="dev-postgres",
        engine="postgres",
        vpc_id="vpc-1",
        db_subnet_group_name="dev-db-subnets",
        vpc_security_group_ids=["sg-db"],
    ),
    live("aws_db_subnet_group", "dev-db-subnets", name="dev-db-subnets", vpc_id="vpc-1"),
    live("aws_s3_bucket", "dev-uploads", bucket="dev-uploads"),
    live("aws_s3_bucket_versioning", "dev-uploads", bucket="dev-uploads"),
    live("aws_sqs_queue", "https://sqs/dev-jobs", name="dev-jobs", arn="q/dev-jobs", dead_letters="q/dev-jobs-dlq"),
    live("aws_sqs_queue", "https://sqs/dev-jobs-dlq", name="dev-jobs-dlq", arn="q/dev-jobs-dlq", dead_letters=None),
]
