"""RDS: the source of parameters, and Performance Insights of instances."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.subnets import Subnet
from moto.rds.models import DBInstance, DBParameterGroup, DBSubnetGroup, RDSBackend
from moto.rds.responses import RDSResponse

from sandbox.moto_fixes.patch import patch


def parameters_name_their_source() -> None:
    """Gives a modified parameter the Source `user`, and filters by source; the provider reads no other parameters.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBParameters.html
    Remove when moto has it.
    """
    update = DBParameterGroup.update_parameters
    describe = RDSResponse.describe_db_parameters

    def update_parameters(group: DBParameterGroup, new_parameters: Iterable[dict[str, Any]]) -> None:
        update(group, [{**parameter, "Source": "user"} for parameter in new_parameters])

    def describe_db_parameters(response: RDSResponse) -> ActionResult:
        found: Any = describe(response).result
        wanted = response.params.get("Source")
        return ActionResult({"Parameters": [each for each in found["Parameters"] if wanted in (None, each["Source"])]})

    patch(DBParameterGroup, "update_parameters", update_parameters)
    patch(RDSResponse, "describe_db_parameters", describe_db_parameters)


def changed_subnet_groups_stay() -> None:
    """Keeps a subnet group whose subnets change; moto forgets it.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBSubnetGroup.html
    Remove when moto has it.
    """
    modify = RDSBackend.modify_db_subnet_group

    def change(backend: RDSBackend, subnet_name: str, description: str, subnets: list[Subnet]) -> DBSubnetGroup:
        changed = modify(backend, subnet_name, description, subnets)
        backend.subnet_groups[subnet_name] = changed
        return changed

    patch(RDSBackend, "modify_db_subnet_group", change)


def instances_keep_performance_insights() -> None:
    """Keeps and shows whether Performance Insights is on, and the key that encrypts it, at creation and at changes.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
    Remove when moto has it.
    """
    initialise, update = DBInstance.__init__, DBInstance.update

    def make(instance: DBInstance, *arguments: Any, **named: Any) -> None:
        initialise(instance, *arguments, **named)
        instance.performance_insights_enabled = bool(named.get("enable_performance_insights", False))
        instance.performance_insights_kms_key_id = named.get("performance_insights_kms_key_id")

    def change(instance: DBInstance, **named: Any) -> None:
        update(instance, **named)
        wanted = named.get("enable_performance_insights")
        instance.performance_insights_enabled = instance.performance_insights_enabled if wanted is None else wanted
        instance.performance_insights_kms_key_id = (
            named.get("performance_insights_kms_key_id") or instance.performance_insights_kms_key_id
        )

    patch(DBInstance, "__init__", make)
    patch(DBInstance, "update", change)


def instances_answer_at(host: str) -> None:
    """Makes `host`, where a real server listens, the endpoint of every instance. Only the demo and its test ask for it.

    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_Endpoint.html
    """
    patch(DBInstance, "address", property(lambda instance: host))


FIXES = (parameters_name_their_source, changed_subnet_groups_stay, instances_keep_performance_insights)
