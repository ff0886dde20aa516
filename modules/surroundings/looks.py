"""Kinds of resources that an environment's code does not hold, and that may lean on it: one listing for each.

A resource is a stray if it names something of ours, such as the VPC, a group, the queue or the load balancer, or if a
name in it is of the environment. A listing that AWS refuses is noted, and the import goes on.
"""

from __future__ import annotations

from modules.surroundings.look import Look, Then, Within, by, look

LOOKS: tuple[Look, ...] = (
    look("aws_lambda_function", "lambda.list_functions", "Functions", "FunctionName"),
    look("aws_lambda_event_source_mapping", "lambda.list_event_source_mappings", "EventSourceMappings", "UUID"),
    look("aws_elasticache_cluster", "elasticache.describe_cache_clusters", "CacheClusters", "CacheClusterId"),
    look(
        "aws_elasticache_replication_group",
        "elasticache.describe_replication_groups",
        "ReplicationGroups",
        "ReplicationGroupId",
    ),
    look(
        "aws_elasticache_subnet_group",
        "elasticache.describe_cache_subnet_groups",
        "CacheSubnetGroups",
        "CacheSubnetGroupName",
    ),
    look(
        "aws_efs_file_system",
        "efs.describe_file_systems",
        "FileSystems",
        "FileSystemId",
        then=Then(operation="describe_mount_targets", asks=by("FileSystemId", "FileSystemId")),
    ),
    look(
        "aws_opensearch_domain",
        "opensearch.list_domain_names",
        "DomainNames",
        "DomainName",
        then=Then(operation="describe_domain", asks=by("DomainName", "DomainName")),
    ),
    look("aws_rds_cluster", "rds.describe_db_clusters", "DBClusters", "DBClusterIdentifier"),
    look("aws_db_proxy", "rds.describe_db_proxies", "DBProxies", "DBProxyName"),
    look("aws_redshift_cluster", "redshift.describe_clusters", "Clusters", "ClusterIdentifier"),
    look("aws_elb", "elb.describe_load_balancers", "LoadBalancerDescriptions", "LoadBalancerName"),
    look(
        "aws_autoscaling_group",
        "autoscaling.describe_auto_scaling_groups",
        "AutoScalingGroups",
        "AutoScalingGroupName",
    ),
    look("aws_cloudfront_distribution", "cloudfront.list_distributions", "DistributionList.Items", "Id"),
    look(
        "aws_cloudwatch_event_rule",
        "events.list_rules",
        "Rules",
        "{EventBusName}/{Name}",
        within=Within(operation="list_event_buses", at="EventBuses", asks=lambda bus: {"EventBusName": bus["Name"]}),
        then=Then(
            operation="list_targets_by_rule",
            asks=lambda rule, bus: {"Rule": rule["Name"], "EventBusName": bus["Name"]},
        ),
    ),
    look("aws_pipes_pipe", "pipes.list_pipes", "Pipes", "Name"),
    look(
        "aws_sfn_state_machine",
        "stepfunctions.list_state_machines",
        "stateMachines",
        "name",
        then=Then(operation="describe_state_machine", asks=by("stateMachineArn", "stateMachineArn")),
    ),
    look("aws_sns_topic", "sns.list_topics", "Topics", "TopicArn"),
    look("aws_sns_topic_subscription", "sns.list_subscriptions", "Subscriptions", "SubscriptionArn"),
    look("aws_scheduler_schedule", "scheduler.list_schedules", "Schedules", "{GroupName}/{Name}"),
    look("aws_ecr_repository", "ecr.describe_repositories", "repositories", "repositoryName"),
    look("aws_kms_alias", "kms.list_aliases", "Aliases", "AliasName"),
    look("aws_dynamodb_table", "dynamodb.list_tables", "TableNames", ""),
    look(
        "aws_cloudwatch_dashboard",
        "cloudwatch.list_dashboards",
        "DashboardEntries",
        "DashboardName",
        then=Then(operation="get_dashboard", asks=by("DashboardName", "DashboardName")),
    ),
    look(
        "aws_cloudwatch_composite_alarm",
        "cloudwatch.describe_alarms",
        "CompositeAlarms",
        "AlarmName",
        more={"AlarmTypes": ["CompositeAlarm"]},
    ),
    look("aws_service_discovery_private_dns_namespace", "servicediscovery.list_namespaces", "Namespaces", "Name"),
    # Who may use the environment besides its own roles: users with access keys, their groups, roles of other products.
    *(
        look(type_, "iam.get_account_authorization_details", at, named, more={"Filter": [kind]})
        for type_, kind, at, named in (
            ("aws_iam_user", "User", "UserDetailList", "UserName"),
            ("aws_iam_group", "Group", "GroupDetailList", "GroupName"),
            ("aws_iam_role", "Role", "RoleDetailList", "RoleName"),
            ("aws_iam_policy", "LocalManagedPolicy", "Policies", "Arn"),
        )
    ),
    # What deploys to the environment or made it. A stack that made a resource changes or deletes it again.
    look(
        "aws_cloudformation_stack",
        "cloudformation.describe_stacks",
        "Stacks",
        "StackName",
        then=Then(operation="list_stack_resources", asks=by("StackName", "StackName"), at="StackResourceSummaries"),
    ),
    look(
        "aws_codedeploy_deployment_group",
        "codedeploy.list_deployment_groups",
        "deploymentGroups",
        "{parent}:{item}",
        within=Within(operation="list_applications", at="applications", asks=lambda name: {"applicationName": name}),
        then=Then(
            operation="get_deployment_group",
            asks=lambda group, application: {"applicationName": application, "deploymentGroupName": group},
        ),
    ),
    look(
        "aws_codepipeline",
        "codepipeline.list_pipelines",
        "pipelines",
        "name",
        then=Then(operation="get_pipeline", asks=by("name", "name")),
    ),
    look(
        "aws_codebuild_project",
        "codebuild.list_projects",
        "projects",
        "",
        then=Then(operation="batch_get_projects", asks=lambda name, _parent: {"names": [name]}),
    ),
    look(
        "aws_launch_template",
        "ec2.describe_launch_template_versions",
        "LaunchTemplateVersions",
        "LaunchTemplateId",
        more={"Versions": ["$Latest"]},
    ),
    # What asks for the host.
    look("aws_route53_health_check", "route53.list_health_checks", "HealthChecks", "Id"),
    # What reads or writes the environment's data.
    look("aws_cloudtrail", "cloudtrail.describe_trails", "trailList", "Name"),
    look(
        "aws_cloudwatch_log_group",
        "logs.describe_log_groups",
        "logGroups",
        "logGroupName",
        more={"logGroupNamePattern": "{project}-{environment}"},
    ),
    look(
        "aws_budgets_budget",
        "budgets.describe_budgets",
        "Budgets",
        "{account_id}:{BudgetName}",
        more={"AccountId": "{account_id}"},
    ),
)
# Descriptions of interfaces whose owner is found by itself, as AWS words them.
OWN_LOOK = (
    "ELB app/",
    "ELB net/",
    "ELB gwy/",
    "Interface for NAT Gateway ",
    "VPC Endpoint Interface ",
    "RDSNetworkInterface",
    "Network Interface for Transit Gateway",
    "arn:aws:ecs:",
)
INTERFACES = look("aws_network_interface", "ec2.describe_network_interfaces", "NetworkInterfaces", "NetworkInterfaceId")
FEEDING = look("aws_sqs_queue", "sqs.list_dead_letter_source_queues", "queueUrls", "")
