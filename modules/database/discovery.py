"""Finds the database instance, its subnet group and its parameter group. The password is never read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.matching.match_rules import Hits
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live
from modules.database.settings import DatabaseSettings
from modules.network.shape import Layout
from modules.settings import Settings

Item = Mapping[str, Any]


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every instance, subnet group and parameter group of the region."""
    listings = [
        ("describe_db_instances", "DBInstances"),
        ("describe_db_subnet_groups", "DBSubnetGroups"),
        ("describe_db_parameter_groups", "DBParameterGroups"),
    ]
    instances, subnets, parameters = aws.each(lambda listing: aws.listing("rds", *listing), listings)
    return [
        *(_instance(one) for one in instances if one.get("DBInstanceStatus") != "deleting"),
        *(_subnets(one) for one in subnets),
        *(_parameters(one) for one in parameters),
    ]


def _instance(instance: Item) -> Found:
    identifier, endpoint = instance["DBInstanceIdentifier"], instance.get("Endpoint", {})
    subnets = instance.get("DBSubnetGroup", {})
    groups = [one["VpcSecurityGroupId"] for one in instance.get("VpcSecurityGroups", [])]
    parameters = [one["DBParameterGroupName"] for one in instance.get("DBParameterGroups", [])]
    secret = instance.get("MasterUserSecret")
    facts = {
        "id": instance.get("DbiResourceId", identifier),
        "arn": instance["DBInstanceArn"],
        "identifier": identifier,
        "engine": instance["Engine"],
        "db_name": instance.get("DBName"),
        "address": endpoint.get("Address"),
        "port": endpoint.get("Port"),
        "vpc_id": subnets.get("VpcId"),
        "db_subnet_group_name": subnets.get("DBSubnetGroupName"),
        "vpc_security_group_ids": groups,
        "parameter_group_name": next(iter(parameters), None),
        "master_user_secret": [{"secret_arn": secret["SecretArn"]}] if secret else [],
    }
    return live("aws_db_instance", identifier, facts, name=identifier)


def _subnets(group: Item) -> Found:
    name = group["DBSubnetGroupName"]
    subnets = [subnet["SubnetIdentifier"] for subnet in group.get("Subnets", [])]
    return live(
        "aws_db_subnet_group",
        name,
        {"name": name, "arn": group["DBSubnetGroupArn"], "vpc_id": group.get("VpcId"), "subnet_ids": subnets},
        name=name,
    )


def _parameters(group: Item) -> Found:
    name = group["DBParameterGroupName"]
    facts = {
        "name": name,
        "arn": group["DBParameterGroupArn"],
        "family": group["DBParameterGroupFamily"],
        "description": group["Description"],
    }
    return live("aws_db_parameter_group", name, facts, name=name)


def only_of_its_engine(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the instances of this engine in the VPC of the declared subnets."""
    engine = match_state.value(declared, "engine")
    vpcs = {vpc.facts.get("id", vpc.id) for _, vpc in match_state.of_type("aws_vpc")}
    instances = match_state.found.get(declared.type, [])
    return Hits(
        by=f"{engine} in the vpc",
        found=[one for one in instances if one.facts["engine"] == engine and one.facts["vpc_id"] in vpcs],
    )


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the private subnets of the subnet group, and the parameter group if the instance has one of its own."""
    group, instance = (
        live_resources.at("aws_db_subnet_group.database_subnets"),
        live_resources.at("aws_db_instance.database_postgres"),
    )
    database = settings.database
    subnets = layout.subnets_of(group.facts["subnet_ids"] if group else (), now=database.subnets, strict=True)
    changes = differing(database, {"subnets": subnets})
    return changes | (_parameter_group(live_resources, database, instance) if instance else {})


def _parameter_group(live_resources: LiveResources, database: DatabaseSettings, instance: Found) -> Changes:
    """Returns the settings of the parameter group; none for the engine's default group."""
    name = instance.facts["parameter_group_name"]
    own = next((one for one in live_resources.of_type("aws_db_parameter_group") if one.name == name), None)
    if own is None or own.name.startswith("default."):
        return differing(database, {"parameter_group": None})
    words = {key: own.facts[key] for key in ("name", "family", "description")}
    if database.parameter_group is None:
        return {f"{database.where}.parameter_group": words}
    return differing(database.parameter_group, words)
