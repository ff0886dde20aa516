"""The five alarms of the reference, section 14, and three on the load of the database.

In: `[alarms]`, what they watch, the topic. Created if enabled.
"""

from collections.abc import Mapping

from constructs import Construct

from modules.addresses import addressed
from modules.bindings import cloudwatch_metric_alarm
from modules.database.construct import Database
from modules.load_balancer.construct import LoadBalancer
from modules.messaging.construct import Queue
from modules.services.construct import Cluster, Service
from modules.settings import AlarmSettings

_MIB = 1024**2
_GIB = 1024**3
_Metric = tuple[str, Mapping[str, str]]


class Alarms(Construct):
    """Alarms on load balancer errors, unhealthy targets, missing tasks, the database and dead letters."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: AlarmSettings,
        prefix: str,
        load_balancer: LoadBalancer,
        cluster: Cluster,
        services: Mapping[str, Service],
        database: Database,
        queues: Mapping[str, Queue],
        topic_arn: str | None,
    ) -> None:
        super().__init__(scope, id_)
        self._settings = settings
        self._prefix = prefix
        # Told when it begins and when it is over; without a topic an alarm only shows in the console.
        self._told = [topic_arn] if topic_arn else None
        self._load_balancer_errors(load_balancer)
        self._unhealthy_targets(load_balancer)
        self._missing_tasks(cluster, services)
        self._database_storage(database)
        self._database_load(database)
        self._dead_letters(queues)

    def _load_balancer_errors(self, load_balancer: LoadBalancer) -> None:
        self._single(
            "load_balancer_5xx",
            metric=("HTTPCode_ELB_5XX_Count", {"LoadBalancer": load_balancer.alb.arn_suffix}),
            namespace="AWS/ApplicationELB",
            statistic="Sum",
            comparison="GreaterThanOrEqualToThreshold",
            threshold=self._settings.load_balancer_5xx_count,
        )

    def _unhealthy_targets(self, load_balancer: LoadBalancer) -> None:
        balancer = load_balancer.alb.arn_suffix
        metrics = {
            f"m_{key}": ("UnHealthyHostCount", {"LoadBalancer": balancer, "TargetGroup": group.arn_suffix})
            for key, group in load_balancer.target_groups.items()
        }
        self._combined("unhealthy_targets", "MAX(METRICS())", metrics, namespace="AWS/ApplicationELB", stat="Maximum")

    def _missing_tasks(self, cluster: Cluster, services: Mapping[str, Service]) -> None:
        """Adds the alarm on desired tasks that do not run. Container Insights counts both, so it must be on."""
        metrics: dict[str, _Metric] = {}
        for key, service in services.items():
            where = {"ClusterName": cluster.cluster.name, "ServiceName": service.service.name}
            metrics[f"desired_{key}"] = ("DesiredTaskCount", where)
            metrics[f"running_{key}"] = ("RunningTaskCount", where)
        desired, running = (
            f"SUM([{','.join(name for name in metrics if name.startswith(kind))}])" for kind in ("desired_", "running_")
        )
        self._combined(
            "missing_tasks", f"{desired}-{running}", metrics, namespace="ECS/ContainerInsights", stat="Average"
        )

    def _database_storage(self, database: Database) -> None:
        self._single(
            "database_storage",
            metric=("FreeStorageSpace", {"DBInstanceIdentifier": database.instance.identifier}),
            namespace="AWS/RDS",
            statistic="Minimum",
            comparison="LessThanThreshold",
            threshold=self._settings.database_free_storage_gib * _GIB,
        )

    def _database_load(self, database: Database) -> None:
        """Adds the alarms on CPU, memory and connections of the database that have a threshold.

        https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html#RDS
        """
        where, settings = {"DBInstanceIdentifier": database.instance.identifier}, self._settings
        above, below = "GreaterThanThreshold", "LessThanThreshold"
        memory = settings.database_free_memory_mib and settings.database_free_memory_mib * _MIB
        alarms = {
            "database_cpu": ("CPUUtilization", above, settings.database_cpu_percent),
            "database_memory": ("FreeableMemory", below, memory),
            "database_connections": ("DatabaseConnections", above, settings.database_connections),
        }
        for key, (metric, comparison, threshold) in alarms.items():
            if threshold:
                self._single(
                    key,
                    metric=(metric, where),
                    namespace="AWS/RDS",
                    statistic="Average",
                    comparison=comparison,
                    threshold=threshold,
                )

    def _dead_letters(self, queues: Mapping[str, Queue]) -> None:
        metrics = {
            f"m_{key}": ("ApproximateNumberOfMessagesVisible", {"QueueName": queue.dead_letters.name})
            for key, queue in queues.items()
        }
        self._combined("dead_letters", "MAX(METRICS())", metrics, namespace="AWS/SQS", stat="Maximum")

    def _single(
        self, key: str, *, metric: _Metric, namespace: str, statistic: str, comparison: str, threshold: int
    ) -> None:
        name, dimensions = metric
        addressed(
            cloudwatch_metric_alarm.CloudwatchMetricAlarm(
                self,
                key,
                alarm_name=self._name(key),
                namespace=namespace,
                metric_name=name,
                dimensions=dimensions,
                statistic=statistic,
                comparison_operator=comparison,
                threshold=threshold,
                period=self._settings.period_seconds,
                evaluation_periods=self._settings.evaluation_periods,
                treat_missing_data="notBreaching",
                alarm_actions=self._told,
                ok_actions=self._told,
            )
        )

    def _combined(
        self, key: str, expression: str, metrics: Mapping[str, _Metric], *, namespace: str, stat: str
    ) -> None:
        """Adds an alarm on an expression over several metrics; a value above 0 raises it."""
        binding = cloudwatch_metric_alarm
        queries = [
            binding.CloudwatchMetricAlarmMetricQuery(
                id="total", expression=expression, label=key.replace("_", " "), return_data=True
            )
        ]
        for id_, (name, dimensions) in metrics.items():
            metric = binding.CloudwatchMetricAlarmMetricQueryMetric(
                namespace=namespace,
                metric_name=name,
                dimensions=dimensions,
                period=self._settings.period_seconds,
                stat=stat,
            )
            queries.append(binding.CloudwatchMetricAlarmMetricQuery(id=id_, metric=metric))
        addressed(
            binding.CloudwatchMetricAlarm(
                self,
                key,
                alarm_name=self._name(key),
                metric_query=queries,
                comparison_operator="GreaterThanThreshold",
                threshold=0,
                evaluation_periods=self._settings.evaluation_periods,
                treat_missing_data="notBreaching",
                alarm_actions=self._told,
                ok_actions=self._told,
            )
        )

    def _name(self, key: str) -> str:
        return f"{self._prefix}-{key.replace('_', '-')}"
