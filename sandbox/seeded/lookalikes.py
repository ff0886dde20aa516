"""Makes resources that look like the environment: a second network, zone, certificate, cluster and environment.

None belongs to DEV, so none is noted. A right import takes none of them, and may list those with its name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sandbox.answer_sheet import Notebook
from sandbox.handmade import Made
from sandbox.handmade.console import Console
from sandbox.handmade.dns import DOMAIN, HOST, put_record, record
from sandbox.handmade.forms import EnvironmentForm
from sandbox.handmade.network import make_network
from sandbox.handmade.secrets import MARK
from sandbox.handmade.security_groups import make_security_groups

STAGING = "counterpromo-staging"
OLD_CLUSTER = "counterpromo-legacy"
TRUST_TASKS = (
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},'
    '"Action":"sts:AssumeRole"}]}'
)


def make_lookalikes(console: Console, choices: Mapping[str, str], form: EnvironmentForm, *, made: Made) -> None:
    """Makes the lookalikes that were chosen, with a notebook that nobody reads."""
    unnoted = replace(console, notes=Notebook())
    if choices["twins.vpc"] != "none":
        _make_network(unnoted, form, same_name=choices["twins.vpc"] == "same name")
    if choices["twins.cluster"] == "made":
        _make_cluster(unnoted, form)
    if choices["twins.zone"] != "none":
        _make_zone(unnoted, private_in=made.network.vpc if choices["twins.zone"] == "private" else None)
    if choices["twins.certificate"] == "made":
        unnoted.client("acm").request_certificate(DomainName=HOST, ValidationMethod="DNS")
    if choices["twins.staging"] == "made":
        _make_staging(unnoted)


def _make_network(console: Console, form: EnvironmentForm, *, same_name: bool) -> None:
    """Makes an unused network with the same addresses, subnets and groups."""
    name = form.network.name if same_name else "counterpromo-first-try"
    twin = make_network(console, replace(form.network, name=name))
    make_security_groups(console, replace(form.groups, image_layers=False), vpc=twin.vpc)


def _make_cluster(console: Console, form: EnvironmentForm) -> None:
    """Makes services with the same names and tasks, scaled to zero."""
    ecs = console.client("ecs")
    ecs.create_cluster(clusterName=OLD_CLUSTER)
    for service in form.services:
        ecs.create_service(
            cluster=OLD_CLUSTER, serviceName=service.name, taskDefinition=service.task.family, desiredCount=0
        )


def _make_zone(console: Console, *, private_in: str | None) -> None:
    """Makes a zone of the same name: a private one, or one that nobody delegated to."""
    private = {"VPC": {"VPCRegion": console.region, "VPCId": private_in}} if private_in else {}
    zone: str = console.client("route53").create_hosted_zone(
        Name=DOMAIN,
        CallerReference="twin",
        HostedZoneConfig={"PrivateZone": bool(private_in), "Comment": "internal" if private_in else ""},
        **private,
    )["HostedZone"]["Id"]
    put_record(console, zone.removeprefix("/hostedzone/"), record(HOST, "A", "10.10.0.9"))


def _make_staging(console: Console) -> None:
    """Makes another environment of the same product, with names that begin like DEV's."""
    ssm, logs, ecs, iam = (console.client(service) for service in ("ssm", "logs", "ecs", "iam"))
    for name in (f"{STAGING}-jobs", f"{STAGING}-jobs-dlq", "counterpromo-dev2-jobs", "counterpromo-developers"):
        console.client("sqs").create_queue(QueueName=name)
    for purpose in ("uploads", "assets", "exports"):
        place = {"LocationConstraint": console.region}
        name = f"{STAGING}-{purpose}-{console.account_id}"
        console.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
    for path in ("staging/db/host", "staging/s3/uploads_bucket", "staging/stripe/price_starter", "development/db/host"):
        ssm.put_parameter(Name=f"/counterpromo/{path}", Value="staging", Type="String")
    console.client("secretsmanager").create_secret(
        Name="counterpromo/staging/db/postgres", SecretString=f"{MARK}-staging-login"
    )
    for name in (f"/ecs/{STAGING}", "/ecs/counterpromo-devtools"):
        logs.create_log_group(logGroupName=name)
    ecs.create_cluster(clusterName=f"{STAGING}-cluster")
    containers = [{"name": "api", "image": "public.ecr.aws/docker/library/httpd:2.4", "memory": 128}]
    ecs.register_task_definition(family=f"{STAGING}-td-api", containerDefinitions=containers)
    ecs.register_task_definition(family="counterpromo-dev2-td-api", containerDefinitions=containers)
    for role in (f"{STAGING}-ecs-task-app", f"{STAGING}-ecs-exec-default"):
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=TRUST_TASKS)
