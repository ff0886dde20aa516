"""`strays`: lists them, leaves them alone, and writes code that imports them without changes and without secrets."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from imports.strays_as_code.generate_config import _blamed
from sandbox.handmade import make_dev
from sandbox.server import Sandbox
from settings.provider_version import PROVIDER_VERSION
from terraform import provider
from terraform.diagnostics.error_messages import errors_of
from terraform.plan.plan import Plan
from terraform.process import Finished
from terraform.runner import Terraform, TerraformFailed, private_plan_file
from tests.cli.conftest import REGION
from tests.cli.workplace import Workplace

SECRET = "planted-secret-token"
PLAIN = "planted-plain-token"
LEFT_OUT = {"/counterpromo/dev/legacy/token", "rule 901 old.example.org"}


@dataclass(frozen=True)
class Written:
    """A workplace beside an account with strays, and the file that was written for them."""

    workplace: Workplace
    file: Path
    said: str


@pytest.fixture(scope="module")
def workplace(sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    make_dev(sandbox.environment())
    workplace = Workplace.make(sandbox, tmp_path_factory.mktemp("strays"))
    _plant_group(workplace)
    _plant_rules(workplace)
    workplace.client("sqs").create_queue(QueueName="counterpromo-dev-emails", tags={"team:owner": 'the "mail" team'})
    for name, value, kind in (("legacy", SECRET, "SecureString"), ("old", PLAIN, "String")):
        workplace.client("ssm").put_parameter(Name=f"/counterpromo/dev/{name}/token", Value=value, Type=kind)
    return workplace


@pytest.fixture(scope="module")
def written(workplace: Workplace) -> Written:
    file = workplace.folder / "strays.tf"
    ended = workplace.run("strays", "dev", "--config", str(file))
    assert ended.returncode == 0, ended.stderr
    return Written(workplace, file, ended.stdout)


def _plant_group(workplace: Workplace) -> None:
    """In DEV's VPC, with a rule of its own and the one it is born with."""
    ec2 = workplace.client("ec2")
    (vpc,) = ec2.describe_vpcs(Filters=[{"Name": "tag:Name", "Values": ["counterpromo-dev-vpc"]}])["Vpcs"]
    group = ec2.create_security_group(GroupName="dbtest", Description="Temporary", VpcId=vpc["VpcId"])["GroupId"]
    way_in = {"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[way_in])


def _plant_rules(workplace: Workplace) -> None:
    """A page, and a redirect as only the emulator reads it back: Terraform would change that one."""
    elbv2 = workplace.client("elbv2")
    (balancer,) = elbv2.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
    listeners = elbv2.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
    (https,) = [one["ListenerArn"] for one in listeners if one["Port"] == 443]
    page = {"StatusCode": "503", "ContentType": "text/plain", "MessageBody": "back soon"}
    elbv2.create_rule(
        ListenerArn=https,
        Priority=900,
        Conditions=[{"Field": "path-pattern", "PathPatternConfig": {"Values": ["/maintenance"]}}],
        Actions=[{"Type": "fixed-response", "FixedResponseConfig": page}],
    )
    elbv2.create_rule(
        ListenerArn=https,
        Priority=901,
        Conditions=[{"Field": "host-header", "HostHeaderConfig": {"Values": ["old.example.org"]}}],
        Actions=[{"Type": "redirect", "RedirectConfig": {"Port": "443", "StatusCode": "HTTP_301"}}],
    )


def test_strays_are_listed_with_reasons_and_nothing_is_written(workplace: Workplace) -> None:
    before = workplace.files()
    ended = workplace.run("strays", "dev")
    assert ended.returncode == 0, ended.stderr
    for line in (
        "dev: 8 strays: live, not in the code, left alone",
        "aws_lb_listener_rule rule 900 /maintenance: on a listener of the load balancer",
        "aws_route53_record counterpromo.com MX: in the zone",
        "aws_security_group dbtest: in the vpc",
        "aws_sqs_queue counterpromo-dev-emails: its name is of this environment",
    ):
        assert line in ended.stdout
    assert workplace.files() == before
    assert not workplace.workspace.out.exists()


@pytest.mark.soak
def test_generated_config_imports_without_changes(written: Written, tmp_path: Path) -> None:
    """Beside a provider and nothing else: applied, and then planned again."""
    (tmp_path / written.file.name).write_bytes(written.file.read_bytes())
    requirement = {"source": "hashicorp/aws", "version": PROVIDER_VERSION}
    document = {"terraform": {"required_providers": {"aws": requirement}}, "provider": {"aws": {"region": REGION}}}
    (tmp_path / "main.tf.json").write_text(json.dumps(document))
    provider.lay(tmp_path)
    terraform = Terraform(stack_dir=tmp_path, environ=written.workplace.environ)
    terraform.init()
    with private_plan_file() as saved:
        assert terraform.plan(saved)
        planned = Plan.of(terraform.show(saved))
        assert str(planned.counts) == "8 to import, 0 to add, 0 to change, 0 to destroy"
        terraform.apply(saved)
        assert not terraform.plan(saved)
    assert "aws_sqs_queue.counterpromo_dev_emails" in planned.imported
    assert {"aws_vpc_security_group_ingress_rule", "aws_vpc_security_group_egress_rule"} <= {
        change.type for change in planned.managed
    }


@pytest.mark.soak
def test_stray_that_would_change_is_left_out_and_listed(written: Written) -> None:
    text = written.file.read_text(encoding="utf-8")
    assert "8 ready, 2 left out" in written.said
    for said in (written.said, text):
        for name in LEFT_OUT:
            assert f"{name}: " in said
        assert "action.0.redirect.0.path" in said


@pytest.mark.soak
def test_generated_config_holds_no_parameter_value(written: Written) -> None:
    text = written.file.read_text(encoding="utf-8")
    assert SECRET not in text + written.said
    assert PLAIN not in text + written.said
    assert "/counterpromo/dev/old/token" in text


@pytest.mark.soak
def test_existing_config_file_without_yes_is_not_overwritten(workplace: Workplace, tmp_path: Path) -> None:
    """And where it is, it may be Terraform's JSON, too."""
    file = tmp_path / "mine.tf.json"
    file.write_text("mine")
    refused = workplace.run("strays", "dev", "--config", str(file))
    assert (refused.returncode, file.read_text()) == (3, "mine")
    assert "add --yes" in refused.stderr
    assert workplace.run("strays", "dev", "--config", str(file), "--yes").returncode == 0
    document = json.loads(file.read_text())
    assert len(document["import"]) == sum(len(named) for named in document["resource"].values()) == 8
    assert list(tmp_path.iterdir()) == [file]


def test_config_in_a_missing_folder_fails_before_the_synth(workplace: Workplace, tmp_path: Path) -> None:
    ended = workplace.run("strays", "dev", "--config", str(tmp_path / "none" / "strays.tf"))
    assert ended.returncode == 1
    assert "the folder does not exist" in ended.stderr
    assert "synthesizing" not in ended.stderr


def test_error_of_generated_config_is_assigned_to_its_address() -> None:
    errors = [
        {"severity": "error", "summary": "Bad", "address": "aws_sqs_queue.jobs_dlq"},
        {"severity": "error", "summary": "Odd", "detail": "x", "range": {"filename": "aws_vpc.it.tf"}},
        {"severity": "warning", "summary": "Old", "address": "aws_sqs_queue.jobs"},
    ]
    stdout = "\n".join(json.dumps({"@level": "error", "diagnostic": error}) for error in errors)
    finished = Finished(argv=("terraform", "plan"), cwd=Path(), exit_code=1, stdout=stdout, stderr="")
    failed = TerraformFailed(finished, errors=errors_of(stdout=stdout, stderr=""))
    addresses = ["aws_sqs_queue.jobs", "aws_sqs_queue.jobs_dlq", "aws_vpc.it"]
    assert _blamed(failed, addresses) == {"aws_sqs_queue.jobs_dlq": "Bad", "aws_vpc.it": "Odd: x"}
