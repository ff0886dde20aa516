"""DEV as other tools make it: CloudFormation and Terraform generate names, people write them in another case and order.

The calls of `sandbox.handmade` are the same; each name in them is replaced before it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.handmade import make_environment
from sandbox.handmade.console import sign_in
from sandbox.handmade.forms import DEV
from sandbox.handmade.unrelated import make_unrelated
from sandbox.server import Sandbox

Names = Mapping[str, str]
BY_CLOUDFORMATION: Names = {
    "counterpromo-dev-vpc": "counterpromo-dev/Network/Vpc",
    "counterpromo-dev-igw": "counterpromo-dev/Network/Vpc",
    "counterpromo-dev-public-a": "counterpromo-dev/Network/Vpc/publicSubnet1",
    "counterpromo-dev-public-b": "counterpromo-dev/Network/Vpc/publicSubnet2",
    "counterpromo-dev-private-a": "counterpromo-dev/Network/Vpc/privateSubnet1",
    "counterpromo-dev-private-b": "counterpromo-dev/Network/Vpc/privateSubnet2",
    "counterpromo-dev-rtb-public": "counterpromo-dev/Network/Vpc/publicSubnet1",
    "counterpromo-dev-alb-sg": "counterpromo-dev-BalancerSecurityGroup7F2A1C3D-1QXW0ZK9M3VYB",
    "counterpromo-dev-ecs-api-sg": "counterpromo-dev-ApiServiceSecurityGroup4B1D9E20-G7T2LQ5XH8RC",
    "counterpromo-dev-ecs-worker-sg": "counterpromo-dev-WorkerServiceSecurityGroup9C0A-1ND4PVS6YF3JK",
    "counterpromo-dev-sg-ecs-web": "counterpromo-dev-WebServiceSecurityGroup2E8F-XU5B7QZT1WMA",
    "counterpromo-dev-rds-sg": "counterpromo-dev-DatabaseSecurityGroup5C91F0FA-L0KD8EJR2HSP",
    "counterpromo-dev-vpce-sg": "counterpromo-dev-NetworkVpcEndpointSecurityGroup-6TGM3CNQ9VZX",
    "counterpromo-dev-alb": "count-Balan-1QY3F8ZK2M4NP",
    "counterpromo-dev-tg-web": "count-Balan-9XKQ2LBNV7TD",
    "counterpromo-dev-tg-api": "count-Balan-W4C8R1JYH5SE",
    "counterpromo-dev-cluster": "counterpromo-dev-ClusterEB0386A7-3fTzQ1xkPq0Y",
    "counterpromo-dev-svc-web": "counterpromo-dev-WebService0F5C1B7A-8dHq2Lx9VbNc",
    "counterpromo-dev-svc-worker": "counterpromo-dev-WorkerServiceC3D4-Zk1WmT6yRs3P",
    "counterpromo-dev-api-service": "counterpromo-dev-ApiService9571AB34-uE7gJfX2oK5a",
    "counterpromo-dev-td-web": "counterpromodevWebTaskDefinition5A8B2C1D",
    "counterpromo-dev-td-api": "counterpromodevApiTaskDefinition7E90F3A2",
    "counterpromo-dev-td-worker": "counterpromodevWorkerTaskDefinitionB14C6D58",
    "counterpromo-dev-ecs-task-app": "counterpromo-dev-TaskRole30FC0FBB-1GZ4C9X2W7Q8R",
    "counterpromo-dev-ecs-exec-default": "counterpromo-dev-ExecutionRole605A040B-T5KYN3M8VLCP",
    "counterpromo-dev-task-app": "TaskRoleDefaultPolicy07FC53DE",
    "counterpromo-dev-exec-injection": "ExecutionRoleDefaultPolicyA5B92313",
    "counterpromo-dev-postgres": "counterpromo-dev-databaseb269d8bb-kq3v9x7c2m1p",
    "counterpromo-dev-db-subnets": "counterpromo-dev-databasesubnetgroup-0hx4w2tzl8ye",
    "/ecs/counterpromo-dev": "counterpromo-dev-LogGroupF5B46931-vYs0Qa7TnX3D",
}
BY_TERRAFORM: Names = {
    "counterpromo-dev-vpc": "main",
    "counterpromo-dev-igw": "main",
    "counterpromo-dev-public-a": "main-public-eu-west-2a",
    "counterpromo-dev-public-b": "main-public-eu-west-2b",
    "counterpromo-dev-private-a": "main-private-eu-west-2a",
    "counterpromo-dev-private-b": "main-private-eu-west-2b",
    "counterpromo-dev-rtb-public": "main-public",
    "counterpromo-dev-alb-sg": "alb-20240313101501234500000001",
    "counterpromo-dev-ecs-api-sg": "api-20240313101501234500000002",
    "counterpromo-dev-ecs-worker-sg": "worker-20240313101501234500000003",
    "counterpromo-dev-sg-ecs-web": "web-20240313101501234500000004",
    "counterpromo-dev-rds-sg": "terraform-20240313101501234500000005",
    "counterpromo-dev-vpce-sg": "endpoints-20240313101501234500000006",
    "counterpromo-dev-alb": "tf-lb-20240313101501234500000007",
    "counterpromo-dev-tg-web": "tf-20240313101501234500000008",
    "counterpromo-dev-tg-api": "tf-20240313101501234500000009",
    "counterpromo-dev-ecs-task-app": "terraform-20240313101501234500000010",
    "counterpromo-dev-ecs-exec-default": "terraform-20240313101501234500000011",
    "counterpromo-dev-task-app": "terraform-20240313101501234500000012",
    "counterpromo-dev-exec-injection": "terraform-20240313101501234500000013",
    "counterpromo-dev-postgres": "terraform-20240313101501234500000014",
    "counterpromo-dev-db-subnets": "terraform-20240313101501234500000015",
}
IN_ANOTHER_CASE: Names = {
    "counterpromo-dev-vpc": "CounterPromo-DEV-VPC",
    "counterpromo-dev-igw": "CounterPromo-DEV-IGW",
    "counterpromo-dev-public-a": "CounterPromo-DEV-Public-A",
    "counterpromo-dev-public-b": "CounterPromo-DEV-Public-B",
    "counterpromo-dev-private-a": "CounterPromo-DEV-Private-A",
    "counterpromo-dev-private-b": "CounterPromo-DEV-Private-B",
    "counterpromo-dev-rtb-public": "CounterPromo-DEV-RTB-Public",
    "counterpromo-dev-alb-sg": "CounterPromo-DEV-ALB-SG",
    "counterpromo-dev-ecs-api-sg": "CounterPromo-DEV-ECS-API-SG",
    "counterpromo-dev-ecs-worker-sg": "CounterPromo-DEV-ECS-Worker-SG",
    "counterpromo-dev-sg-ecs-web": "CounterPromo-DEV-ECS-Web-SG",
    "counterpromo-dev-rds-sg": "CounterPromo-DEV-RDS-SG",
    "counterpromo-dev-vpce-sg": "CounterPromo-DEV-VPCE-SG",
    "counterpromo-dev-alb": "CounterPromo-DEV-ALB",
    "counterpromo-dev-cluster": "CounterPromo-DEV-Cluster",
    "counterpromo-dev-svc-web": "CounterPromo-DEV-Web",
    "counterpromo-dev-svc-worker": "CounterPromo-DEV-Worker",
    "counterpromo-dev-api-service": "CounterPromo-DEV-API",
    "counterpromo-dev-td-web": "CounterPromo-DEV-Web",
    "counterpromo-dev-td-api": "CounterPromo-DEV-API",
    "counterpromo-dev-td-worker": "CounterPromo-DEV-Worker",
    "counterpromo-dev-ecs-task-app": "CounterPromo-DEV-Task",
    "counterpromo-dev-ecs-exec-default": "CounterPromo-DEV-Exec",
    "/ecs/counterpromo-dev": "/ECS/CounterPromo-DEV",
}
WITH_OTHER_SEPARATORS: Names = {
    "counterpromo-dev-vpc": "vpc_dev_counterpromo",
    "counterpromo-dev-igw": "igw_dev",
    "counterpromo-dev-public-a": "dev_pub_a",
    "counterpromo-dev-public-b": "dev_pub_b",
    "counterpromo-dev-private-a": "dev_priv_a",
    "counterpromo-dev-private-b": "dev_priv_b",
    "counterpromo-dev-rtb-public": "dev_rt",
    "counterpromo-dev-alb-sg": "counterpromo_dev_alb",
    "counterpromo-dev-ecs-api-sg": "counterpromo_dev_api",
    "counterpromo-dev-ecs-worker-sg": "counterpromo_dev_worker",
    "counterpromo-dev-sg-ecs-web": "counterpromo_dev_web",
    "counterpromo-dev-rds-sg": "counterpromo_dev_db",
    "counterpromo-dev-vpce-sg": "counterpromo_dev_endpoints",
    "counterpromo-dev-alb": "dev-counterpromo",
    "counterpromo-dev-tg-web": "dev-web",
    "counterpromo-dev-tg-api": "dev-api",
    "counterpromo-dev-cluster": "dev_counterpromo",
    "counterpromo-dev-svc-web": "dev_web",
    "counterpromo-dev-svc-worker": "dev_worker",
    "counterpromo-dev-api-service": "dev_api",
    "counterpromo-dev-td-web": "dev_web",
    "counterpromo-dev-td-api": "dev_api",
    "counterpromo-dev-td-worker": "dev_worker",
    "counterpromo-dev-ecs-task-app": "counterpromo.dev.task",
    "counterpromo-dev-ecs-exec-default": "counterpromo.dev.exec",
    "counterpromo-dev-postgres": "devdb",
    "counterpromo-dev-db-subnets": "devdb",
    "/ecs/counterpromo-dev": "counterpromo.dev/ecs",
    "counterpromo-dev-jobs": "counterpromo_dev_jobs",
    "counterpromo-dev-jobs-dlq": "counterpromo_dev_jobs_dead",
    "counterpromo/dev/db/postgres": "dev/counterpromo/db",
}


def make_dev_with(sandbox: Sandbox, names: Names) -> None:
    """Makes DEV, and what else is in the account, with these names in place of the documented ones."""
    make_unrelated(sign_in(sandbox.environment()))
    console, renamed = sign_in(sandbox.environment()), renaming(names)

    def rename(*, params: dict[str, Any], **_event: Any) -> Any:
        return renamed(params)

    console.session.events.register("provide-client-params", rename)
    make_environment(console, DEV)


def renaming(names: Names) -> Callable[[Any], Any]:
    """Returns a function that replaces each of these names, as a whole, wherever in a value it stands."""
    known = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    pattern = re.compile(rf"(?:{known})(?![\w-])")
    return in_all_texts(lambda text: pattern.sub(lambda found: names[found.group()], text))


def in_all_texts(rename: Callable[[str], str]) -> Callable[[Any], Any]:
    """Returns a function that renames every text of a value, keys included."""

    def renamed(value: Any) -> Any:
        match value:
            case str():
                return rename(value)
            case Mapping():
                return {renamed(key): renamed(item) for key, item in value.items()}
            case list() | tuple() | frozenset():
                return type(value)(renamed(item) for item in value)
            case _:
                return value

    return renamed
