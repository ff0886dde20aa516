"""The picture in docs/audit.md is the one that DEV's settings make."""

from docs.generate.pictures import PICTURE, picture
from envs.load import load
from operations.audit import of_settings
from operations.workspace import Workspace
from terraform.stack import Stack as Code
from tests.conftest import ENVS
from tests.stack import Stack


def test_the_picture_is_that_of_the_settings(dev: Stack) -> None:
    report = of_settings(Code(document=dev.document), load("dev", ENVS), Workspace.of())
    assert PICTURE.read_text(encoding="utf-8") == picture(report), "run: make docs"
