"""Finds ECS clusters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aws.reader import Aws
from imports.matching.match_rules import Hits
from imports.matching.match_state import MatchState
from imports.matching.name_filter import near
from imports.model import Declared, Found
from imports.normalise import last, live
from modules.settings import Settings

Item = Mapping[str, Any]
_DELETED = ("INACTIVE", "DEPROVISIONING")
_CLUSTERS = 100  # the most that DescribeClusters takes at once


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns every cluster of the region, and the capacity providers of those that may be ours.

    A deleted cluster is INACTIVE, and ECS may go on listing it:
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeleteCluster.html
    """
    arns = aws.listing("ecs", "list_clusters", "clusterArns")
    likely = _likely(aws, settings, arns)
    deleted = {one["clusterArn"] for one in likely if one.get("status") in _DELETED}
    there = [arn for arn in arns if arn not in deleted]
    return [*(_cluster(arn) for arn in there), *(_providers(one) for one in _active(likely) if _has(one))]


def likely_clusters(aws: Aws, settings: Settings) -> Sequence[str]:
    """Returns the ARNs of active clusters that may be ours: by name, or all if none has the name of the settings."""
    arns = aws.listing("ecs", "list_clusters", "clusterArns")
    return [one["clusterArn"] for one in _active(_likely(aws, settings, arns))]


def _active(clusters: Sequence[Item]) -> list[Item]:
    return [one for one in clusters if one.get("status") == "ACTIVE"]


def _likely(aws: Aws, settings: Settings, arns: Sequence[str]) -> list[Item]:
    """Returns the descriptions of the clusters that may be ours: of all, unless that of the settings is there."""
    ours = near(settings, names={settings.cluster.name})
    named = [arn for arn in arns if ours(last(arn))]
    described = _describe(aws, named)
    there = {last(one["clusterArn"]) for one in described if one.get("status") not in _DELETED}
    others = [arn for arn in arns if arn not in named]
    return described if settings.cluster.name in there else [*described, *_describe(aws, others)]


def _describe(aws: Aws, arns: Sequence[str]) -> list[Item]:
    batches = [arns[start : start + _CLUSTERS] for start in range(0, len(arns), _CLUSTERS)]
    described = aws.each(lambda batch: aws.reply("ecs", "describe_clusters", "clusters", clusters=batch), batches)
    return [one for some in described for one in some]


def _has(cluster: Item) -> bool:
    return bool(cluster.get("capacityProviders") or cluster.get("defaultCapacityProviderStrategy"))


def _providers(cluster: Item) -> Found:
    """Returns the capacity providers of a cluster, and its default strategy."""
    name = cluster["clusterName"]
    facts = {
        "cluster_name": name,
        "capacity_providers": sorted(cluster.get("capacityProviders", [])),
        "default_strategy": {
            one["capacityProvider"]: {"weight": one.get("weight", 0), "base": one.get("base", 0)}
            for one in cluster.get("defaultCapacityProviderStrategy", [])
        },
    }
    return live("aws_ecs_cluster_capacity_providers", name, facts, name=name)


def _cluster(arn: str) -> Found:
    return live("aws_ecs_cluster", last(arn), {"id": arn, "arn": arn, "name": last(arn)}, name=last(arn))


def target_groups(service: Found) -> list[str]:
    """Returns the ARNs of the target groups of a live service."""
    return [way["target_group_arn"] for way in service.facts["load_balancer"] if way["target_group_arn"]]


def runs_our_task_definitions(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the clusters with a service that runs one of our task definitions."""
    ours = {live.facts["family"] for _, live in match_state.of_type("aws_ecs_task_definition")}
    services = match_state.found.get("aws_ecs_service", [])
    arns = {one.facts["cluster"] for one in services if one.facts["family"] in ours}
    clusters = [cluster for cluster in match_state.found.get(declared.type, []) if cluster.facts["arn"] in arns]
    return Hits(by="runs our task definitions", found=clusters)


def feeds_our_target_groups(declared: Declared, match_state: MatchState) -> Hits:
    """Matches the clusters with a service that uses one of our target groups."""
    ours = {live.facts["arn"] for _, live in match_state.of_type("aws_lb_target_group")}
    services = match_state.found.get("aws_ecs_service", [])
    arns = {one.facts["cluster"] for one in services if ours & set(target_groups(one))}
    clusters = [cluster for cluster in match_state.found.get(declared.type, []) if cluster.facts["arn"] in arns]
    return Hits(by="feeds our target groups", found=clusters)
