"""Section 5 of the reference: cluster, services, task definitions, logs; and who owns the running revision."""

import json
from typing import Any

import pytest

from tests.stack import Stack

SERVICES = ("web", "api", "worker")


def container_of(stack: Stack, service: str) -> dict[str, Any]:
    definition = stack.at(f"aws_ecs_task_definition.tasks_{service}_definition")
    (container,) = json.loads(definition["container_definitions"])
    assert isinstance(container, dict)
    return container


def test_three_services_run_on_the_cluster(dev: Stack) -> None:
    (cluster,) = dev.of_type("aws_ecs_cluster")
    assert cluster["name"] == "counterpromo-dev-cluster"
    families = {each["family"] for each in dev.of_type("aws_ecs_task_definition")}
    assert families == {f"counterpromo-dev-td-{service}" for service in SERVICES}
    names = {each["name"] for each in dev.of_type("aws_ecs_service")}
    assert {"counterpromo-dev-svc-web", "counterpromo-dev-svc-worker"} < names
    for service in dev.of_type("aws_ecs_service"):
        assert service["launch_type"] == "FARGATE"
        assert service["network_configuration"]["assign_public_ip"] is False


@pytest.mark.parametrize("service", SERVICES)
def test_containers_log_to_the_shared_group_under_their_prefix(dev: Stack, service: str) -> None:
    (group,) = dev.of_type("aws_cloudwatch_log_group")
    assert group["name"] == "/ecs/counterpromo-dev"
    logs = container_of(dev, service)["logConfiguration"]
    assert logs["options"]["awslogs-group"] == "${aws_cloudwatch_log_group.cluster_logs.name}"
    assert logs["options"]["awslogs-stream-prefix"] == service


def test_container_ports_equal_those_of_target_groups(dev: Stack) -> None:
    ports = {service: [p["containerPort"] for p in container_of(dev, service)["portMappings"]] for service in SERVICES}
    assert ports == {"web": [80], "api": [3000], "worker": []}
    for name in ("web", "api"):
        service = dev.at(f"aws_ecs_service.services_{name}_service")
        (target,) = service["load_balancer"]
        assert target["container_port"] == ports[name][0]
        assert service.refers_to("load_balancer") == {f"aws_lb_target_group.balancer_{name}"}
    assert "load_balancer" not in dev.at("aws_ecs_service.services_worker_service").arguments


@pytest.mark.parametrize("service", SERVICES)
def test_services_ignore_task_definition_and_desired_count(dev: Stack, service: str) -> None:
    lifecycle = dev.at(f"aws_ecs_service.services_{service}_service")["lifecycle"]
    assert set(lifecycle["ignore_changes"]) >= {"task_definition", "desired_count"}


@pytest.mark.parametrize("service", SERVICES)
def test_containers_hold_only_arns_of_secrets(dev: Stack, service: str) -> None:
    container = container_of(dev, service)
    for injected in container["secrets"]:
        assert injected["valueFrom"].startswith(
            ("arn:aws:ssm:eu-west-2:437064342167:parameter/counterpromo/dev/", "${aws_secretsmanager_secret.")
        )
    shown = {entry["name"] for entry in container["environment"]}
    assert not {name for name in shown if "PASSWORD" in name or "SECRET" in name}


def test_api_gets_database_and_stripe_secrets(dev: Stack) -> None:
    injected = {entry["name"]: entry["valueFrom"] for entry in container_of(dev, "api")["secrets"]}
    assert injected["DB_PASSWORD"] == "${aws_secretsmanager_secret.secrets_db.arn}:password::"
    assert injected["STRIPE_SECRET_KEY"] == "${aws_secretsmanager_secret.secrets_stripe_secret_key.arn}"


@pytest.mark.parametrize("service", SERVICES)
def test_container_definitions_are_canonical(dev: Stack, service: str) -> None:
    definition = dev.at(f"aws_ecs_task_definition.tasks_{service}_definition")
    container = container_of(dev, service)
    assert definition["container_definitions"] == json.dumps([container], separators=(",", ":"))
    assert {"cpu", "mountPoints", "volumesFrom", "systemControls"} <= set(container)
    for listed in ("environment", "secrets"):
        names = [entry["name"] for entry in container[listed]]
        assert names == sorted(names)
