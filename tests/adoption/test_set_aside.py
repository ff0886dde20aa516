"""One resource that cannot be adopted does not hold up the others: it is set aside, and taken up by a later import."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.faults.kinds import error
from sandbox.faults.proxy import Faults
from sandbox.overlay.amendment import Amendment
from sandbox.overlay.client import amended
from tests.adoption.account import Account, handmade

pytestmark = pytest.mark.soak

SECRET = "aws_secretsmanager_secret.secrets_db"
UNREADABLE = error("InvalidParameterException", "The secret cannot be read.", status=400)


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with handmade(tmp_path_factory.mktemp("aside")) as made:
        yield made


def test_what_terraform_cannot_read_is_set_aside_and_the_rest_is_adopted(account: Account) -> None:
    """The provider describes each secret, the discovery only lists them."""
    workplace, report = account.workplace, str(account.workplace.folder / "report.json")
    with Faults(workplace.sandbox) as faults:
        wanted = "contains(SecretId, 'db/postgres')"
        with faults.inject(UNREADABLE, service="secretsmanager", action="DescribeSecret", body=wanted):
            command = ("import", "dev", "--yes", "--apply", "--report", report)
            ended = workplace.run(*command, env=faults.environment() | _folders(account), timeout=900)
    assert ended.returncode == 4, ended.stdout + ended.stderr
    assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
    (aside,) = account.set_aside().values()
    assert aside["address"] == SECRET
    assert "cannot be read" in aside["diagnostics"][0]
    assert account.gaps() == {SECRET}
    assert account.report()["plan"]["import"] == 102
    assert [one["address"] for one in account.report()["set_aside"]] == [SECRET]
    summary = ended.stdout[ended.stdout.index("set aside: ") :].splitlines()
    assert SECRET in summary[0]
    assert "holds data or an identity" in summary[0]


def test_the_rest_has_no_changes(account: Account) -> None:
    plan = account.workplace.run("plan", "dev", timeout=900)
    assert plan.returncode == 0, plan.stdout + plan.stderr
    assert SECRET not in account.workplace.terraform("dev").addresses()
    listed = account.workplace.run("pins", "dev")
    assert f"{SECRET}: set aside, and in AWS as arn:aws:secretsmanager:" in listed.stdout
    assert "0 gaps, 1 set aside" in listed.stdout, "no command may create it a second time"


def test_a_later_import_takes_it_up(account: Account) -> None:
    ended = account.adopt()
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert account.set_aside() == {}
    assert account.gaps() == set()
    assert SECRET in account.workplace.terraform("dev").addresses()
    assert account.workplace.run("plan", "dev", timeout=900).returncode == 0


def test_what_the_provider_crashes_on_is_set_aside_and_the_rest_is_adopted(tmp_path: Path) -> None:
    """The provider reads PathPatternConfig without a check that AWS answers with it."""
    with handmade(tmp_path) as account:
        elb = account.client("elbv2")
        (balancer,) = elb.describe_load_balancers(Names=["counterpromo-dev-alb"])["LoadBalancers"]
        listeners = elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
        (https,) = [one["ListenerArn"] for one in listeners if one["Port"] == 443]
        rules = elb.describe_rules(ListenerArn=https)["Rules"]
        (rule,) = [one["RuleArn"] for one in rules if "/webhooks/*" in str(one["Conditions"])]
        old_form = {"Conditions": [{"Field": "path-pattern", "Values": ["/webhooks/*"]}]}
        crashing = Amendment(
            service="elbv2", operation="DescribeRules", at="Rules", item={"RuleArn": rule}, members=old_form
        )
        with amended(account.workplace.sandbox.endpoint, [crashing]):
            ended = account.adopt()
        assert ended.returncode == 4, ended.stdout + ended.stderr
        assert "0 to add, 0 to change, 0 to destroy" in ended.stdout
        (aside,) = account.set_aside().values()
        assert aside["address"] == "aws_lb_listener_rule.balancer_webhooks_paths"
        assert "the AWS provider crashes while it reads this resource" in aside["diagnostics"][0]
        assert account.workplace.run("plan", "dev", timeout=900).returncode == 0
        assert account.adopt().returncode == 0
        assert account.set_aside() == {}


def _folders(account: Account) -> dict[str, str]:
    """The faults' environment, and the folders of this workplace."""
    own = account.workplace.environ
    return {name: own[name] for name in ("COUNTERPROMO_ENVS", "CDKTF_OUTDIR")}
