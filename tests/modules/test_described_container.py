"""Of several containers and ports, the settings describe the one that serves."""

import json
from typing import Any

from imports.capture import NO_WORDS
from modules.task_definitions.described_container import narrowed

ROUTER = {"name": "log_router", "image": "router:1", "firelensConfiguration": {"type": "fluentbit"}}
PORTS = [{"containerPort": 9464}, {"containerPort": 3000}]
AWSLOGS = {"logDriver": "awslogs", "options": {"mode": "non-blocking"}}
WEB = {"name": "web", "image": "web:1", "portMappings": PORTS, "logConfiguration": AWSLOGS, "user": "app"}
SERVICE = {"task_definition": "td-web:3", "load_balancer": [{"container_name": "web", "container_port": 3000}]}


def containers(*definitions: dict[str, Any], services: tuple[dict[str, Any], ...] = (SERVICE,)) -> Any:
    text = json.dumps(definitions)
    definition = {"arn": "arn:3", "family": "td-web", "revision": 3, "container_definitions": text}
    return narrowed(definition, services)["container_definitions"]


def test_one_container_is_described_whole() -> None:
    worker = {"name": "worker", "image": "w:1", "portMappings": [], "logConfiguration": AWSLOGS}
    assert containers(worker, services=()) == [worker]


def test_the_load_balancer_names_container_and_port() -> None:
    (web,) = containers(ROUTER, WEB)
    assert (web["name"], web["image"], web["portMappings"]) == ("web", "web:1", [{"containerPort": 3000}])
    assert "user" not in web
    assert NO_WORDS in web.values(), "members beside a router have no setting"


def test_without_a_load_balancer_several_stay_several() -> None:
    assert [one["name"] for one in containers(ROUTER, WEB, services=())] == ["log_router", "web"]
    (alone,) = containers(WEB, services=())
    assert alone["portMappings"] == PORTS


def test_two_load_balancers_that_disagree_name_none() -> None:
    other = {**SERVICE, "load_balancer": [{"container_name": "log_router", "container_port": 8080}]}
    assert len(containers(ROUTER, WEB, services=(SERVICE, other))) == 2


def test_another_log_driver_has_no_setting() -> None:
    (web,) = containers({**WEB, "logConfiguration": {"logDriver": "splunk", "options": {"splunk-url": "x"}}})
    assert web["logConfiguration"] is NO_WORDS
