"""Accounts as people have them: each adopted with nothing to add, change or destroy, and the next plan empty.

`make test` adopts one account with several of them; `make soak` adopts each by itself.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.adoption.account import Account, Case, handmade
from tests.adoption.cases import (
    beside,
    database,
    left_to_aws,
    listeners,
    queues,
    roles,
    satellites,
    services,
    storage,
    text,
    traffic,
)
from tests.conftest import ENVS

IGNORING, VALUE = "ignoring", "value"
QUEUES = ("jobs_queue", "jobs_dead_letters", "devlocal_jobs_queue", "devlocal_jobs_dead_letters")


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The files of an import: pins by how they are held, gaps, types of strays, and settings at places that changed."""

    pins: dict[str, str] = field(default_factory=dict)
    gaps: set[str] = field(default_factory=set)
    strays: set[str] = field(default_factory=set)
    settings: dict[str, Any] = field(default_factory=dict)


CASES: dict[Case, Expected] = {
    beside.weighted_alias: Expected(
        pins={
            "aws_route53_record.alias_host.set_identifier": VALUE,
            "aws_route53_record.alias_host.weighted_routing_policy": IGNORING,
        }
    ),
    beside.zone_inside_the_vpc: Expected(strays={"aws_route53_zone"}),
    beside.restored_database_and_replica: Expected(
        settings={"database.identifier": "counterpromo-dev-postgres-restored", "database.storage_max_gib": 0}
    ),
    beside.log_group_for_each_family: Expected(
        pins={
            f"aws_ecs_task_definition.tasks_{part}_definition.container_definitions": VALUE
            for part in ("api", "web", "worker")
        },
        gaps={"aws_cloudwatch_log_group.cluster_logs"},
    ),
    beside.group_without_its_service: Expected(
        settings={
            "services.worker.security_group": {
                "name": "counterpromo-dev-sg-ecs-worker",
                "description": "worker",
                "open_egress": True,
            }
        },
        gaps={
            "aws_ecs_service.services_worker_service",
            "aws_vpc_security_group_egress_rule.groups_worker_to_database",
            "aws_vpc_security_group_egress_rule.groups_worker_to_endpoints",
        },
    ),
    beside.shared_execution_role: Expected(
        pins={
            f"aws_ecs_task_definition.tasks_{part}_definition.execution_role_arn": VALUE
            for part in ("api", "web", "worker")
        },
        gaps={
            "aws_iam_role.roles_execution",
            "aws_iam_role_policy.roles_execution_policy",
            "aws_iam_role_policy_attachment.roles_execution_managed",
        },
    ),
    traffic.wildcard_certificate: Expected(
        settings={"dns.certificate_domain": "counterpromo.com", "dns.certificate_names": ["*.counterpromo.com"]}
    ),
    queues.largest_message_of_today: Expected(
        pins={f"aws_sqs_queue.queues_{queue}.max_message_size": IGNORING for queue in QUEUES}
    ),
    queues.queue_is_gone: Expected(
        pins={"aws_ssm_parameter.parameters_devlocal_jobs_queue_url.value": IGNORING},
        gaps={"aws_sqs_queue.queues_devlocal_jobs_queue"},
    ),
    storage.old_lifecycle_rule: Expected(
        pins={"aws_s3_bucket_lifecycle_configuration.buckets_exports_lifecycle.rule": IGNORING},
        settings={"buckets.exports.lifecycle": {"expire-tmp": {"prefix": "tmp/", "expire_days": 3}}},
    ),
    storage.bucket_of_another_name: Expected(
        pins={"aws_ssm_parameter.parameters_assets_bucket.value": IGNORING},
        gaps={
            "aws_s3_bucket.buckets_assets_bucket",
            "aws_s3_bucket_lifecycle_configuration.buckets_assets_lifecycle",
            "aws_s3_bucket_public_access_block.buckets_assets_public_access",
            "aws_s3_bucket_server_side_encryption_configuration.buckets_assets_encryption",
            "aws_s3_bucket_versioning.buckets_assets_versioning",
        },
    ),
    database.no_initial_name: Expected(
        pins={
            "aws_db_instance.database_postgres.db_name": VALUE,
            "aws_ssm_parameter.parameters_db_name.value": IGNORING,
        }
    ),
    database.password_kept_by_rds: Expected(
        pins={
            f"aws_db_instance.database_postgres.{argument}": VALUE
            for argument in (
                "enabled_cloudwatch_logs_exports",
                "manage_master_user_password",
                "monitoring_interval",
                "monitoring_role_arn",
                "performance_insights_kms_key_id",
            )
        },
        settings={
            "database.iam_authentication": True,
            "database.master_password": "rds",
            "database.performance_insights": True,
        },
    ),
    database.aurora: Expected(
        pins={f"aws_ssm_parameter.parameters_db_{part}.value": IGNORING for part in ("host", "name", "port")},
        gaps={"aws_db_instance.database_postgres"},
    ),
    roles.policies_beside_the_own: Expected(
        settings={
            "identity.task.attached": {"amazons3readonlyaccess": roles.READ_ONLY},
            "identity.execution.inline.metrics.name": "metrics",
            "identity.deployer.managed.metrics.path": "/team/",
        },
    ),
    roles.boundary_description_and_session: Expected(
        settings={
            "identity.deployer.boundary": roles.BOUNDARY,
            "identity.deployer.description": "Deploys DEV",
            "identity.deployer.max_session_seconds": 7200,
        },
    ),
    satellites.cors_and_capacity_providers: Expected(
        settings={
            "buckets.uploads.cors": satellites.CORS,
            "cluster.capacity_providers": ["FARGATE", "FARGATE_SPOT"],
            "cluster.default_strategy": satellites.STRATEGY,
        },
    ),
    satellites.parts_that_no_setting_describes: Expected(strays=satellites.STRAYS),
    services.log_router_first: Expected(
        pins={
            f"aws_ecs_task_definition.tasks_{part}_definition.container_definitions": VALUE
            for part in ("web", "worker")
        },
        settings={"services.web.image": "public.ecr.aws/nginx/nginx:v7"},
    ),
    services.revisions_are_gone: Expected(
        gaps={"aws_ecs_task_definition.tasks_worker_definition"},
    ),
    services.spot_and_on_demand: Expected(
        pins={
            "aws_ecs_service.services_web_service.capacity_provider_strategy": IGNORING,
            "aws_ecs_service.services_web_service.launch_type": VALUE,
        },
        settings={"cluster.capacity_providers": ["FARGATE", "FARGATE_SPOT"]},
    ),
    services.web_in_the_api_s_group: Expected(
        pins={"aws_ecs_service.services_web_service.network_configuration": IGNORING},
        gaps={
            "aws_security_group.groups_web",
            "aws_vpc_security_group_egress_rule.groups_load_balancer_to_web",
            "aws_vpc_security_group_egress_rule.groups_web_to_endpoints",
            "aws_vpc_security_group_ingress_rule.groups_endpoints_from_web",
            "aws_vpc_security_group_ingress_rule.groups_web_from_load_balancer",
        },
    ),
    text.templates_in_tag_keys: Expected(settings={"security_groups.load_balancer.tags": text.TAGS}),
    traffic.balancer_is_gone: Expected(
        pins={"aws_route53_record.alias_host.alias": IGNORING},
        gaps={
            "aws_lb.balancer_alb",
            "aws_lb_listener.balancer_http",
            "aws_lb_listener.balancer_https",
            "aws_lb_listener_rule.balancer_api_paths",
            "aws_lb_listener_rule.balancer_webhooks_paths",
        },
    ),
}
TASK, EXECUTION = "aws_iam_role.roles_task", "aws_iam_role.roles_execution"
ONE_ROLE = Expected(
    pins={f"aws_ecs_task_definition.tasks_{part}_definition.task_role_arn": VALUE for part in ("api", "web", "worker")},
    gaps={TASK, "aws_iam_role_policy.roles_task_policy"},
    settings={"identity.execution.name": "ecsTaskExecutionRole", "identity.execution.path": "/service-role/"},
)
AT_ONCE: tuple[Case, ...] = (
    queues.largest_message_of_today,
    storage.old_lifecycle_rule,
    storage.bucket_of_another_name,
    database.no_initial_name,
    services.log_router_first,
    text.templates_in_tag_keys,
)

# Adopted together only: each is of another resource than the others.
TOGETHER: dict[Case, Expected] = {
    beside.failover_alias: Expected(
        pins={
            "aws_route53_record.alias_host.failover_routing_policy": IGNORING,
            "aws_route53_record.alias_host.set_identifier": VALUE,
        },
        strays={"aws_route53_record"},
    ),
    listeners.rules_of_every_kind: Expected(
        pins={"aws_lb_listener.balancer_http.default_action": IGNORING}, strays={"aws_lb_listener_rule"}
    ),
    listeners.network_balancer_beside: Expected(strays={"aws_lb", "aws_lb_target_group"}),
    left_to_aws.copy_of_a_secret: Expected(
        pins={"aws_secretsmanager_secret.secrets_stripe_secret_key.replica": IGNORING}
    ),
    left_to_aws.another_certificate_authority: Expected(
        pins={"aws_db_instance.database_postgres.ca_cert_identifier": VALUE}
    ),
    left_to_aws.ipv6: Expected(
        pins={
            "aws_subnet.network_public_a.ipv6_cidr_block": VALUE,
            "aws_subnet.network_public_b.ipv6_cidr_block": VALUE,
            "aws_vpc.network_vpc.assign_generated_ipv6_cidr_block": VALUE,
            "aws_vpc.network_vpc.ipv6_cidr_block": IGNORING,
        },
        strays={"aws_vpc_security_group_ingress_rule"},
    ),
}
BUNCHES = {"six of the issue": {case: CASES[case] for case in AT_ONCE}, "six of other kinds": TOGETHER}


def _at(settings: Any, place: str) -> Any:
    for key in place.split("."):
        settings = settings[key]
    return settings


def _adopted(account: Account, expected: Expected) -> None:
    ended = account.adopt()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
    assert {place: pin["held"] for place, pin in account.pins().items()} == expected.pins
    assert all(pin["reason"] for pin in account.pins().values() if pin["held"] == IGNORING)
    assert account.gaps() == expected.gaps
    assert expected.strays <= {stray["type"] for stray in account.report()["strays"]}
    settings = account.settings()
    for place, value in expected.settings.items():
        assert _at(settings, place) == value, place
    before = account.workplace.files()
    again = account.adopt()
    assert again.returncode == 0, again.stdout + again.stderr
    assert "dev: no changes" in again.stdout, "the next plan is not empty"
    assert account.workplace.files() == before, "a second import wrote something"


@pytest.mark.soak
@pytest.mark.parametrize("bunch", BUNCHES)
def test_several_at_once(bunch: str, tmp_path: Path) -> None:
    wanted = BUNCHES[bunch].values()
    pins = {place: held for one in wanted for place, held in one.pins.items()}
    gaps = {address for one in wanted for address in one.gaps}
    settings = {place: value for one in wanted for place, value in one.settings.items()}
    strays = {type_ for one in wanted for type_ in one.strays}
    with handmade(tmp_path, *BUNCHES[bunch]) as account:
        _adopted(account, Expected(pins=pins, gaps=gaps, strays=strays, settings=settings))
        plan = account.workplace.run("plan", "dev", timeout=900)
        assert plan.returncode == 0, plan.stdout + plan.stderr


@pytest.mark.soak
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_each_by_itself(case: Case, tmp_path: Path) -> None:
    with handmade(tmp_path, case) as account:
        _adopted(account, CASES[case])
        if not CASES[case].settings:
            assert (account.workplace.envs / "dev.toml").read_text() == (ENVS / "dev.toml").read_text()


@pytest.mark.soak
def test_one_role_for_two_addresses_is_adopted_at_the_address_that_a_person_chooses(tmp_path: Path) -> None:
    with handmade(tmp_path, roles.one_role_for_both) as account:
        asked = account.adopt()
        assert asked.returncode == 3, asked.stdout + asked.stderr
        (cure,) = re.findall(r"\[import\.choose\] (.*)", asked.stderr)
        choices = dict(re.findall(r'"(aws_iam_role\.\w+)" = ("\w+")', cure))
        assert choices == {EXECUTION: '"ecsTaskExecutionRole"', TASK: '"none"'}
        lines = "".join(f'"{address}" = {id_}\n' for address, id_ in choices.items())
        account.workplace.change_settings(("# --- network -", f"[import.choose]\n{lines}\n# --- network -"))
        _adopted(account, ONE_ROLE)
