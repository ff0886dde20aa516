"""PROD, by what the issue asks of it: nothing lost, nothing unwatched, nobody in who need not be."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.conftest import Change
from tests.stack import Stack
from tests.synth.test_identity import statements

SERVICES = ("web", "api", "worker")
IMAGES = (*SERVICES, "schema")
REPOSITORIES = {f"arn:aws:ecr:eu-west-2:437064342167:repository/counterpromo-prod-{key}" for key in IMAGES}
DEPLOYER = "arn:aws:iam::437064342167:role/counterpromo-prod-github-deployer"


def test_database_of_prod_has_two_zones_backups_and_tls(prod: Stack) -> None:
    (database,) = prod.of_type("aws_db_instance")
    for argument in ("multi_az", "storage_encrypted", "deletion_protection", "manage_master_user_password"):
        assert database[argument] is True, argument
    assert database["backup_retention_period"] >= 7
    assert database["publicly_accessible"] is False
    assert database["lifecycle"]["prevent_destroy"] is True
    (group,) = prod.of_type("aws_db_parameter_group")
    assert database.refers_to("parameter_group_name") == {group.address}
    assert {(each["name"], each["value"]) for each in group["parameter"]} == {("rds.force_ssl", "1")}


def test_rds_manages_the_password_and_tasks_read_it(prod: Stack) -> None:
    login = "${aws_db_instance.database_postgres.master_user_secret[0].secret_arn}"
    for key in ("api", "worker"):
        (container,) = json.loads(prod.at(f"aws_ecs_task_definition.tasks_{key}_definition")["container_definitions"])
        assert {"name": "DB_PASSWORD", "valueFrom": f"{login}:password::"} in container["secrets"]
    assert login in statements(prod, "aws_iam_role_policy.roles_execution_policy")["InjectSecrets"]["Resource"]


@pytest.mark.parametrize("key", SERVICES)
def test_services_of_prod_scale_from_two_tasks_in_two_zones(prod: Stack, key: str) -> None:
    service = prod.at(f"aws_ecs_service.services_{key}_service")
    assert service["desired_count"] >= 2
    subnets = service["network_configuration"]["subnets"]
    zones = {prod.at(subnet.removeprefix("${").removesuffix(".id}"))["availability_zone"] for subnet in subnets}
    assert len(zones) == 2
    target = prod.at(f"aws_appautoscaling_target.autoscaling_{key}_target")
    assert target["max_capacity"] > target["min_capacity"] >= 2
    assert target["resource_id"] == (
        f"service/${{aws_ecs_cluster.cluster_ecs.name}}/${{aws_ecs_service.services_{key}_service.name}}"
    )
    policies = [
        each for each in prod.of_type("aws_appautoscaling_policy") if each.refers_to("resource_id") == {target.address}
    ]
    assert {each["policy_type"] for each in policies} == {"TargetTrackingScaling"}


def test_alarms_notify_a_topic_that_permits_it(prod: Stack) -> None:
    alarms, topic = prod.of_type("aws_cloudwatch_metric_alarm"), "${aws_sns_topic.notifications_topic.arn}"
    assert len(alarms) == 8
    for alarm in alarms:
        assert alarm["alarm_actions"] == alarm["ok_actions"] == [topic], alarm.address
    (policy,) = prod.of_type("aws_sns_topic_policy")
    admitted = json.loads(policy["policy"])["Statement"]
    assert [one["Principal"]["Service"] for one in admitted] == ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]
    for statement in admitted:
        assert statement["Condition"]["StringEquals"] == {"aws:SourceAccount": "437064342167"}
    (topic_itself,) = prod.of_type("aws_sns_topic")
    assert topic_itself["kms_master_key_id"] == "${aws_kms_key.keys_topic.arn}", "CloudWatch may not use SNS's own key"
    (cluster,) = prod.of_type("aws_ecs_cluster")
    assert cluster["setting"] == [{"name": "containerInsights", "value": "enabled"}], "nobody would count tasks"


def test_subscriptions_come_from_the_settings(changed: Callable[[Change], Stack]) -> None:
    def listen(settings: Any) -> None:
        settings["alarms"]["enabled"] = True
        settings["notifications"] = {
            "topic": "counterpromo-dev-alarms",
            "subscriptions": {"on_call": {"protocol": "email", "endpoint": "one@example.com"}},
        }

    heard = changed(listen).at("aws_sns_topic_subscription.notifications_on_call")
    assert (heard["protocol"], heard["endpoint"]) == ("email", "one@example.com")


def test_access_logs_and_flow_logs_are_on_and_expire(prod: Stack) -> None:
    (balancer,) = prod.of_type("aws_lb")
    assert balancer["access_logs"]["enabled"] is True
    assert balancer.refers_to("access_logs") == {"aws_s3_bucket.buckets_access_logs_bucket"}
    assert balancer["depends_on"] == ["aws_s3_bucket_policy.buckets_access_logs_policy"]
    (flow_log,) = prod.of_type("aws_flow_log")
    assert (flow_log["traffic_type"], flow_log.refers_to("vpc_id")) == ("ALL", {"aws_vpc.network_vpc"})
    assert {each["retention_in_days"] for each in prod.of_type("aws_cloudwatch_log_group")} == {365}
    assert balancer["enable_deletion_protection"] is True


def test_only_the_load_balancer_may_write_its_access_logs(prod: Stack) -> None:
    allowed = statements(prod, "aws_s3_bucket_policy.buckets_access_logs_policy")["DeliverAccessLogs"]
    assert allowed["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    assert allowed["Resource"] == "arn:aws:s3:::counterpromo-prod-access-logs-437064342167/*/AWSLogs/437064342167/*"
    assert "access-logs" not in prod.at("aws_iam_role_policy.roles_task_policy")["policy"]


def test_buckets_deny_plain_http(prod: Stack) -> None:
    for bucket in prod.of_type("aws_s3_bucket"):
        key = bucket.address.removeprefix("aws_s3_bucket.buckets_").removesuffix("_bucket")
        denied = statements(prod, f"aws_s3_bucket_policy.buckets_{key}_policy")["DenyPlainHttp"]
        assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}, bucket.address


def test_prod_without_prices_has_no_price_parameters(prod: Stack) -> None:
    names = {parameter["name"] for parameter in prod.of_type("aws_ssm_parameter")}
    assert names
    assert not [name for name in names if "stripe" in name or "price" in name]


def test_images_have_immutable_tags_scans_and_expiry(prod: Stack) -> None:
    assert {each["name"] for each in prod.of_type("aws_ecr_repository")} == {
        f"counterpromo-prod-{key}" for key in IMAGES
    }
    for repository in prod.of_type("aws_ecr_repository"):
        assert repository["image_tag_mutability"] == "IMMUTABLE"
        assert repository["image_scanning_configuration"] == {"scan_on_push": True}
        assert repository["lifecycle"]["prevent_destroy"] is True
    for policy in prod.of_type("aws_ecr_lifecycle_policy"):
        rules = json.loads(policy["policy"])["rules"]
        assert [rule["selection"]["tagStatus"] for rule in rules] == ["untagged", "any"]
        assert policy["policy"] == json.dumps(json.loads(policy["policy"]), separators=(",", ":"))


def test_only_the_deployer_may_push_images(prod: Stack) -> None:
    """DEV's deployer was made by hand and may push to every repository of the account."""
    for key in SERVICES:
        (denied,) = json.loads(prod.at(f"aws_ecr_repository_policy.images_{key}_pushers")["policy"])["Statement"]
        assert (denied["Effect"], denied["Principal"]) == ("Deny", "*")
        assert denied["Condition"] == {"ArnNotEquals": {"aws:PrincipalArn": DEPLOYER}}
        assert "ecr:PutImage" in denied["Action"]


def test_deployer_of_prod_is_trusted_only_in_the_approved_environment(prod: Stack) -> None:
    role = prod.at("aws_iam_role.deployer_role")
    (statement,) = json.loads(role["assume_role_policy"])["Statement"]
    subject = statement["Condition"]["StringEquals"]["token.actions.githubusercontent.com:sub"]
    assert (role["name"], subject) == (
        "counterpromo-prod-github-deployer",
        "repo:counterpromo/counterpromo:environment:prod",
    )


def test_deployer_of_prod_may_only_deploy(prod: Stack) -> None:
    allowed = statements(prod, "aws_iam_role_policy.deployer_policy")
    assert set(allowed) == {"LogInToRegistry", "PushImages", "RegisterRevisions", "DeployServices", "PassTaskRoles"}
    assert set(allowed["PushImages"]["Resource"]) == REPOSITORIES
    assert set(allowed["DeployServices"]["Resource"]) == {
        f"arn:aws:ecs:eu-west-2:437064342167:service/counterpromo-prod-cluster/counterpromo-prod-svc-{key}"
        for key in SERVICES
    }
    assert set(allowed["PassTaskRoles"]["Resource"]) == {
        "arn:aws:iam::437064342167:role/counterpromo-prod-ecs-task-app",
        "arn:aws:iam::437064342167:role/counterpromo-prod-ecs-exec-default",
    }
    assert allowed["PassTaskRoles"]["Condition"] == {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
    for sid in ("LogInToRegistry", "RegisterRevisions"):
        assert allowed[sid]["Resource"] == "*", "AWS knows no narrower one"


def test_prod_creates_the_zone_of_its_host(prod: Stack) -> None:
    (zone,) = prod.of_type("aws_route53_zone")
    (certificate,) = prod.of_type("aws_acm_certificate")
    assert zone["name"] == certificate["domain_name"] == "app.counterpromo.com"
    assert prod.of_type("aws_acm_certificate_validation"), "an environment made from nothing waits for its certificate"
