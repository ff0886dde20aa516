"""Members of AWS's answers that need no words: `type:member` -> why. `*` stands for any text.

A new botocore may know further members: then `test_answers.py` names each, and it gets a line here or in
`modules/answers/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from modules.answers.answer import Answer, listed

NAMED = "the provider has it under another name"
SET_BY_AWS = "only AWS sets it"
PART = "a type of its own holds it"
FOLLOWS = "it follows from a member that is said"
WHOLE = "the provider keeps the text whole"
NOT_ASKED = "AWS answers with it only if asked"
OTHERS = "another kind of resource has it"

# Answers of which nothing is to be said; their members are compared all the same.
COMPARED: tuple[Answer, ...] = (
    listed("aws_appautoscaling_target", "application-autoscaling.describe_scalable_targets", "ScalableTargets", "", {}),
    listed("aws_cloudwatch_metric_alarm", "cloudwatch.describe_alarms", "MetricAlarms", "", {}),
    listed("aws_db_parameter_group", "rds.describe_db_parameter_groups", "DBParameterGroups", "", {}),
    listed("aws_db_subnet_group", "rds.describe_db_subnet_groups", "DBSubnetGroups", "", {}),
    listed("aws_ecs_cluster", "ecs.describe_clusters", "clusters", "", {}),
    listed("aws_ecs_task_definition", "ecs.describe_task_definition", "taskDefinition", "", {}),
    listed("aws_flow_log", "ec2.describe_flow_logs", "FlowLogs", "", {}),
    listed("aws_iam_openid_connect_provider", "iam.get_open_id_connect_provider", "", "", {}),
    listed("aws_iam_policy", "iam.get_policy", "Policy", "", {}),
    listed("aws_iam_role", "iam.get_role", "Role", "", {}),
    listed("aws_internet_gateway", "ec2.describe_internet_gateways", "InternetGateways", "", {}),
    listed("aws_route_table", "ec2.describe_route_tables", "RouteTables", "", {}),
    listed("aws_route53_record", "route53.list_resource_record_sets", "ResourceRecordSets", "", {}),
    listed("aws_s3_bucket", "s3.list_buckets", "Buckets", "", {}),
    listed("aws_s3_bucket_cors_configuration", "s3.get_bucket_cors", "", "", {}),
    listed("aws_s3_bucket_lifecycle_configuration", "s3.get_bucket_lifecycle_configuration", "", "", {}),
    listed("aws_s3_bucket_public_access_block", "s3.get_public_access_block", "PublicAccessBlockConfiguration", "", {}),
    listed(
        "aws_s3_bucket_server_side_encryption_configuration",
        "s3.get_bucket_encryption",
        "ServerSideEncryptionConfiguration",
        "",
        {},
    ),
    listed("aws_s3_bucket_versioning", "s3.get_bucket_versioning", "", "", {}),
    listed("aws_security_group", "ec2.describe_security_groups", "SecurityGroups", "", {}),
    listed(
        "aws_wafv2_web_acl_logging_configuration", "wafv2.get_logging_configuration", "LoggingConfiguration", "", {}
    ),
    listed("aws_vpc_security_group_ingress_rule", "ec2.describe_security_group_rules", "SecurityGroupRules", "", {}),
)
# Types whose answers have no members of their own to compare.
NOT_COMPARED = {
    "aws_db_option_group": OTHERS,
    "aws_default_route_table": "its answer is that of aws_route_table",
    "aws_default_security_group": "its answer is that of aws_security_group",
    "aws_ecr_lifecycle_policy": WHOLE,
    "aws_ecr_repository_policy": WHOLE,
    "aws_ecs_cluster_capacity_providers": "its answer is that of aws_ecs_cluster",
    "aws_iam_role_policy": WHOLE,
    "aws_iam_role_policy_attachment": "it is an ARN on a role",
    "aws_kms_alias": "it is a name of a key",
    "aws_route": "its answer is that of aws_route_table",
    "aws_route_table_association": "it is an id on a route table",
    "aws_s3_bucket_policy": WHOLE,
    "aws_sns_topic_policy": WHOLE,
    "aws_sns_topic_subscription": "its attributes are those of the provider: no new one since 2023",
    "aws_vpc_security_group_egress_rule": "its answer is that of aws_vpc_security_group_ingress_rule",
    "aws_wafv2_web_acl_association": "it is an ARN on a load balancer",
}
OPENED: dict[str, tuple[str, ...]] = {
    "aws_ecs_service": (
        "deploymentConfiguration",
        "deployments",
        "deployments.serviceConnectConfiguration",
        "deployments.serviceConnectConfiguration.services",
        "deployments.serviceConnectConfiguration.services.clientAliases",
        "networkConfiguration.awsvpcConfiguration",
    ),
    "aws_lb": ("AvailabilityZones",),
    "aws_route_table": ("Routes",),
}


def _each(why: str, type_: str, *members: str) -> dict[str, str]:
    return {f"{type_}:{member}": why for member in members}


HELD: dict[str, str] = {
    **_each(NAMED, "*", "Tags.Key", "Tags.Value", "tags.key", "tags.value", "TagList"),
    **_each(SET_BY_AWS, "*", "CreatedAt", "createdAt", "CreatedTime", "CreateDate", "CreationDate", "CreationTime"),
    **_each(SET_BY_AWS, "*", "creationTime", "CreatedDate", "CreationDateTime", "CreationTimestamp", "State", "status"),
    **_each(SET_BY_AWS, "*", "LastModifiedDate", "LastModificationDate", "LastUpdatedTime", "LastChangedDate"),
    **_each(
        SET_BY_AWS,
        "aws_acm_certificate",
        *("CertificateArn", "DomainValidationOptions.*", "Serial", "Subject", "Issuer", "IssuedAt", "ImportedAt"),
        *("RevokedAt", "RevocationReason", "SignatureAlgorithm", "InUseBy", "FailureReason", "RenewalSummary.*"),
        *("KeyUsages", "ExtendedKeyUsages"),
    ),
    **_each(SET_BY_AWS, "aws_appautoscaling_target", "PredictedCapacity", "ScalableTargetARN"),
    **_each(SET_BY_AWS, "aws_appautoscaling_policy", "PolicyARN", "Alarms"),
    **_each(NAMED, "aws_appautoscaling_policy", "PolicyName"),
    **_each(NAMED, "aws_budgets_budget", "BudgetName", "BudgetLimit", "PlannedBudgetLimits", "TimePeriod"),
    **_each(SET_BY_AWS, "aws_budgets_budget", "CalculatedSpend", "HealthStatus"),
    **_each(NOT_ASKED, "aws_budgets_budget", "FilterExpression", "Metrics"),
    **_each(NAMED, "aws_cloudwatch_log_group", "logGroupName", "logGroupArn"),
    **_each(SET_BY_AWS, "aws_cloudwatch_log_group", "metricFilterCount", "storedBytes", "inheritedProperties"),
    **_each(NAMED, "aws_cloudwatch_metric_alarm", "AlarmArn", "Dimensions.*", "Metrics.MetricStat"),
    **_each(
        SET_BY_AWS,
        "aws_cloudwatch_metric_alarm",
        *("AlarmConfigurationUpdatedTimestamp", "StateValue", "StateReason", "StateReasonData"),
        *("StateUpdatedTimestamp", "StateTransitionedTimestamp", "EvaluationState"),
    ),
    **_each(
        NAMED,
        "aws_db_instance",
        *("DBInstanceIdentifier", "DBInstanceClass", "MasterUsername", "PreferredBackupWindow", "VpcSecurityGroups"),
        *("DBParameterGroups", "DBSubnetGroup", "PreferredMaintenanceWindow", "OptionGroupMemberships"),
        *("ReadReplicaSourceDBInstanceIdentifier", "ReadReplicaDBInstanceIdentifiers", "CACertificateIdentifier"),
        *("DomainMemberships", "DBInstanceArn", "DbInstancePort", "MasterUserSecret.SecretArn"),
    ),
    **_each(PART, "aws_db_instance", "AssociatedRoles", "DBInstanceAutomatedBackupsReplications"),
    **_each(
        OTHERS,
        "aws_db_instance",
        *("DBClusterIdentifier", "PromotionTier", "ReadReplicaDBClusterIdentifiers"),
        *("ReadReplicaSourceDBClusterIdentifier",),
    ),
    **_each(
        FOLLOWS,
        "aws_db_instance",
        *("ActivityStreamKmsKeyId", "ActivityStreamKinesisStreamName", "ActivityStreamMode"),
        *("ActivityStreamEngineNativeAuditFieldsIncluded", "ActivityStreamPolicyStatus"),
        "ResumeFullAutomationModeTime",
    ),
    **_each(
        SET_BY_AWS,
        "aws_db_instance",
        *("DBInstanceStatus", "InstanceCreateTime", "SecondaryAvailabilityZone", "StatusInfos", "DbiResourceId"),
        *("EnhancedMonitoringResourceArn", "AwsBackupRecoveryPointArn", "AutomaticRestartTime", "CertificateDetails"),
        *("DBSystemId", "MasterUserSecret.SecretStatus", "PercentProgress", "IsStorageConfigUpgradeAvailable"),
    ),
    **_each(NAMED, "aws_db_parameter_group", "DBParameterGroup*"),
    **_each(NAMED, "aws_db_subnet_group", "DBSubnetGroup*", "Subnets"),
    **_each(SET_BY_AWS, "aws_db_subnet_group", "SubnetGroupStatus"),
    **_each(
        NAMED,
        "aws_dynamodb_table",
        *("AttributeDefinitions", "TableName", "KeySchema", "ProvisionedThroughput", "TableArn", "BillingModeSummary"),
        *("LocalSecondaryIndexes", "GlobalSecondaryIndexes", "StreamSpecification", "SSEDescription"),
        *("TableClassSummary", "LatestStreamLabel", "LatestStreamArn"),
    ),
    **_each(
        SET_BY_AWS,
        "aws_dynamodb_table",
        *("TableStatus", "TableSizeBytes", "ItemCount", "TableId", "GlobalTableVersion", "Replicas.*"),
        *("RestoreSummary", "ArchivalSummary", "WarmThroughput"),
    ),
    **_each(NAMED, "aws_ecr_repository", "repositoryArn", "repositoryName", "repositoryUri"),
    **_each(
        NAMED,
        "aws_ecs_cluster",
        *("clusterArn", "clusterName"),
        "configuration.executeCommandConfiguration.logConfiguration.s3EncryptionEnabled",
    ),
    **_each(PART, "aws_ecs_cluster", "capacityProviders", "defaultCapacityProviderStrategy"),
    **_each(
        SET_BY_AWS,
        "aws_ecs_cluster",
        *("registeredContainerInstancesCount", "runningTasksCount", "pendingTasksCount", "activeServicesCount"),
        *("statistics", "attachments", "attachmentsStatus"),
    ),
    **_each(
        NAMED,
        "aws_ecs_service",
        *("serviceArn", "serviceName", "clusterArn", "loadBalancers.loadBalancerName", "placementStrategy"),
        *("deploymentConfiguration.maximumPercent", "deploymentConfiguration.minimumHealthyPercent"),
        "networkConfiguration.awsvpcConfiguration.*",
    ),
    **_each(
        SET_BY_AWS,
        "aws_ecs_service",
        *("runningCount", "pendingCount", "platformFamily", "taskSets", "events", "createdBy"),
        *(f"deployments.{each}" for each in ("status", "createdAt", "updatedAt", "platformFamily", "failedTasks")),
        *(f"deployments.{each}" for each in ("pendingCount", "runningCount", "rolloutState*")),
        *("deployments.networkConfiguration.awsvpcConfiguration", "deployments.fargateEphemeralStorage*"),
        "deployments.serviceConnectResources*",
    ),
    **_each(
        NAMED,
        "aws_ecs_service",
        *("deployments.volumeConfigurations", "deployments.serviceConnectConfiguration.services.tls.*"),
    ),
    **_each(NAMED, "aws_ecs_task_definition", "taskDefinitionArn", "volumes.host", "volumes.configuredAtLaunch"),
    **_each(NAMED, "aws_ecs_task_definition", "compatibilities", "proxyConfiguration.properties.value"),
    **_each(SET_BY_AWS, "aws_ecs_task_definition", "requiresAttributes", "registered*", "deregisteredAt"),
    **_each(
        WHOLE,
        "aws_ecs_task_definition",
        *(
            f"containerDefinitions.{each}"
            for each in (
                *("image", "repositoryCredentials", "memoryReservation", "links", "portMappings", "essential"),
                *("restartPolicy", "entryPoint", "command", "environment", "environmentFiles", "mountPoints"),
                *("volumesFrom", "linuxParameters", "secrets", "dependsOn", "startTimeout", "stopTimeout"),
                *("versionConsistency", "hostname", "user", "workingDirectory", "disableNetworking", "privileged"),
                *("readonlyRootFilesystem", "dnsServers", "dnsSearchDomains", "extraHosts", "dockerSecurityOptions"),
                *("interactive", "pseudoTerminal", "dockerLabels", "ulimits", "logConfiguration", "healthCheck"),
                *("systemControls", "resourceRequirements", "firelensConfiguration", "credentialSpecs"),
            )
        ),
    ),
    **_each(NAMED, "aws_flow_log", "FlowLogId", "DeliverLogsPermissionArn", "ResourceId"),
    **_each(SET_BY_AWS, "aws_flow_log", "DeliverLogsErrorMessage", "DeliverLogsStatus", "FlowLogStatus"),
    **_each(NAMED, "aws_iam_policy", "PolicyName"),
    **_each(SET_BY_AWS, "aws_iam_policy", "DefaultVersionId", "PermissionsBoundaryUsageCount", "IsAttachable"),
    **_each(SET_BY_AWS, "aws_iam_policy", "UpdateDate"),
    **_each(NAMED, "aws_iam_role", "RoleName", "RoleId", "AssumeRolePolicyDocument", "PermissionsBoundary.*"),
    **_each(SET_BY_AWS, "aws_iam_role", "RoleLastUsed"),
    **_each(NAMED, "aws_internet_gateway", "Attachments", "InternetGatewayId"),
    **_each(NAMED, "aws_kms_key", "AWSAccountId", "Enabled", "KeySpec", "MultiRegionConfiguration.*"),
    **_each(
        SET_BY_AWS,
        "aws_kms_key",
        *("KeyState", "DeletionDate", "ValidTo", "ExpirationModel", "KeyManager", "EncryptionAlgorithms"),
        *("SigningAlgorithms", "KeyAgreementAlgorithms", "PendingDeletionWindowInDays", "MacAlgorithms"),
        "CurrentKeyMaterialId",
    ),
    **_each(NAMED, "aws_lb", "LoadBalancerArn", "LoadBalancerName", "Scheme", "Type", "CanonicalHostedZoneId"),
    **_each(NAMED, "aws_lb", "AvailabilityZones.*"),
    **_each(NAMED, "aws_lb_listener", "ListenerArn", "Certificates", "DefaultActions.ForwardConfig.*"),
    **_each(NAMED, "aws_lb_listener_rule", "RuleArn", "Conditions.Field", "Actions.ForwardConfig.*"),
    **_each(SET_BY_AWS, "aws_lb_listener", "MutualAuthentication.TrustStoreAssociationStatus"),
    **_each(SET_BY_AWS, "aws_lb_listener_rule", "IsDefault"),
    **_each("only a request has it", "aws_lb_listener*", "*.AuthenticateOidcConfig.UseExistingClientSecret"),
    **_each(
        NAMED,
        "aws_route53_record",
        *("GeoLocation", "Failover", "MultiValueAnswer", "ResourceRecords", "AliasTarget", "CidrRoutingConfig"),
        "GeoProximityLocation",
    ),
    **_each("Route 53 makes the record of a traffic policy", "aws_route53_record", "TrafficPolicyInstanceId"),
    **_each(NAMED, "aws_route53_zone", "Config"),
    **_each(SET_BY_AWS, "aws_route53_zone", "CallerReference", "ResourceRecordSetCount"),
    **_each(PART, "aws_route_table", "Associations"),
    **_each(NAMED, "aws_route_table", "RouteTableId", "PropagatingVgws.*", "Routes.*"),
    **_each(NAMED, "aws_s3_bucket", "Name", "BucketRegion", "BucketArn"),
    **_each(
        NAMED,
        "aws_scheduler_schedule",
        *("Target.EcsParameters.NetworkConfiguration.awsvpcConfiguration",),
        "Target.SageMakerPipelineParameters.PipelineParameterList",
    ),
    **_each(PART, "aws_secretsmanager_secret", "RotationEnabled", "RotationLambdaARN", "RotationRules"),
    **_each(NAMED, "aws_secretsmanager_secret", "ReplicationStatus"),
    **_each(
        SET_BY_AWS,
        "aws_secretsmanager_secret",
        *("LastRotatedDate", "DeletedDate", "NextRotationDate", "VersionIdsToStages", "PrimaryRegion"),
    ),
    **_each(NAMED, "aws_security_group", "GroupId", "GroupName", "SecurityGroupArn"),
    **_each(PART, "aws_security_group", "IpPermissions", "IpPermissionsEgress"),
    **_each(SET_BY_AWS, "aws_ssm_parameter", "LastModifiedUser"),
    **_each(NAMED, "aws_subnet", "SubnetId", "SubnetArn", "PrivateDnsNameOptionsOnLaunch"),
    **_each(NAMED, "aws_subnet", "Ipv6CidrBlockAssociationSet"),
    **_each(SET_BY_AWS, "aws_subnet", "Type", "AvailableIpAddressCount", "DefaultForAz"),
    **_each(NAMED, "aws_vpc", "VpcId", "Ipv6CidrBlockAssociationSet"),
    **_each(PART, "aws_vpc", "CidrBlockAssociationSet"),
    **_each(SET_BY_AWS, "aws_vpc", "IsDefault"),
    **_each(NAMED, "aws_vpc_endpoint", "VpcEndpointId", "PolicyDocument", "Groups", "DnsEntries"),
    **_each(SET_BY_AWS, "aws_vpc_endpoint", "LastError", "Ipv4Prefixes", "Ipv6Prefixes", "FailureReason"),
    **_each(NAMED, "aws_vpc_security_group_ingress_rule", "GroupId", "IsEgress", "ReferencedGroupInfo"),
    **_each(NAMED, "aws_vpc_security_group_ingress_rule", "SecurityGroupRuleArn"),
    **_each(SET_BY_AWS, "aws_vpc_security_group_ingress_rule", "GroupOwnerId"),
    **_each("`rule_json` holds any rule", "aws_wafv2_web_acl", "Rules.*"),
    **_each(NAMED, "aws_wafv2_web_acl", "CustomResponseBodies"),
    **_each(NAMED, "aws_wafv2_web_acl_logging_configuration", "RedactedFields.SingleHeader", "LoggingFilter.*"),
    **_each("no field of this kind can be redacted", "aws_wafv2_web_acl_logging_configuration", "RedactedFields.*"),
    **_each(SET_BY_AWS, "aws_wafv2_web_acl_logging_configuration", "ManagedByFirewallManager", "LogType", "LogScope"),
    **_each(SET_BY_AWS, "aws_wafv2_web_acl", "ManagedByFirewallManager", "RetrofittedByFirewallManager"),
}


def unexplained(type_: str, members: Iterator[str]) -> list[str]:
    """Returns the members without a line."""
    return [one for one in members if not any(fnmatchcase(f"{type_}:{one}", pattern) for pattern in HELD)]
