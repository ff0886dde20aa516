"""Answers about services, load balancers, images and schedules: the members that the provider has no argument for."""

from __future__ import annotations

from modules.answers.answer import Answer, by, listed, whole

# Keys that the provider reads: const.go, load_balancer.go, target_group.go and listener.go of
# https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/internal/service/elbv2
_OF_BALANCERS = frozenset(
    {
        "access_logs.s3.bucket",
        "access_logs.s3.enabled",
        "access_logs.s3.prefix",
        "client_keep_alive.seconds",
        "connection_logs.s3.bucket",
        "connection_logs.s3.enabled",
        "connection_logs.s3.prefix",
        "deletion_protection.enabled",
        "dns_record.client_routing_policy",
        "idle_timeout.timeout_seconds",
        "load_balancing.cross_zone.enabled",
        "routing.http.desync_mitigation_mode",
        "routing.http.drop_invalid_header_fields.enabled",
        "routing.http.preserve_host_header.enabled",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        "routing.http.xff_client_port.enabled",
        "routing.http.xff_header_processing.mode",
        "routing.http2.enabled",
        "waf.fail_open.enabled",
        "zonal_shift.config.enabled",
    }
)
_OF_TARGET_GROUPS = frozenset(
    {
        "deregistration_delay.connection_termination.enabled",
        "deregistration_delay.timeout_seconds",
        "lambda.multi_value_headers.enabled",
        "load_balancing.algorithm.anomaly_mitigation",
        "load_balancing.algorithm.type",
        "load_balancing.cross_zone.enabled",
        "preserve_client_ip.enabled",
        "proxy_protocol_v2.enabled",
        "slow_start.duration_seconds",
        "stickiness.app_cookie.cookie_name",
        "stickiness.app_cookie.duration_seconds",
        "stickiness.enabled",
        "stickiness.lb_cookie.duration_seconds",
        "stickiness.type",
        "target_failover.on_deregistration",
        "target_failover.on_unhealthy",
        "target_group_health.dns_failover.minimum_healthy_targets.count",
        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
        "target_health_state.unhealthy.connection_termination.enabled",
        "target_health_state.unhealthy.draining_interval_seconds",
    }
)
_REQUEST = ("serial_number", "issuer", "subject", "validity", "leaf")
_RESPONSE = (
    "strict_transport_security",
    *(f"access_control_{each}" for each in ("allow_origin", "allow_methods", "allow_headers")),
    *(f"access_control_{each}" for each in ("allow_credentials", "expose_headers", "max_age")),
    "content_security_policy",
    "x_content_type_options",
    "x_frame_options",
)
_OF_LISTENERS = frozenset(
    {
        "tcp.idle_timeout.seconds",
        "routing.http.response.server.enabled",
        "routing.http.request.x_amzn_mtls_clientcert.header_name",
        "routing.http.request.x_amzn_tls_version.header_name",
        "routing.http.request.x_amzn_tls_cipher_suite.header_name",
        *(f"routing.http.request.x_amzn_mtls_clientcert_{each}.header_name" for each in _REQUEST),
        *(f"routing.http.response.{each}.header_value" for each in _RESPONSE),
    }
)


ANSWERS: tuple[Answer, ...] = (
    whole(
        "aws_ecs_service",
        "ecs.describe_services",
        "services",
        {
            # https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
            "deploymentConfiguration.strategy": ("ROLLING",),
            "deploymentConfiguration.bakeTimeInMinutes": (),
            "deploymentConfiguration.lifecycleHooks": (),
            "deploymentConfiguration.linearConfiguration": (),
            "deploymentConfiguration.canaryConfiguration": (),
            "loadBalancers.advancedConfiguration": (),
            "deployments.serviceConnectConfiguration.services.clientAliases.testTrafficRules": (),
            "deployments.serviceConnectConfiguration.accessLogConfiguration": (),
        },
        asks=lambda live: {"cluster": live.facts["cluster"], "services": [live.facts["id"]]},
        named="serviceArn",
    ),
    listed(
        "aws_ecr_repository",
        "ecr.describe_repositories",
        "repositories",
        "repositoryName",
        {"imageTagMutabilityExclusionFilters": ()},
    ),
    listed(
        "aws_lb",
        "elbv2.describe_load_balancers",
        "LoadBalancers",
        "LoadBalancerArn",
        {"EnablePrefixForIpv6SourceNat": ("off",), "AvailabilityZones.SourceNatIpv6Prefixes": ()},
    ),
    whole(
        "aws_lb",
        "elbv2.describe_load_balancer_attributes",
        "Attributes",
        # True for internal load balancers of IPv6.
        {"ipv6.deny_all_igw_traffic": ()},
        asks=by("LoadBalancerArn"),
        known=_OF_BALANCERS,
    ),
    listed(
        "aws_lb_listener",
        "elbv2.describe_listeners",
        "Listeners",
        "ListenerArn",
        {"DefaultActions.JwtValidationConfig": ()},
        asks=by("LoadBalancerArn", "load_balancer_arn"),
    ),
    whole(
        "aws_lb_listener",
        "elbv2.describe_listener_attributes",
        "Attributes",
        {},
        asks=by("ListenerArn"),
        known=_OF_LISTENERS,
    ),
    listed(
        "aws_lb_listener_rule",
        "elbv2.describe_rules",
        "Rules",
        "RuleArn",
        {
            # https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
            "Transforms": (),
            "Conditions.RegexValues": (),
            "Conditions.HostHeaderConfig.RegexValues": (),
            "Conditions.PathPatternConfig.RegexValues": (),
            "Conditions.HttpHeaderConfig.RegexValues": (),
            "Actions.JwtValidationConfig": (),
        },
        asks=by("ListenerArn", "listener_arn"),
    ),
    whole(
        "aws_lb_target_group",
        "elbv2.describe_target_group_attributes",
        "Attributes",
        {},
        asks=by("TargetGroupArn"),
        known=_OF_TARGET_GROUPS,
    ),
    listed(
        "aws_appautoscaling_policy",
        "application-autoscaling.describe_scaling_policies",
        "ScalingPolicies",
        "PolicyARN",
        {"PredictiveScalingPolicyConfiguration": ()},
        asks=lambda live: {"ServiceNamespace": "ecs"},
    ),
    whole(
        "aws_scheduler_schedule",
        "scheduler.get_schedule",
        "",
        {"ActionAfterCompletion": ("NONE",)},
        asks=lambda live: {"GroupName": live.facts["group_name"], "Name": live.facts["name"]},
    ),
)
