"""Cluster and services: found and matched. With task_definitions.py it mirrors modules/services.py.

Services are asked only of clusters that may be ours; where none has the settings' name, of all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from envs.settings import Settings
from imports.aws import Aws
from imports.bench import Bench
from imports.model import Declared, Found
from imports.rules import Hits, Notice, Rule, by, inside, same
from imports.spelling import last, live
from imports.surroundings import near

Item = Mapping[str, Any]
_CLUSTERS, _SERVICES = 100, 10  # the most that DescribeClusters and DescribeServices take at once


def find(aws: Aws, settings: Settings) -> list[Found]:
    """Every cluster of the region by name, and the services of those that may be ours."""
    arns = aws.listing("ecs", "list_clusters", "clusterArns")
    return [*(_cluster(arn) for arn in arns), *(_service(one) for one in likely_services(aws, settings))]


def likely_services(aws: Aws, settings: Settings) -> list[Item]:
    """The live services of the clusters that may be ours, as AWS describes them."""
    clusters = _likely_clusters(aws, settings)
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
    """`counterpromo-dev-td-api`, of that with a revision or of the whole ARN."""
    return last(task_definition).partition(":")[0]


def _likely_clusters(aws: Aws, settings: Settings) -> Sequence[str]:
    arns = aws.listing("ecs", "list_clusters", "clusterArns")
    ours = near(settings, names={settings.cluster.name})
    is_named = settings.cluster.name in {last(arn) for arn in arns}
    likely = [arn for arn in arns if ours(last(arn)) or not is_named]
    batches = [likely[start : start + _CLUSTERS] for start in range(0, len(likely), _CLUSTERS)]
    described = aws.each(lambda batch: aws.reply("ecs", "describe_clusters", "clusters", clusters=batch), batches)
    return [one["clusterArn"] for some in described for one in some if one["status"] == "ACTIVE"]


def _cluster(arn: str) -> Found:
    return live("aws_ecs_cluster", last(arn), {"id": arn, "arn": arn, "name": last(arn)}, name=last(arn))


def _service(service: Item) -> Found:
    name, cluster = service["serviceName"], service["clusterArn"]
    network = service.get("networkConfiguration", {}).get("awsvpcConfiguration", {})
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
        "load_balancer": [{"target_group_arn": one.get("targetGroupArn")} for one in service.get("loadBalancers", [])],
    }
    return live("aws_ecs_service", f"{last(cluster)}/{name}", facts, name=name)


def _runs_our_families(declared: Declared, bench: Bench) -> Hits:
    """Clusters in which some service runs a task definition that is ours."""
    ours = {live.facts["family"] for _, live in bench.of_type("aws_ecs_task_definition")}
    services = bench.found.get("aws_ecs_service", [])
    arns = {one.facts["cluster"] for one in services if one.facts["family"] in ours}
    clusters = [cluster for cluster in bench.found.get(declared.type, []) if cluster.facts["arn"] in arns]
    return Hits(by="runs our task definitions", found=clusters)


def _cluster_of(declared: Declared, bench: Bench) -> str:
    """By its name: the argument takes that as well as the ARN."""
    return last(bench.value(declared, "cluster"))


def _named(declared: Declared, bench: Bench) -> Hashable | None:
    return _cluster_of(declared, bench), bench.value(declared, "name")


def _running(declared: Declared, bench: Bench) -> Hashable | None:
    return _cluster_of(declared, bench), family(bench.value(declared, "task_definition"))


def _feeding(declared: Declared, bench: Bench) -> Hashable | None:
    arn = bench.value(declared, "load_balancer.target_group_arn")
    return (_cluster_of(declared, bench), arn) if isinstance(arn, str) else None


def _name(found: Found) -> Hashable | None:
    return last(found.facts["cluster"]), found.facts["name"]


def _run(found: Found) -> Hashable | None:
    return last(found.facts["cluster"]), found.facts["family"]


def _fed(found: Found) -> Hashable | None:
    arns = [one["target_group_arn"] for one in found.facts["load_balancer"]]
    return (last(found.facts["cluster"]), arns[0]) if len(arns) == 1 else None


RULES: Mapping[str, tuple[Rule, ...]] = {
    "aws_ecs_cluster": (by("name"), _runs_our_families),
    "aws_ecs_service": (
        same("cluster and name", wanted=_named, key=_name),
        same("cluster and task definition", wanted=_running, key=_run),
        same("cluster and target group", wanted=_feeding, key=_fed),
    ),
}
NOTICES: Mapping[str, Notice] = {"aws_ecs_service": inside("cluster", "aws_ecs_cluster", "in the cluster")}
