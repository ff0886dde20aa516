"""`fill` lets the next plan create a gap only where that plan can: without the gaps that it refers to it cannot."""

from pathlib import Path
from shutil import copy

import pytest

from errors import CounterPromoError
from imports.files import pins_file
from imports.files.pins_file import SetAside
from operations.pins import check_gaps
from operations.workspace import Workspace
from tests.conftest import ENVS, PROJECT

BALANCER, LISTENER = "aws_lb.balancer_alb", "aws_lb_listener.balancer_https"
RULE, QUEUE = "aws_lb_listener_rule.balancer_api_paths", "aws_sqs_queue.queues_jobs_queue"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name in ("account.toml", "dev.toml"):
        copy(ENVS / name, tmp_path)
    aside = SetAside(address=QUEUE, id="https://sqs/jobs", reason="it would change", diagnostics=())
    pins_file.write_gaps([BALANCER, LISTENER, RULE], "dev", tmp_path, set_aside=[aside])
    return Workspace(root=PROJECT, envs=tmp_path, out=tmp_path / "out")


def test_gap_that_refers_to_another_gap_needs_it(workspace: Workspace) -> None:
    with pytest.raises(CounterPromoError, match=f"{RULE} cannot be created without {BALANCER}, {LISTENER}") as refused:
        check_gaps("dev", [RULE], workspace=workspace)
    assert refused.value.cure == f"counterpromo fill dev {RULE} {BALANCER} {LISTENER}"
    check_gaps("dev", [RULE, BALANCER, LISTENER], workspace=workspace)
    check_gaps("dev", [BALANCER], workspace=workspace)


def test_resource_that_is_set_aside_is_not_created_again(workspace: Workspace) -> None:
    with pytest.raises(CounterPromoError, match=f"{QUEUE} is in AWS as https://sqs/jobs") as refused:
        check_gaps("dev", [QUEUE], workspace=workspace)
    assert refused.value.cure == "counterpromo import dev --apply"
