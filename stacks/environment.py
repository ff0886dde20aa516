"""Stack ENV: every resource of one environment, from its settings, in dependency order."""

from cdktf import TerraformStack
from constructs import Construct

from modules import arns
from modules.alarms.construct import Alarms
from modules.autoscaling.construct import Autoscaling
from modules.budget.construct import Budget
from modules.database.construct import Database
from modules.dns.construct import Alias, Dns
from modules.endpoints.construct import GatewayEndpoints, InterfaceEndpoints
from modules.firewall.construct import Firewall
from modules.flow_logs.construct import FlowLogs
from modules.identity.construct import Deployer, TaskRoles
from modules.images.construct import Images
from modules.keys.construct import Keys
from modules.load_balancer.construct import LoadBalancer
from modules.messaging.construct import Queue
from modules.network.construct import Network
from modules.notifications.construct import Notifications
from modules.parameters.construct import Parameters
from modules.pipelines.roles import role_name
from modules.schedules.construct import Schedule
from modules.schema_task.construct import SchemaTask
from modules.secrets.construct import Secrets
from modules.security_groups.construct import SecurityGroups
from modules.services.construct import Cluster, Service
from modules.settings import Settings
from modules.storage.construct import Bucket
from modules.task_definitions.construct import TaskDefinition
from stacks.awaiting_import import stop_until_imported
from stacks.backend import begin
from stacks.outputs import Outputs
from stacks.task_permissions import injected_parameters, injected_secrets, key_statements, task_statements


class Environment(TerraformStack):
    """One environment: network, storage, load balancer, services, alarms.

    With `awaits_import` every plan stops: the environment exists, and its import ids are not known yet.
    """

    def __init__(self, scope: Construct, id_: str, *, settings: Settings, awaits_import: bool = False) -> None:
        super().__init__(scope, id_)
        begin(self, aws=settings.aws, state=settings.state, required=settings.provider)
        self._settings = settings
        self._add_keys()
        self._add_network()
        self._add_storage()
        self._add_load_balancer()
        self._add_services()
        self._add_schema_task()
        self._add_alarms()
        self._add_outputs()
        if awaits_import:
            stop_until_imported(self, network=self.network.vpc, environment=settings.environment)

    def _add_keys(self) -> None:
        """Adds the KMS keys."""
        settings = self._settings
        log_groups = [one.log_group for one in settings.with_log_groups if one.key]
        self.keys = Keys(
            self,
            "keys",
            settings=settings.keys,
            aws=settings.aws,
            log_groups=log_groups,
            budget=settings.budget is not None,
        )

    def _add_network(self) -> None:
        """Adds the VPC, its endpoints, the security groups and the flow logs."""
        settings, region = self._settings, self._settings.aws.region
        self.network = Network(self, "network", settings=settings.network)
        gateways = GatewayEndpoints(
            self, "gateway_endpoints", settings=settings.endpoints, network=self.network, region=region
        )
        self.groups = SecurityGroups(
            self,
            "groups",
            settings=settings.security_groups,
            services=settings.services,
            network=self.network,
            database_port=settings.database.port,
            s3_prefix_list_id=gateways.s3_prefix_list_id,
        )
        InterfaceEndpoints(
            self, "endpoints", settings=settings.endpoints, network=self.network, groups=self.groups, region=region
        )
        if settings.network.flow_logs:
            FlowLogs(
                self,
                "flow_logs",
                settings=settings.network.flow_logs,
                network=self.network,
                aws=settings.aws,
                keys=self.keys,
            )

    def _add_load_balancer(self) -> None:
        """Adds the zone, the certificate, the load balancer and the alias record."""
        settings = self._settings
        self.dns = Dns(self, "dns", settings=settings.dns)
        self.load_balancer = LoadBalancer(
            self,
            "balancer",
            settings=settings.load_balancer,
            services=settings.services,
            network=self.network,
            groups=self.groups,
            certificate_arn=self.dns.certificate_arn,
            buckets=self.buckets,
        )
        if settings.firewall:
            Firewall(
                self,
                "firewall",
                settings=settings.firewall,
                load_balancer=self.load_balancer,
                webhook_path=settings.stripe.webhook_path,
                keys=self.keys,
            )
        Alias(self, "alias", settings=settings.dns, dns=self.dns, load_balancer=self.load_balancer)

    def _add_storage(self) -> None:
        """Adds the database, buckets, queues, schedules, parameters and secrets."""
        settings = self._settings
        self.database = Database(
            self,
            "database",
            settings=settings.database,
            network=self.network,
            groups=self.groups,
            aws=settings.aws,
            keys=self.keys,
        )
        buckets, queues = Construct(self, "buckets"), Construct(self, "queues")
        schedules = Construct(self, "schedules")
        self.buckets = {
            key: Bucket(buckets, key, settings=bucket, aws=settings.aws, keys=self.keys)
            for key, bucket in settings.buckets.items()
        }
        self.queues = {
            key: Queue(queues, key, settings=queue, aws=settings.aws) for key, queue in settings.queues.items()
        }
        for key, schedule in settings.schedules.items():
            Schedule(schedules, key, settings=schedule, queue=self.queues[schedule.queue], aws=settings.aws)
        self.parameters = Parameters(
            self,
            "parameters",
            settings=settings.parameters,
            stripe=settings.stripe,
            sources=self._sources(),
            aws=settings.aws,
        )
        self.secrets = Secrets(
            self,
            "secrets",
            settings=settings.secrets,
            kept_elsewhere=self.database.kept_secrets,
            keys=self.keys,
        )

    def _sources(self) -> dict[str, str]:
        """Returns the attributes of resources that `[parameters]` can name as a source."""
        database = {
            "database.host": self.database.host,
            "database.port": self.database.port,
            "database.name": self.database.name,
        }
        buckets = {f"buckets.{key}.name": bucket.name for key, bucket in self.buckets.items()}
        return database | buckets | {f"queues.{key}.url": queue.url for key, queue in self.queues.items()}

    def _add_services(self) -> None:
        """Adds the roles, the cluster, the services, the image repositories and the deployer."""
        settings = self._settings
        self.roles = TaskRoles(
            self,
            "roles",
            settings=settings.identity,
            aws=settings.aws,
            task_statements=task_statements(settings, queues=self.queues, buckets=self.buckets, keys=self.keys),
            injected_secrets=[self.secrets.arn(key) for key in injected_secrets(settings)],
            key_statements=key_statements(settings, secrets=injected_secrets(settings), keys=self.keys),
            injected_parameters=[self.parameters.arn(key) for key in injected_parameters(settings)],
        )
        self.cluster = Cluster(self, "cluster", settings=settings.cluster, keys=self.keys)
        tasks, running = Construct(self, "tasks"), Construct(self, "services")
        definitions = {
            key: TaskDefinition(
                tasks,
                key,
                settings=service,
                log_group=self.cluster.logs.name,
                region=settings.aws.region,
                roles=self.roles,
                parameters=self.parameters,
                secrets=self.secrets,
            )
            for key, service in settings.services.items()
        }
        self.services = {
            key: Service(
                running,
                key,
                settings=service,
                aws=settings.aws,
                cluster=self.cluster,
                network=self.network,
                groups=self.groups,
                load_balancer=self.load_balancer,
                definition=definitions[key],
            )
            for key, service in settings.services.items()
        }
        self._add_autoscaling()
        repositories = Construct(self, "images")
        self.images = {
            key: Images(repositories, key, settings=image, aws=settings.aws, pushers=self._pushers(key), keys=self.keys)
            for key, image in settings.images.items()
        }
        self.deployer = Deployer(
            self,
            "deployer",
            settings=settings.identity.deployer,
            aws=settings.aws,
            github=settings.github,
            service_arns=[service.arn for service in self.services.values()],
            repository_arns=[image.arn for image in self.images.values()],
            roles=self.roles,
        )

    def _add_schema_task(self) -> None:
        """Adds the task that reads and changes the schema of the database, if the settings have it."""
        settings, task = self._settings, self._settings.schema_task
        if task:
            SchemaTask(
                self,
                "schema_task",
                settings=task,
                environment=settings.environment,
                username=settings.database.username,
                aws=settings.aws,
                database=self.database,
                secrets=self.secrets,
                image=self.images[task.image],
                cluster=self.cluster,
                key_statements=key_statements(settings, secrets=[task.password], keys=self.keys),
            )

    def _pushers(self, image: str) -> list[str]:
        """Returns the ARNs of the roles that may push an image: the deployer, and the role of the schema's workflow."""
        settings, deployer = self._settings, self._settings.identity.deployer
        roles = [arns.role(deployer.name, aws=settings.aws, path=deployer.path or "/")]
        if settings.schema_task and settings.schema_task.image == image:
            name = role_name(project=settings.project, environment=settings.environment, role="image")
            roles.append(arns.role(name, aws=settings.aws))
        return roles

    def _add_autoscaling(self) -> None:
        """Adds scaling to the services that have it."""
        scaling = Construct(self, "autoscaling")
        for key, service in self._settings.services.items():
            if service.autoscaling:
                Autoscaling(
                    scaling, key, settings=service.autoscaling, cluster=self.cluster, service=self.services[key]
                )

    def _add_alarms(self) -> None:
        """Adds the topic and the alarms, if the settings have them. Developers' queues have no alarm."""
        settings, told = self._settings, None
        if settings.notifications:
            topic = Notifications(
                self,
                "notifications",
                settings=settings.notifications,
                aws=settings.aws,
                keys=self.keys,
                budget=settings.budget is not None,
            )
            told = topic.arn
            if settings.budget:
                Budget(self, "budget", settings=settings.budget, topic_arn=told)
        if settings.alarms.enabled:
            Alarms(
                self,
                "alarms",
                settings=settings.alarms,
                prefix=f"{settings.project}-{settings.environment}",
                load_balancer=self.load_balancer,
                cluster=self.cluster,
                services=self.services,
                database=self.database,
                queues={key: queue for key, queue in self.queues.items() if settings.queues[key].audience == "tasks"},
                topic_arn=told,
            )

    def _add_outputs(self) -> None:
        """Adds the outputs for people and pipelines. None is secret."""
        settings, outputs = self._settings, Outputs(self)
        url = f"https://{settings.dns.host}"
        outputs.tell("url", url, says="where the environment answers")
        outputs.tell("stripe_webhook_url", f"{url}{settings.stripe.webhook_path}", says="what Stripe is to call")
        outputs.tell("name_servers", self.dns.name_servers, says=f"what the registrar delegates {settings.dns.zone} to")
        outputs.tell("load_balancer_dns_name", self.load_balancer.alb.dns_name, says="what the host is an alias of")
        outputs.tell("vpc_id", self.network.vpc.id, says="the VPC")
        for tier in ("public", "private"):
            keys = [key for key, subnet in settings.network.subnets.items() if subnet.tier == tier]
            outputs.tell(f"{tier}_subnet_ids", self.network.subnet_ids(keys), says=f"the {tier} subnets")
        outputs.tell("cluster", self.cluster.cluster.name, says="the ECS cluster")
        outputs.tell("log_group", self.cluster.logs.name, says="where all containers log")
        services = self.services.items()
        outputs.tell("services", {key: each.service.name for key, each in services}, says="ECS services to deploy")
        outputs.tell("task_families", {key: each.family for key, each in services}, says="families to register in")
        outputs.tell("database_host", self.database.host, says="PostgreSQL's host, reachable from the tasks")
        outputs.tell("bucket_names", {key: each.name for key, each in self.buckets.items()}, says="the buckets")
        outputs.tell("queue_urls", {key: each.url for key, each in self.queues.items()}, says="the queues")
        if self.images:
            outputs.tell("image_repositories", {key: each.url for key, each in self.images.items()}, says="push here")
        outputs.tell("deployer_role_arn", self.deployer.role.arn, says="the role GitHub's workflows assume")
