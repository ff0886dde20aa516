"""A credential_process that takes long is named once; other sources, and one that is quick, are not."""

import logging
import time

import pytest

from aws.credentials import waiting
from aws.credentials.sources import Place

PLACE = Place(profile="mine", file="/home/me/.aws/config", uses_process="base")
PLAIN = Place(profile="mine", file="/home/me/.aws/config")
LONG = 60.0


@pytest.mark.parametrize(
    ("method", "place", "after", "lines"),
    [
        ("custom-process", PLAIN, 0.0, 1),
        ("assume-role", PLACE, 0.0, 1),
        ("custom-process", PLAIN, LONG, 0),
        ("assume-role", PLAIN, 0.0, 0),  # it may ask for a code of MFA
        ("sso", PLACE, 0.0, 0),
    ],
)
def test_what_is_waited_for_is_told_once(
    method: str, place: Place, after: float, lines: int, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("counterpromo.identity")
    propagates, logger.propagate = logger.propagate, True
    try:
        with caplog.at_level(logging.INFO, logger=logger.name), waiting.told(method, place, after=after):
            for _ in range(20):
                time.sleep(0.01)
                if len(caplog.messages) >= 1:
                    break
    finally:
        logger.propagate = propagates
    assert len(caplog.messages) == lines
    assert all("credential_process of the profile" in line for line in caplog.messages)
