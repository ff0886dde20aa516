"""Live values of the cluster, a service and its task definition."""

from __future__ import annotations

from typing import Any

from sandbox.overlay.amendment import Amendment
from tests.cli.conftest import ACCOUNT, REGION
from tests.coverage.account import CLUSTER, KMS_KEY, NAME, ROLE, SERVICE, Shown
from tests.coverage.live.reads import answer, item

_CLUSTERS, _SERVICES = ("ecs.DescribeClusters", "clusters"), ("ecs.DescribeServices", "services")
_NAMESPACE = f"arn:aws:servicediscovery:{REGION}:{ACCOUNT}:namespace/ns-a1b2c3d4e5f60718"
_TAGS = [{"key": "owner", "value": "platform"}]
_SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:join-a1b2c3"


def first(account: Shown) -> list[Amendment]:
    """Returns a cluster that logs commands, a service with Service Connect and volumes, a task of ARM with EFS."""
    return [*_cluster(), *_service(account), *_task(account)]


def second(account: Shown) -> list[Amendment]:
    """Returns what excludes the first: capacity providers, placement, Docker's and FSx's volumes."""
    strategy = [
        {"capacityProvider": "FARGATE", "weight": 1, "base": 2},
        {"capacityProvider": "FARGATE_SPOT", "weight": 4, "base": 0},
    ]
    docker = {
        "scope": "shared",
        "autoprovision": True,
        "driver": "local",
        "driverOpts": {"a": "b"},
        "labels": {"c": "d"},
    }
    fsx = {
        "fileSystemId": "fs-0a1b2c3d4e5f60718",
        "rootDirectory": "share",
        "authorizationConfig": {"credentialsParameter": _SECRET, "domain": "example.com"},
    }
    volumes = [
        {"name": "docker", "dockerVolumeConfiguration": docker},
        {"name": "windows", "fsxWindowsFileServerVolumeConfiguration": fsx},
        {"name": "host", "host": {"sourcePath": "/srv"}},
    ]
    return [
        item(
            *_SERVICES,
            {"serviceName": SERVICE},
            launchType=None,
            capacityProviderStrategy=strategy,
            platformVersion="1.4.0",
            schedulingStrategy="DAEMON",
            availabilityZoneRebalancing="DISABLED",
            placementConstraints=[{"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}],
            placementStrategy=[{"type": "spread", "field": "attribute:ecs.availability-zone"}],
        ),
        answer(
            "ecs.DescribeTaskDefinition",
            {"taskDefinition": account.task_definition},
            taskDefinition={
                "volumes": volumes,
                "pidMode": "host",
                "ipcMode": "none",
                "networkMode": "host",
                "requiresCompatibilities": ["EC2"],
            },
        ),
    ]


def third(account: Shown) -> list[Amendment]:
    """Returns a service that CodeDeploy deploys to, behind another container's port, and a task of other roles."""
    behind = [{"targetGroupArn": account.target_groups[0], "containerName": "router", "containerPort": 8443}]
    return [
        item(
            *_SERVICES,
            {"serviceName": SERVICE},
            deploymentController={"type": "CODE_DEPLOY"},
            launchType="EC2",
            enableECSManagedTags=False,
            loadBalancers=behind,
        ),
        answer(
            "ecs.DescribeTaskDefinition",
            {"taskDefinition": account.task_definition},
            taskDefinition={"taskRoleArn": ROLE, "executionRoleArn": ROLE},
        ),
    ]


def _cluster() -> list[Amendment]:
    written = {
        "cloudWatchLogGroupName": f"/ecs/{NAME}",
        "cloudWatchEncryptionEnabled": True,
        "s3BucketName": f"{NAME}-commands",
        "s3EncryptionEnabled": True,
        "s3KeyPrefix": "commands",
    }
    commands = {"kmsKeyId": KMS_KEY, "logging": "OVERRIDE", "logConfiguration": written}
    storage = {"kmsKeyId": KMS_KEY, "fargateEphemeralStorageKmsKeyId": KMS_KEY}
    return [
        item(
            *_CLUSTERS,
            {"clusterName": CLUSTER},
            configuration={"executeCommandConfiguration": commands, "managedStorageConfiguration": storage},
            settings=[{"name": "containerInsights", "value": "enhanced"}],
            serviceConnectDefaults={"namespace": _NAMESPACE},
            tags=_TAGS,
        )
    ]


def _service(account: Shown) -> list[Amendment]:
    network = {
        "subnets": [account.subnets[f"{NAME}-public-a"]],
        "securityGroups": [account.groups[f"{NAME}-ecs-api-sg"], account.groups[f"{NAME}-rds-sg"]],
        "assignPublicIp": "ENABLED",
    }
    deployment = {
        "maximumPercent": 150,
        "minimumHealthyPercent": 50,
        "deploymentCircuitBreaker": {"enable": False, "rollback": False},
        "alarms": {"alarmNames": [f"{NAME}-missing-tasks"], "enable": True, "rollback": True},
    }
    registry = f"arn:aws:servicediscovery:{REGION}:{ACCOUNT}:service/srv-a1b2c3d4e5f60718"
    now = account.client("ecs").describe_services(cluster=CLUSTER, services=[SERVICE])["services"][0]
    newest = {
        **{name: value for name, value in now["deployments"][0].items() if isinstance(value, str | int)},
        "serviceConnectConfiguration": _connected(),
        "volumeConfigurations": [{"name": "scratch", "managedEBSVolume": _volume()}],
        "vpcLatticeConfigurations": [
            {"roleArn": ROLE, "targetGroupArn": _lattice("tg-0a1b2c3d4e5f60718"), "portName": "http"}
        ],
    }
    return [
        item(
            *_SERVICES,
            {"serviceName": SERVICE},
            desiredCount=7,
            platformVersion="1.3.0",
            enableECSManagedTags=True,
            enableExecuteCommand=True,
            healthCheckGracePeriodSeconds=777,
            propagateTags="TASK_DEFINITION",
            availabilityZoneRebalancing="ENABLED",
            networkConfiguration={"awsvpcConfiguration": network},
            deploymentConfiguration=deployment,
            deployments=[newest],
            serviceRegistries=[{"registryArn": registry, "port": 3000, "containerPort": 3000, "containerName": "api"}],
            tags=_TAGS,
        )
    ]


def _lattice(name: str) -> str:
    return f"arn:aws:vpc-lattice:{REGION}:{ACCOUNT}:targetgroup/{name}"


def _connected() -> dict[str, Any]:
    tls = {
        "issuerCertificateAuthority": {
            "awsPcaAuthorityArn": f"arn:aws:acm-pca:{REGION}:{ACCOUNT}:certificate-authority/a1"
        },
        "kmsKey": KMS_KEY,
        "roleArn": ROLE,
    }
    offered = {
        "portName": "http",
        "discoveryName": "api",
        "clientAliases": [{"port": 3000, "dnsName": "api.internal"}],
        "ingressPortOverride": 3001,
        "timeout": {"idleTimeoutSeconds": 61, "perRequestTimeoutSeconds": 31},
        "tls": tls,
    }
    logs = {
        "logDriver": "awslogs",
        "options": {"awslogs-group": f"/ecs/{NAME}", "awslogs-region": REGION},
        "secretOptions": [{"name": "token", "valueFrom": _SECRET}],
    }
    return {"enabled": True, "namespace": _NAMESPACE, "services": [offered], "logConfiguration": logs}


def _volume() -> dict[str, Any]:
    return {
        "encrypted": True,
        "kmsKeyId": KMS_KEY,
        "volumeType": "gp3",
        "sizeInGiB": 40,
        "snapshotId": "snap-0a1b2c3d4e5f60718",
        "volumeInitializationRate": 200,
        "iops": 4000,
        "throughput": 300,
        "tagSpecifications": [{"resourceType": "volume", "tags": _TAGS, "propagateTags": "SERVICE"}],
        "roleArn": ROLE,
        "filesystemType": "ext4",
    }


def _task(account: Shown) -> list[Amendment]:
    mesh = {
        "type": "APPMESH",
        "containerName": "api",
        "properties": [{"name": "ProxyIngressPort", "value": "15000"}],
    }
    files = {
        "fileSystemId": "fs-0a1b2c3d4e5f60718",
        "rootDirectory": "/",
        "transitEncryption": "ENABLED",
        "transitEncryptionPort": 2999,
        "authorizationConfig": {"accessPointId": "fsap-0a1b2c3d4e5f60718", "iam": "ENABLED"},
    }
    return [
        answer(
            "ecs.DescribeTaskDefinition",
            {"taskDefinition": account.task_definition},
            taskDefinition={
                "cpu": "2048",
                "memory": "8192",
                "volumes": [
                    {"name": "shared", "efsVolumeConfiguration": files},
                    {"name": "later", "configuredAtLaunch": True},
                ],
                "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
                "ephemeralStorage": {"sizeInGiB": 40},
                "enableFaultInjection": True,
                "pidMode": "task",
                "placementConstraints": [{"type": "memberOf", "expression": "attribute:ecs.os-type == linux"}],
                "inferenceAccelerators": [{"deviceName": "device_1", "deviceType": "eia2.medium"}],
                "proxyConfiguration": mesh,
            },
            tags=_TAGS,
        )
    ]
