"""Finds ECS services; discovery_clusters.py finds clusters, modules/task_definitions task definitions.

Only clusters that may be ours are asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from aws.reader import Aws
from imports.live_by_address import Changes, LiveResources, differing
from imports.matching.match_rules import same
from imports.matching.match_state import MatchState
from imports.model import Declared, Found
from imports.normalise import last, live
from modules.network.shape import Layout
from modules.services.discovery_clusters import likely_clusters, target_groups
from modules.settings import Settings

Item = Mapping[str, Any]
_SERVICES = 10  # the most that DescribeServices takes at once


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Returns the services of the clusters that may be ours."""
    return [_service(one) for one in likely_services(aws, settings)]


def likely_services(aws: Aws, settings: Settings) -> list[Item]:
    """Returns the active services of the clusters that may be ours, as AWS describes them."""
    clusters = likely_clusters(aws, settings)
    listed = aws.each(lambda arn: aws.listing("ecs", "list_services", "serviceArns", cluster=arn), clusters)
    batches = [
        (cluster, arns[start : start + _SERVICES])
        for cluster, arns in zip(clusters, listed, strict=True)
        for start in range(0, len(arns), _SERVICES)
    ]
    described = aws.each(
        lambda batch: aws.reply("ecs", "describe_services", "services", cluster=batch[0], services=batch[1]), batches
    )
    return [one for some in described for one in some if one["status"] == "ACTIVE"]


def family(task_definition: str) -> str:
    """Returns the family `counterpromo-dev-td-api` of a revision or of its ARN."""
    return last(task_definition).partition(":")[0]


def _service(service: Item) -> Found:
    name, cluster = service["serviceName"], service["clusterArn"]
    network = service.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
    strategy = service.get("capacityProviderStrategy", [])
    facts = {
        "id": service["serviceArn"],
        "name": name,
        "cluster": cluster,
        "task_definition": last(service.get("taskDefinition", "")),  # one deployed from outside has none
        "family": family(service.get("taskDefinition", "")),
        "network_configuration": {
            "subnets": network.get("subnets", []),
            "security_groups": network.get("securityGroups", []),
        },
        "load_balancer": [_balanced(one) for one in service.get("loadBalancers", [])],
        "capacity_provider_strategy": [{"capacity_provider": one["capacityProvider"]} for one in strategy],
    }
    return live("aws_ecs_service", f"{last(cluster)}/{name}", facts, name=name)


def _balanced(balanced: Item) -> dict[str, Any]:
    return {"target_group_arn": balanced.get("targetGroupArn"), "container_port": balanced.get("containerPort")}


def _cluster_of(declared: Declared, match_state: MatchState) -> str:
    """Returns the name of the cluster; the argument accepts the ARN too."""
    return last(match_state.value(declared, "cluster"))


def _named(declared: Declared, match_state: MatchState) -> Hashable | None:
    return _cluster_of(declared, match_state), match_state.value(declared, "name")


def _running(declared: Declared, match_state: MatchState) -> Hashable | None:
    return _cluster_of(declared, match_state), family(match_state.value(declared, "task_definition"))


def _feeding(declared: Declared, match_state: MatchState) -> Hashable | None:
    arn = match_state.value(declared, "load_balancer.target_group_arn")
    return (_cluster_of(declared, match_state), arn) if isinstance(arn, str) else None


def _name(found: Found) -> Hashable | None:
    return last(found.facts["cluster"]), found.facts["name"]


def _run(found: Found) -> Hashable | None:
    return last(found.facts["cluster"]), found.facts["family"]


def _fed(found: Found) -> Hashable | None:
    arns = target_groups(found)
    return (last(found.facts["cluster"]), arns[0]) if len(arns) == 1 else None


by_cluster_and_name = same("cluster and name", wanted=_named, key=_name)
by_cluster_and_family = same("cluster and task definition", wanted=_running, key=_run)
by_cluster_and_target_group = same("cluster and target group", wanted=_feeding, key=_fed)


def shape(live_resources: LiveResources, settings: Settings, layout: Layout) -> Changes:
    """Returns the subnets of each service, its capacity provider if it has one in place of a launch type, and the
    capacity providers of the cluster.
    """
    changes = _of_the_cluster(live_resources, settings)
    for key, service in settings.services.items():
        live_ = live_resources.at(f"aws_ecs_service.services_{key}_service")
        ids = live_.facts["network_configuration"]["subnets"] if live_ else ()
        changes |= differing(service, {"subnets": layout.subnets_of(ids, now=service.subnets)})
        if live_:
            providers = [one["capacity_provider"] for one in live_.facts["capacity_provider_strategy"]]
            changes |= differing(service, {"capacity_provider": providers[0] if len(providers) == 1 else None})
    return changes


def _of_the_cluster(live_resources: LiveResources, settings: Settings) -> Changes:
    """Returns the capacity providers and the default strategy of the live cluster."""
    cluster, settings_ = live_resources.at("aws_ecs_cluster.cluster_ecs"), settings.cluster
    if cluster is None:
        return {}
    all_ = live_resources.of_type("aws_ecs_cluster_capacity_providers")
    facts = next((one.facts for one in all_ if one.id == cluster.id), {})
    providers, strategy = facts.get("capacity_providers", []), facts.get("default_strategy", {})
    changes: Changes = {}
    if providers != sorted(settings_.capacity_providers):
        changes[f"{settings_.where}.capacity_providers"] = providers or None
    if strategy != {name: share.model_dump() for name, share in settings_.default_strategy.items()}:
        changes[f"{settings_.where}.default_strategy"] = strategy or None
    return changes
