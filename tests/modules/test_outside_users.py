"""AWS is asked who uses a resource that a plan removes; users that the state has do not count."""

import dataclasses
import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from aws.identity import identify
from aws.reader import Aws
from guard.expected import Expected
from guard.verdict import Severity
from operations.plan_apply.outside_users import find
from sandbox.server import Sandbox
from settings.account import AwsSettings
from terraform.plan.change import Change
from terraform.plan.plan import Plan
from tests.guard.plans import EXPECTED, Json, blocked, create, delete, judge, keep, plan, replace, rules, update
from tests.sandbox.account import ACCOUNT_ID, REGION, Account, unique

AWS = AwsSettings(account_id=ACCOUNT_ID, region=REGION)
# The removed resource as Terraform has it, and an id of its user, as the state would have it if it were ours.
Used = tuple[str, Json, str]


def reader() -> Aws:
    return identify(AWS).reader()


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with Sandbox.start(account_id=ACCOUNT_ID, region=REGION) as sandbox:
        before = dict(os.environ)
        os.environ.clear()
        os.environ.update(sandbox.isolated_environment())
        yield Account(sandbox.endpoint)
        os.environ.clear()
        os.environ.update(before)


def an_instance(account: Account) -> Used:
    vpc, (subnet, _) = account.network()
    group = account.group(vpc)
    made = account.client("ec2").run_instances(
        ImageId="ami-12345678", MinCount=1, MaxCount=1, SubnetId=subnet, SecurityGroupIds=[group]
    )
    return "aws_security_group.it", {"id": group}, str(made["Instances"][0]["InstanceId"])


def a_rule_of_another_group(account: Account) -> Used:
    vpc, _ = account.network()
    group, other = account.group(vpc), account.group(vpc)
    peer = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [{"GroupId": group}]}
    made = account.client("ec2").authorize_security_group_ingress(GroupId=other, IpPermissions=[peer])
    return "aws_security_group.it", {"id": group}, str(made["SecurityGroupRules"][0]["SecurityGroupRuleId"])


def an_interface_in_a_subnet(account: Account) -> Used:
    _, (subnet, _) = account.network()
    made = account.client("ec2").create_network_interface(SubnetId=subnet, Description="a proxy")
    return "aws_subnet.it", {"id": subnet}, str(made["NetworkInterface"]["NetworkInterfaceId"])


def an_interface_in_a_vpc(account: Account) -> Used:
    vpc, (subnet, _) = account.network()
    text = "ELB app/theirs/0123456789abcdef"
    account.client("ec2").create_network_interface(SubnetId=subnet, Description=text)
    return "aws_vpc.it", {"id": vpc}, "app/theirs/0123456789abcdef"


def a_subnet_of_a_route_table(account: Account) -> Used:
    vpc, (subnet, _) = account.network()
    ec2 = account.client("ec2")
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    made = ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    return "aws_route_table.it", {"id": table}, str(made["AssociationId"])


def _balanced(account: Account) -> tuple[str, str, str]:
    """A load balancer, its listener and the target group that the listener forwards to."""
    vpc, subnets = account.network()
    elb = account.client("elbv2")
    balancer = elb.create_load_balancer(Name=unique("lb"), Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    group = elb.create_target_group(Name=unique("tg"), Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")
    target = group["TargetGroups"][0]["TargetGroupArn"]
    action = [{"Type": "forward", "TargetGroupArn": target}]
    made = elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=action)
    return balancer, made["Listeners"][0]["ListenerArn"], target


def a_listener_of_a_target_group(account: Account) -> Used:
    _, listener, target = _balanced(account)
    return "aws_lb_target_group.it", {"arn": target}, listener


def a_listener_of_a_load_balancer(account: Account) -> Used:
    balancer, listener, _ = _balanced(account)
    return "aws_lb.it", {"arn": balancer}, listener


def a_rule_of_a_listener(account: Account) -> Used:
    _, listener, target = _balanced(account)
    made = account.client("elbv2").create_rule(
        ListenerArn=listener,
        Priority=7,
        Conditions=[{"Field": "path-pattern", "Values": ["/theirs/*"]}],
        Actions=[{"Type": "forward", "TargetGroupArn": target}],
    )
    return "aws_lb_listener.it", {"arn": listener}, str(made["Rules"][0]["RuleArn"])


def _role(account: Account, service: str) -> Json:
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": f"{service}.amazonaws.com"}}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    made = account.client("iam").create_role(RoleName=unique("role"), AssumeRolePolicyDocument=document)["Role"]
    return {"arn": made["Arn"], "name": made["RoleName"]}


def a_function_with_a_role(account: Account) -> Used:
    role, packed = _role(account, "lambda"), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("it.py", "def handler(event, context): ...")
    code = {"ZipFile": packed.getvalue()}
    made = account.client("lambda").create_function(
        FunctionName=unique("it"), Runtime="python3.11", Role=role["arn"], Handler="it.handler", Code=code
    )
    return "aws_iam_role.it", role, str(made["FunctionArn"])


def an_instance_profile_with_a_role(account: Account) -> Used:
    role, iam = _role(account, "ec2"), account.client("iam")
    made = iam.create_instance_profile(InstanceProfileName=unique("profile"))["InstanceProfile"]
    iam.add_role_to_instance_profile(InstanceProfileName=made["InstanceProfileName"], RoleName=role["name"])
    return "aws_iam_role.it", role, str(made["Arn"])


def a_role_with_a_policy(account: Account) -> Used:
    iam, role = account.client("iam"), _role(account, "ec2")
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}
    made = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=json.dumps(document))["Policy"]
    iam.attach_role_policy(RoleName=role["name"], PolicyArn=made["Arn"])
    return "aws_iam_policy.it", {"arn": made["Arn"]}, role["name"]


def a_service_in_a_cluster(account: Account) -> Used:
    ecs, family = account.client("ecs"), unique("family")
    cluster = ecs.create_cluster(clusterName=unique("cluster"))["cluster"]["clusterArn"]
    ecs.register_task_definition(family=family, containerDefinitions=[{"name": "it", "image": "it", "memory": 128}])
    made = ecs.create_service(cluster=cluster, serviceName=unique("it"), taskDefinition=family, desiredCount=0)
    return "aws_ecs_cluster.it", {"arn": cluster}, str(made["service"]["serviceArn"])


def a_subscription_of_a_topic(account: Account) -> Used:
    sns = account.client("sns")
    topic = sns.create_topic(Name=unique("topic"))["TopicArn"]
    made = sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-2:1:it", ReturnSubscriptionArn=True
    )
    return "aws_sns_topic.it", {"arn": topic}, str(made["SubscriptionArn"])


USERS: list[Callable[[Account], Used]] = [
    an_instance,
    a_rule_of_another_group,
    an_interface_in_a_subnet,
    an_interface_in_a_vpc,
    a_subnet_of_a_route_table,
    a_listener_of_a_target_group,
    a_listener_of_a_load_balancer,
    a_rule_of_a_listener,
    a_function_with_a_role,
    an_instance_profile_with_a_role,
    a_role_with_a_policy,
    a_service_in_a_cluster,
    a_subscription_of_a_topic,
]


def in_state(*values: Json) -> Json:
    resources = [
        {"address": f"aws_thing.number_{at}", "mode": "managed", "values": each} for at, each in enumerate(values)
    ]
    return {"prior_state": {"values": {"root_module": {"resources": resources}}}}


@pytest.mark.parametrize("make", USERS)
@pytest.mark.parametrize("lose", [delete, replace])
def test_user_outside_of_the_state_is_found_and_blocks_the_plan(
    account: Account, make: Callable[[Account], Used], lose: Callable[[str, Json], Json]
) -> None:
    address, before, user = make(account)
    document = plan(lose(address, before), **in_state(before))
    found = find(Plan.of(document), reader=reader)
    assert list(found) == [address]
    assert len(found[address]) == 1
    told = Expected(account=EXPECTED.account, region=EXPECTED.region, users=found)
    verdict = judge(document, expected=told)
    assert ("used-outside", address) in blocked(verdict)
    (finding,) = [one for one in verdict.findings if one.rule == "used-outside"]
    assert finding.detail == f"used by {found[address][0]}"
    ours = plan(lose(address, before), **in_state(before, {"id": user}))
    assert find(Plan.of(ours), reader=reader) == {}


def test_account_is_not_asked_where_nothing_is_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    group = {"id": "sg-1"}
    address = "aws_security_group.it"
    for entry in (keep(address, group), create(address), update(address, group, group), delete("aws_sqs_queue.it")):
        assert find(Plan.of(plan(entry)), reader=reader) == {}
    forgotten: Any = delete(address, group)
    forgotten["change"]["actions"] = ["forget"]
    assert Change.of(forgotten).verb == "forget"
    assert find(Plan.of(plan(forgotten)), reader=reader) == {}


@pytest.mark.parametrize(
    ("description", "ours", "outside"),
    [
        ("arn:aws:ecs:eu-west-2:437064342167:attachment/0a1b", {"aws_ecs_service.it": {"subnets": True}}, False),
        ("arn:aws:ecs:eu-west-2:437064342167:attachment/0a1b", {}, True),
        ("RDSNetworkInterface", {"aws_db_instance.it": {}}, False),
        ("RDSNetworkInterface", {}, True),
        ("Interface for NAT Gateway nat-0a1b", {"aws_nat_gateway.it": {"id": "nat-0a1b"}}, False),
        ("Interface for NAT Gateway nat-0a1b", {}, True),
        ("VPC Endpoint Interface vpce-0a1b", {"aws_vpc_endpoint.it": {"id": "vpce-0a1b"}}, False),
        ("AWS Lambda VPC ENI-report-01234567-0123-0123-0123-0123456789ab", {}, True),
    ],
)
def test_interface_that_a_service_of_aws_keeps_belongs_to_its_owner(
    account: Account, description: str, ours: Json, outside: bool
) -> None:
    _, (subnet, _) = account.network()
    account.client("ec2").create_network_interface(SubnetId=subnet, Description=description)
    values = {address: {**each, "subnets": [subnet]} if "subnets" in each else each for address, each in ours.items()}
    kept = [keep(address, each) for address, each in values.items()]
    document = plan(delete("aws_subnet.it", {"id": subnet}), *kept, **in_state({"id": subnet}, *values.values()))
    assert bool(find(Plan.of(document), reader=reader)) is outside


def test_default_group_that_a_plan_closes_is_asked_for_whatever_uses_it(account: Account) -> None:
    vpc, (subnet, _) = account.network()
    group = "aws_default_security_group.it"
    closed = plan(create(group, {"vpc_id": vpc}))
    assert find(Plan.of(closed), reader=reader) == {group: ()}
    verdict = judge(closed, expected=dataclasses.replace(EXPECTED, users={group: ()}))
    assert verdict.passed
    assert rules(verdict, Severity.REPORTED) == {"default-taken-over"}

    made = account.client("ec2").run_instances(ImageId="ami-12345678", MinCount=1, MaxCount=1, SubnetId=subnet)
    users = find(Plan.of(closed), reader=reader)
    assert users == {group: (f"EC2 instance {made['Instances'][0]['InstanceId']}",)}
    for expected in (EXPECTED, dataclasses.replace(EXPECTED, users=users)):
        assert blocked(judge(closed, expected=expected)) == {("default-taken-over", group)}
