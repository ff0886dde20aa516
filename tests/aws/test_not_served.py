"""Calls that a service does not serve: for parts of resources they are noted, for everything else they stop."""

import pytest

from aws.errors import NotServed
from errors import Refused
from tests.imports.scripted import Reply, Script, ec2_error

CALL = "ec2.DescribeDhcpOptions"
LISTING = ("ec2", "describe_dhcp_options", "DhcpOptions")


@pytest.mark.parametrize("code", ["InvalidAction", "UnknownOperationException", "UnsupportedOperation"])
def test_call_about_parts_is_noted_and_the_rest_goes_on(code: str) -> None:
    with Script({CALL: [ec2_error(code, status=400)]}).aws() as aws:
        assert aws.listing_if_served(*LISTING) == []
        assert aws.unread == {f"ec2:DescribeDhcpOptions failed: {code}: No"}


def test_same_call_stops_where_the_answer_is_needed() -> None:
    with Script({CALL: [ec2_error("InvalidAction", status=400)]}).aws() as aws, pytest.raises(NotServed):
        aws.listing(*LISTING)


@pytest.mark.parametrize(
    ("code", "status"),
    [("UnauthorizedOperation", 403), ("AccessDenied", 400), ("Throttling", 400), ("InternalError", 500)],
)
def test_denied_throttled_and_broken_calls_stop_for_parts_too(code: str, status: int) -> None:
    with Script({CALL: [ec2_error(code, status=status)]}).aws() as aws:
        with pytest.raises(Refused) as stopped:
            aws.listing_if_served(*LISTING)
        assert not isinstance(stopped.value, NotServed)
        assert aws.unread == set()


def test_parts_that_are_there_are_returned() -> None:
    item = "<item><dhcpOptionsId>dopt-1</dhcpOptionsId></item>"
    body = f"<DescribeDhcpOptionsResponse><dhcpOptionsSet>{item}</dhcpOptionsSet></DescribeDhcpOptionsResponse>"
    with Script({CALL: [Reply(body)]}).aws() as aws:
        assert [one["DhcpOptionsId"] for one in aws.listing_if_served(*LISTING)] == ["dopt-1"]
