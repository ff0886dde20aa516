"""Scaling of a service by its load. In: `[services.KEY.autoscaling]`, the service. Out: nothing."""

from constructs import Construct

from modules.addresses import Resource, addressed
from modules.bindings import appautoscaling_policy, appautoscaling_target
from modules.services.construct import Cluster, Service
from modules.services.settings import AutoscalingSettings
from modules.setting_map import Feed

TARGET = Feed({"min_capacity": "minimum", "max_capacity": "maximum"})
COOLDOWNS = Feed(
    {"scale_in_cooldown": "scale_in_cooldown_seconds", "scale_out_cooldown": "scale_out_cooldown_seconds"},
    at="target_tracking_scaling_policy_configuration.0",
)
_BLOCK = "target_tracking_scaling_policy_configuration.0"


class Autoscaling(Construct):
    """The bounds of the number of tasks, and the load that target tracking keeps.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
    """

    def __init__(
        self, scope: Construct, id_: str, *, settings: AutoscalingSettings, cluster: Cluster, service: Service
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self._service = service
        self._target: Resource = addressed(
            appautoscaling_target.AppautoscalingTarget(
                self,
                "target",
                service_namespace="ecs",
                scalable_dimension="ecs:service:DesiredCount",
                resource_id=f"service/{cluster.cluster.name}/{service.service.name}",
                **TARGET.of(settings),
            ),
            fed_by=TARGET.by(settings),
        )
        self._tracking("cpu", metric="ECSServiceAverageCPUUtilization", percent=settings.cpu_percent)
        if settings.memory_percent:
            self._tracking("memory", metric="ECSServiceAverageMemoryUtilization", percent=settings.memory_percent)

    def _tracking(self, load: str, *, metric: str, percent: int) -> None:
        binding = appautoscaling_policy
        predefined = binding.AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
            predefined_metric_type=metric
        )
        addressed(
            binding.AppautoscalingPolicy(
                self,
                load,
                name=f"{self._service.service.name}-{load}",
                policy_type="TargetTrackingScaling",
                service_namespace=self._target.service_namespace,
                scalable_dimension=self._target.scalable_dimension,
                resource_id=self._target.resource_id,
                target_tracking_scaling_policy_configuration=(
                    binding.AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                        predefined_metric_specification=predefined,
                        target_value=percent,
                        disable_scale_in=False,
                        **COOLDOWNS.of(self._settings),
                    )
                ),
            ),
            fed_by=COOLDOWNS.by(self._settings) | {f"{self._settings.where}.{load}_percent": f"{_BLOCK}.target_value"},
        )
