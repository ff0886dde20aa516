"""ECS: arguments of services, running tasks, and the newest active revision of a family."""

from __future__ import annotations

from copy import copy
from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores, utcnow
from moto.ecs.models import EC2ContainerServiceBackend, Service, TaskDefinition
from moto.ecs.responses import EC2ContainerServiceResponse

from sandbox.moto_fixes.patch import patch

SERVICE_DEFAULTS: dict[str, Any] = {
    "availabilityZoneRebalancing": "DISABLED",
    "deploymentConfiguration": {
        "deploymentCircuitBreaker": {"enable": False, "rollback": False},
        "maximumPercent": 200,
        "minimumHealthyPercent": 100,
    },
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "healthCheckGracePeriodSeconds": 0,
    "placementConstraints": [],
    "placementStrategy": [],
}


def services_keep_what_they_were_given() -> None:
    """Keeps grace period, managed tags, execute command, placement, deployment and Service Connect, or their defaults.

    A service whose tasks have no network interface of their own has no network configuration.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
    Remove when moto has it.
    """
    original = EC2ContainerServiceResponse.create_service

    def create_service(response: EC2ContainerServiceResponse) -> ActionResult:
        result = original(response)
        created: Any = result.result
        for name, default in SERVICE_DEFAULTS.items():
            given = response._get_param(name)
            value = default if given is None else default | given if isinstance(default, dict) else given
            setattr(created["service"], camelcase_to_underscores(name), value)
        service = created["service"]
        service.network_configuration = service.network_configuration or None
        connect = response._get_param("serviceConnectConfiguration")
        for deployment in service.deployments:
            deployment |= {"networkConfiguration": service.network_configuration}
            deployment |= {"serviceConnectConfiguration": connect} if connect else {}
        return result

    patch(EC2ContainerServiceResponse, "create_service", create_service)


def services_run_on_the_capacity_providers_they_name() -> None:
    """Shows the capacity provider strategy of a service, and then no launch type: AWS accepts only one of them.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
    Remove when moto has it.
    """
    original = EC2ContainerServiceResponse.create_service

    def create_service(response: EC2ContainerServiceResponse) -> ActionResult:
        result = original(response)
        if strategy := response._get_param("capacityProviderStrategy"):
            created: Any = result.result
            created["service"].launch_type = None
            created["service"].capacity_provider_strategy = [{"base": 0, "weight": 0, **item} for item in strategy]
        return result

    patch(EC2ContainerServiceResponse, "create_service", create_service)


def services_run_what_they_were_asked_to() -> None:
    """Runs the desired count of tasks in one completed deployment of the revision, which is named by ARN.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Service.html
    Remove when moto has it.
    """
    create, update = EC2ContainerServiceBackend.create_service, EC2ContainerServiceBackend.update_service

    def create_service(backend: EC2ContainerServiceBackend, *arguments: Any, **named: Any) -> Service:
        return _steady(create(backend, *arguments, **named), backend)

    def update_service(backend: EC2ContainerServiceBackend, service_properties: dict[str, Any]) -> Service:
        return _steady(update(backend, service_properties), backend)

    patch(EC2ContainerServiceBackend, "create_service", create_service)
    patch(EC2ContainerServiceBackend, "update_service", update_service)


def _steady(service: Service, backend: EC2ContainerServiceBackend) -> Service:
    service.running_count, service.pending_count = service.desired_count, 0
    if service.task_definition:
        service.task_definition = backend.describe_task_definition(service.task_definition).arn
    for deployment in service.deployments:
        deployment |= {
            "desiredCount": service.desired_count,
            "runningCount": service.running_count,
            "pendingCount": 0,
            "rolloutState": "COMPLETED",
            "rolloutStateReason": f"ECS deployment {deployment['id']} completed.",
            "taskDefinition": service.task_definition,
            "networkConfiguration": service.network_configuration,
            "updatedAt": utcnow(),
        }
    return service


def a_family_means_its_newest_active_revision() -> None:
    """Resolves a family without a revision to its newest revision that was not deregistered.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeTaskDefinition.html
    Remove when moto has it.
    """
    original = EC2ContainerServiceBackend.describe_task_definition

    def describe_task_definition(backend: EC2ContainerServiceBackend, task_definition_str: str) -> TaskDefinition:
        revisions = backend.task_definitions.get(task_definition_str, {})
        active = [number for number, revision in revisions.items() if revision.status == "ACTIVE"]
        return original(backend, f"{task_definition_str}:{max(active)}" if active else task_definition_str)

    patch(EC2ContainerServiceBackend, "describe_task_definition", describe_task_definition)


def a_container_may_leave_its_memory_to_the_task() -> None:
    """Counts no memory for a container that names none: on Fargate the task's memory is enough.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
    Remove when moto has it.
    """
    original = EC2ContainerServiceBackend._calculate_task_resource_requirements

    def calculate(definition: TaskDefinition) -> dict[str, Any]:
        counted = copy(definition)
        counted.container_definitions = [{"memory": 0, **one} for one in definition.container_definitions]
        found: dict[str, Any] = original(counted)
        return found

    patch(EC2ContainerServiceBackend, "_calculate_task_resource_requirements", staticmethod(calculate))


FIXES = (
    a_container_may_leave_its_memory_to_the_task,
    services_keep_what_they_were_given,
    services_run_on_the_capacity_providers_they_name,
    services_run_what_they_were_asked_to,
    a_family_means_its_newest_active_revision,
)
