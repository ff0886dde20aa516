"""Finds the database instance, its subnet group and its parameter group. The password is never read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.matching.match_rules import Hits
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import live
from modules.database import satellites
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
    kept = [one for one in instances if one.get("DBInstanceStatus") != "deleting"]
    return [
        *(found for one in kept for found in _database(one)),
        *satellites.parts(aws, kept),
        *(_subnets(one) for one in subnets),
        *(_parameters(one) for one in parameters),
    ]


def _database(instance: Item) -> list[Found]:
    """Returns an instance, or the member of a cluster and its cluster: Terraform has other types for these.

    Aurora and Multi-AZ DB clusters have members:
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
    """
    cluster = instance.get("DBClusterIdentifier")
    if not cluster:
        return [_instance(instance)]
    facts = {"vpc_id": instance.get("DBSubnetGroup", {}).get("VpcId"), "engine": instance["Engine"], "cluster": cluster}
    member = instance["DBInstanceIdentifier"]
    return [
        live("aws_rds_cluster", cluster, facts, name=cluster),
        live("aws_rds_cluster_instance", member, facts, name=member),
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
        "replicate_source_db": instance.get("ReadReplicaSourceDBInstanceIdentifier"),
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


def by_identifier(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the instance with the identifier. If it is a replica, its source is a candidate too."""
    named = list(_identified(str(match_state.value(declared, "identifier")), match_state))
    sources = [source for one in named if (source := _source(one, match_state))]
    return Hits(by="identifier, or source of that replica" if sources else "identifier", found=[*named, *sources])


def only_of_its_engine(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the instances of this engine in the VPC, if none has the identifier. A replica is not its source."""
    engine = match_state.value(declared, "engine")
    vpcs = {vpc.facts.get("id", vpc.id) for _, vpc in match_state.of_type("aws_vpc")}
    there = [
        one
        for one in match_state.found.get(declared.type, [])
        if one.facts["engine"] == engine and one.facts["vpc_id"] in vpcs and not _source(one, match_state)
    ]
    return Hits(by=f"{engine} in the vpc", found=by_identifier(declared, match_state).found or there)


def _source(replica: Found, match_state: MatchState) -> Found | None:
    """Returns the instance that a replica copies; None for one in another region, and for what is no replica.

    Within a region AWS answers with the identifier of the source, from another region with its ARN:
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DBInstance.html
    """
    return next(iter(_identified(replica.facts.get("replicate_source_db"), match_state)), None)


def _identified(identifier: str | None, match_state: MatchState) -> Sequence[Found]:
    index = match_state.keyed("aws_db_instance", "identifier", lambda one: str(one.facts["identifier"]))
    return index.get(identifier, ())


def cluster_instead(declared: Declared, match_state: MatchState) -> str | None:
    """Tells that a cluster has the identifier, or the only database in the VPC is one."""
    identifier, vpcs = match_state.value(declared, "identifier"), match_state.words("aws_vpc")
    clusters = [one for one in match_state.found.get("aws_rds_cluster", []) if one.facts.get("vpc_id") in vpcs]
    members = [one for one in match_state.found.get("aws_rds_cluster_instance", []) if one.name == identifier]
    named = [one for one in clusters if one.name in (identifier, *(member.facts["cluster"] for member in members))]
    names = ", ".join(f"{one.name} ({one.facts['engine']})" for one in named or clusters)
    return f"the database is a cluster, {names}, and aws_db_instance describes no cluster" if names else None


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the subnets of the subnet group, the instance's own parameter group, and who keeps the password."""
    group, instance = (
        live_resources.at("aws_db_subnet_group.database_subnets"),
        live_resources.at("aws_db_instance.database_postgres"),
    )
    database = settings.database
    subnets = layout.subnets_of(group.facts["subnet_ids"] if group else (), now=database.subnets, strict=True)
    changes = differing(database, {"subnets": subnets})
    if instance is None:
        return changes
    if instance.facts.get("master_user_secret"):
        changes |= differing(database, {"master_password": "rds"})
    return changes | _parameter_group(live_resources, database, instance)


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
