"""Rows of the ECS cluster and its services."""

from __future__ import annotations

from guard.resource_type import Deletion, GuardedType
from imports.matching.match_rules import by, inside
from imports.resource_type import Attributes, ImportedType, attribute
from modules.resource_type import REGIONAL, Area, IamResource, Names, ResourceType, Satellites, Service, named
from modules.satellites import part
from modules.services import discovery, discovery_clusters, guard, users
from modules.settings import Settings


def _service_id(service: Attributes) -> str:
    """Returns `CLUSTER/SERVICE`."""
    return f"{str(service.get('cluster')).rpartition('/')[2]}/{service.get('name')}"


def _in_the_cluster(settings: Settings) -> Names:
    return (f"{settings.cluster.name}/*",)


IAM_CLUSTER = IamResource(kind="ecs:cluster", arns=(REGIONAL + "cluster/{name}",), names=named("cluster"))
IAM_SERVICE = IamResource(kind="ecs:service", arns=(REGIONAL + "service/{name}",), names=_in_the_cluster)
CLUSTER = ResourceType(
    name="aws_ecs_cluster",
    imported=ImportedType(
        import_id=attribute("name"),
        match=(
            by("name"),
            discovery_clusters.runs_our_task_definitions,
            discovery_clusters.feeds_our_target_groups,
        ),
    ),
    guarded=GuardedType(deletion=Deletion.DISRUPTIVE, watched=guard.ECS_CLUSTER, harmless=guard.ECS_CLUSTER_HARMLESS),
    iam=(IAM_CLUSTER,),
    users=users.of_cluster,
)
ECS_SERVICE = ResourceType(
    name="aws_ecs_service",
    imported=ImportedType(
        import_id=_service_id,
        match=(
            discovery.by_cluster_and_name,
            discovery.by_cluster_and_family,
            discovery.by_cluster_and_target_group,
        ),
        stray=inside("cluster", "aws_ecs_cluster", "in the cluster"),
        left_to_aws={
            "platform_version": ("LATEST", "1.4.0"),  # both are the newest of Linux
            "deployment_controller": ({"type": "ECS"},),
            "alarms": (),
        },
    ),
    guarded=GuardedType(
        deletion=Deletion.DISRUPTIVE,
        arn="arn:aws:ecs:{region}:{account}:service/{cluster}/{name}",
        watched=guard.ECS_SERVICE,
        # Deploys of the application decide on both.
        owned_elsewhere={"task_definition": guard.deployed_revision, "desired_count": guard.scaled},
        harmless=guard.ECS_SERVICE_HARMLESS,
        judged=("task_definition",),
    ),
    iam=(IAM_SERVICE, IAM_CLUSTER),
)
CAPACITY_PROVIDERS = part(
    "aws_ecs_cluster_capacity_providers",
    of="aws_ecs_cluster",
    at="cluster_name",
    why="of the cluster",
    iam=(IAM_CLUSTER,),
    import_id=attribute("cluster_name"),
    match=(by("cluster_name"),),
)
_OTHER_CLUSTERS = "clusters of this service are no clusters of ECS"
_TASK_SET = "ECS makes the task sets of a blue/green deployment, and Terraform would undo the deployment"
SATELLITES = (
    Satellites(
        of="aws_ecs_cluster",
        arguments=("cluster", "cluster_name"),
        read=("aws_ecs_cluster_capacity_providers", "aws_ecs_service"),
        left_out={
            "aws_ecs_task_set": _TASK_SET,
            **dict.fromkeys(
                (
                    "aws_dax_cluster",
                    "aws_eks_access_entry",
                    "aws_eks_access_policy_association",
                    "aws_eks_addon",
                    "aws_eks_fargate_profile",
                    "aws_eks_identity_provider_config",
                    "aws_eks_node_group",
                    "aws_eks_pod_identity_association",
                    "aws_memorydb_snapshot",
                    "aws_msk_cluster",
                    "aws_msk_serverless_cluster",
                ),
                _OTHER_CLUSTERS,
            ),
        },
    ),
    Satellites(of="aws_ecs_service", arguments=("service",), left_out={"aws_ecs_task_set": _TASK_SET}),
)
SERVICE = Service(
    areas=(
        Area(name="services", find=discovery.find, types=(ECS_SERVICE,)),
        Area(name="clusters", find=discovery_clusters.find, types=(CLUSTER, CAPACITY_PROVIDERS)),
    ),
    shape=discovery.shape,
    satellites=SATELLITES,
)
