"""Makes what people left in the environment or under its prefix, and the reference does not contain."""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.handmade import Made
from sandbox.handmade.console import Console, tagged
from sandbox.handmade.dns import DOMAIN, HOST, put_record, record
from sandbox.handmade.iam.roles import TASK_ROLE, attach
from sandbox.handmade.secrets import MARK
from sandbox.handmade.traffic_rules import INGRESS, RDS

AWS_READ_ONLY = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"
DBTEST = "counterpromo-dev-dbtest"
AMAZON_LINUX = "ami-0b45ae66668865cd6"


def make_strays(console: Console, choices: Mapping[str, str], *, made: Made) -> None:
    """Makes the strays that were chosen, and notes each with its reason."""
    for choice, make in (
        ("strays.listener_rule", _make_listener_rule),
        ("strays.dbtest", _make_dbtest),
        ("strays.nat", _make_nat),
        ("strays.records", _make_records),
        ("strays.attachment", _make_attachment),
        ("strays.queue", _make_queue),
        ("strays.bucket", _make_bucket),
    ):
        if choices[choice] == "made":
            make(console, made)
    if choices["strays.parameter"] != "none":
        _make_parameter(console, secure=choices["strays.parameter"] == "secure")


def _make_listener_rule(console: Console, made: Made) -> None:
    page = {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "back soon"}
    rule = console.client("elbv2").create_rule(
        ListenerArn=made.balancer.https,
        Priority=900,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/maintenance"]}}],
        Actions=[{"Type": "fixed-response", "FixedResponseConfig": page}],
    )["Rules"][0]
    console.notes.made_astray("aws_lb_listener_rule", rule["RuleArn"], why="a rule the reference does not list")


def _make_dbtest(console: Console, made: Made) -> None:
    """Makes the temporary instance of the reference, with its group and its access to the database."""
    ec2 = console.client("ec2")
    made_group = ec2.create_security_group(
        GroupName=DBTEST, Description="Temporary database test instance", VpcId=made.network.vpc
    )
    group = made_group["GroupId"]
    console.notes.made_astray("aws_security_group", group, why="the group of a temporary instance")
    way_in = {"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432, "UserIdGroupPairs": [{"GroupId": group}]}
    rule = ec2.authorize_security_group_ingress(GroupId=made.groups[RDS], IpPermissions=[way_in])
    rule_id = rule["SecurityGroupRules"][0]["SecurityGroupRuleId"]
    console.notes.made_astray(INGRESS, rule_id, why="lets a temporary instance into the database")
    instance = ec2.run_instances(
        ImageId=AMAZON_LINUX,
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        SubnetId=made.network.private_subnets[0],
        SecurityGroupIds=[group],
        TagSpecifications=tagged("instance", DBTEST),
    )["Instances"][0]
    console.notes.made_astray("aws_instance", instance["InstanceId"], why="a temporary instance nobody ended")


def _make_nat(console: Console, made: Made) -> None:
    """Makes the NAT gateway of the VPC wizard; no route leads to it."""
    ec2 = console.client("ec2")
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    subnet = made.network.public_subnets[0]
    gateway = ec2.create_nat_gateway(SubnetId=subnet, AllocationId=address)["NatGateway"]["NatGatewayId"]
    console.notes.made_astray("aws_nat_gateway", gateway, why="the reference does without NAT")
    console.notes.made_astray("aws_eip", address, why="the address of a NAT gateway")


def _make_records(console: Console, made: Made) -> None:
    for name, kind, value in (
        (f"_dmarc.{DOMAIN}", "TXT", '"v=DMARC1; p=none"'),
        (f"status.{DOMAIN}", "CNAME", "counterpromo.statuspage.io"),
        (f"api.{HOST}", "CNAME", HOST),
    ):
        id_ = put_record(console, made.zone, record(name, kind, value, ttl=3600))
        console.notes.made_astray("aws_route53_record", id_, why="a record the reference does not list")


def _make_attachment(console: Console, made: Made) -> None:
    attach(console, TASK_ROLE, AWS_READ_ONLY)
    on_role = f"{TASK_ROLE}/{AWS_READ_ONLY}"
    console.notes.made_besides("aws_iam_role_policy_attachment", on_role, "a policy more on a role of ours")


def _make_queue(console: Console, made: Made) -> None:
    name = "counterpromo-dev-emails"
    console.client("sqs").create_queue(QueueName=name)
    url = f"https://sqs.{console.region}.amazonaws.com/{console.account_id}/{name}"
    console.notes.made_astray("aws_sqs_queue", url, why="a queue with the environment's prefix")


def _make_bucket(console: Console, made: Made) -> None:
    name = f"counterpromo-dev-db-dumps-{console.account_id}"
    place = {"LocationConstraint": console.region}
    console.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
    console.notes.made_astray("aws_s3_bucket", name, why="a bucket with the environment's prefix")


def _make_parameter(console: Console, *, secure: bool) -> None:
    """Makes a parameter; a SecureString holds a value that nobody may read."""
    name = "/counterpromo/dev/legacy/api_token" if secure else "/counterpromo/dev/features/new_checkout"
    value, kind = (f"{MARK}-legacy-token", "SecureString") if secure else ("true", "String")
    console.client("ssm").put_parameter(Name=name, Value=value, Type=kind)
    console.notes.made_astray("aws_ssm_parameter", name, why="a parameter in the environment's namespace")
