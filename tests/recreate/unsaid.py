"""Arguments that the code leaves to AWS and that nothing writes down: `TYPE.ARGUMENT` -> the reason.

What AWS gives by default is in `left_to_aws` of the services' rows, and another live value is pinned. A reason that
fits no argument of DEV fails a test, and so does an argument without a line.
"""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase

_OWN_TYPE = "a Terraform type of its own, which is adopted or a stray"
_ANOTHER_KIND = "belongs to another kind of resource than the environment has"
_TERRAFORM_ONLY = "exists in Terraform only, AWS holds no such value"
_SAID_ONCE = "said once, when the resource is made; AWS does not answer with it"
_ANOTHER_ENDPOINT = "only endpoints of the other kind have it: gateway or interface"
UNSAID: Mapping[str, str] = {
    "aws_db_instance.availability_zone": "RDS chooses it among the zones of the subnets, and changes it in a failover",
    "aws_db_instance.ca_cert_identifier": "RDS rotates it",
    "aws_db_instance.*character_set_name": _ANOTHER_KIND,
    "aws_db_instance.replica_mode": _ANOTHER_KIND,
    "aws_db_instance.timezone": _ANOTHER_KIND,
    "aws_db_instance.snapshot_identifier": _SAID_ONCE,
    "aws_ecs_service.iam_role": "the service-linked role of ECS, which every service with `awsvpc` tasks has",
    "aws_ecs_service.triggers": _TERRAFORM_ONLY,
    "aws_flow_log.log_group_name": "an older argument; log_destination says the same",
    "aws_iam_role.managed_policy_arns": _OWN_TYPE,
    "aws_lb.enforce_security_group_inbound_rules_on_private_link_traffic": _ANOTHER_KIND,
    "aws_lb_listener.ssl_policy": "the listener for HTTP has none",
    "aws_lb_listener.tcp_idle_timeout_seconds": _ANOTHER_KIND,
    "aws_lb_target_group.connection_termination": _ANOTHER_KIND,
    "aws_lb_target_group.preserve_client_ip": _ANOTHER_KIND,
    "aws_route.network_interface_id": "follows the target of the route",
    "aws_route53_record.allow_overwrite": _TERRAFORM_ONLY,
    "aws_*route_table.route": _OWN_TYPE,
    "aws_s3_bucket.acceleration_status": _OWN_TYPE,
    "aws_s3_bucket.acl": _OWN_TYPE,
    "aws_s3_bucket.policy": _OWN_TYPE,
    "aws_s3_bucket.request_payer": _OWN_TYPE,
    "aws_s3_bucket_lifecycle_configuration.expected_bucket_owner": _TERRAFORM_ONLY,
    "aws_secretsmanager_secret.policy": _OWN_TYPE,
    "aws_security_group.egress": _OWN_TYPE,
    "aws_security_group.ingress": _OWN_TYPE,
    "aws_sns_topic.fifo_throughput_scope": _ANOTHER_KIND,
    "aws_sns_topic.policy": _OWN_TYPE,
    "aws_sqs_queue.deduplication_scope": _ANOTHER_KIND,
    "aws_sqs_queue.fifo_throughput_limit": _ANOTHER_KIND,
    "aws_sqs_queue.policy": _OWN_TYPE,
    "aws_sqs_queue.redrive*_policy": _OWN_TYPE,
    "aws_ssm_parameter.arn": "follows the name",
    "aws_ssm_parameter.insecure_value": "another form of `value`",
    "aws_ssm_parameter.key_id": _ANOTHER_KIND,
    "aws_subnet.availability_zone_id": "another name of the zone",
    "aws_vpc.ipv6_cidr_block_network_border_group": "follows the IPv6 range",
    "aws_vpc_endpoint.policy": _OWN_TYPE,
    "aws_vpc_endpoint.private_dns_enabled": _ANOTHER_ENDPOINT,
    "aws_vpc_endpoint.route_table_ids": _ANOTHER_ENDPOINT,
    "aws_vpc_endpoint.security_group_ids": _ANOTHER_ENDPOINT,
    "aws_vpc_endpoint.subnet_ids": _ANOTHER_ENDPOINT,
    "aws_vpc_endpoint.service_region": "follows the name of the service",
}


def unsaid(place: str) -> str | None:
    """Returns the pattern that fits `TYPE.ARGUMENT`; None where none does."""
    return next((pattern for pattern in UNSAID if fnmatchcase(place, pattern)), None)
