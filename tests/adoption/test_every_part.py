"""Parts of adopted resources that are not in the code: each is listed, and its code imports it without a change.

`strays --config` proves every import with a plan of the real provider; what it cannot prove it leaves out, with the
reason. The import ids follow the provider's documentation:
https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs
"""

import re
from pathlib import Path

import pytest

from modules.registry import SATELLITES
from sandbox.overlay.client import amended, shown
from tests.adoption.account import Account, handmade
from tests.adoption.cases import answered_parts, every_part
from tests.coverage.arguments import adopted_types

# Types of parts that have no code, each with words of the reason.
WITHOUT_CODE = {
    "aws_appautoscaling_scheduled_action": "Terraform cannot import a scheduled action",
    "aws_default_network_acl": "Terraform would remove every rule that the code does not know",
}

_ADOPTED = "a setting holds it: cases/satellites.py"
_ARGUMENT = "adopted as an argument of its owner: docs/coverage.md"
_SEEDED = "seeded environments have it: sandbox/seeded/strays.py"
_ELSEWHERE = "it is in another account or region, which the emulator of one account does not show"
# Types of parts that are not made here, each with the reason.
NOT_MADE_HERE = {
    "aws_db_instance_automated_backups_replication": _ELSEWHERE,
    "aws_ecs_cluster_capacity_providers": _ADOPTED,
    "aws_iam_group_policy_attachment": "only a policy made for a role of ours counts, which DEV does not have",
    "aws_iam_user_policy_attachment": "only a policy made for a role of ours counts, which DEV does not have",
    "aws_instance": _SEEDED,
    "aws_nat_gateway": _SEEDED,
    "aws_s3_bucket_cors_configuration": _ADOPTED,
    "aws_sns_topic_subscription": "DEV has no topic",
    "aws_sqs_queue_policy": _ARGUMENT,
    "aws_sqs_queue_redrive_allow_policy": _ARGUMENT,
    "aws_sqs_queue_redrive_policy": _ARGUMENT,
    "aws_vpc_endpoint_policy": _ARGUMENT,
    "aws_vpc_ipv6_cidr_block_association": _ELSEWHERE,
    "aws_vpc_peering_connection_accepter": _ELSEWHERE,
}


@pytest.mark.soak
def test_every_part_is_a_stray_whose_code_imports_it_without_a_change(tmp_path: Path) -> None:
    with handmade(tmp_path) as account:
        types = {type_ for make in every_part.ALL for type_ in make(account)}
        amendments, more = answered_parts.amended(account)
        with amended(account.workplace.sandbox.endpoint, amendments):
            said, code = _strays(account, tmp_path / "strays.tf")
            assert all(each["met"] for each in shown(account.workplace.sandbox.endpoint))
    for type_ in types | more:
        assert f"  {type_} " in said, f"{type_} is not listed"
        if type_ in WITHOUT_CODE:
            assert f"left out: {type_} " in said
            assert WITHOUT_CODE[type_] in said
        else:
            assert f'resource "{type_}"' in code, said[said.index("  left out") :]


def test_every_part_that_the_import_reads_is_made_here_or_has_a_reason() -> None:
    read = {type_ for each in SATELLITES for type_ in each.read}
    text = "".join(Path(str(one.__file__)).read_text(encoding="utf-8") for one in (answered_parts, every_part))
    missing = {type_ for type_ in read - set(adopted_types()) if not re.search(rf"\b{type_}\b", text)}
    assert missing == set(NOT_MADE_HERE)


def _strays(account: Account, file: Path) -> tuple[str, str]:
    ended = account.workplace.run("strays", "dev", "--config", str(file), timeout=900)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout, file.read_text(encoding="utf-8")
