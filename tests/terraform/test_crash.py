"""A crash of the provider: which resource it was about, from the events that Terraform prints."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terraform.diagnostics import crash

ERROR = (
    "Plugin did not respond The plugin encountered an error, and failed to respond to the "
    "plugin.(*GRPCProvider).ReadResource call. The plugin logs may contain more details."
)


def event(type_: str, address: str) -> str:
    return json.dumps({"type": type_, "hook": {"resource": {"addr": address}}})


CANCELLED = "Request cancelled: The plugin.(*GRPCProvider).ValidateResourceConfig request was cancelled."
UNAVAILABLE = (
    "Plugin error: The plugin returned an unexpected error from plugin.(*GRPCProvider).ReadResource: rpc error: "
    "code = Unavailable desc = error reading from server: EOF"
)


@pytest.mark.parametrize("error", [ERROR, CANCELLED, UNAVAILABLE])
def test_a_crash_is_told_from_other_errors(error: str) -> None:
    assert crash.crashed(("reading the zone: AccessDenied", error))
    assert not crash.crashed(("reading the zone: AccessDenied",))


@given(st.lists(st.from_regex(r"aws_[a-z]{1,9}\.[a-z]{1,9}", fullmatch=True), unique=True, min_size=1), st.data())
def test_the_first_resource_that_is_not_finished_is_the_cause(addresses: list[str], data: st.DataObject) -> None:
    """Every read after the crash begins and fails as well."""
    culprit = data.draw(st.integers(0, len(addresses) - 1))
    lines = ["no JSON", json.dumps({"type": "version"})]
    for place, address in enumerate(addresses):
        lines.append(event("refresh_start", address))
        if place < culprit:
            lines.append(event("refresh_complete", address))
    assert crash.read_last("\n".join(lines)) == addresses[culprit]


def test_nothing_is_named_where_every_read_ended() -> None:
    done = [event(type_, "aws_vpc.one") for type_ in ("refresh_start", "refresh_complete")]
    assert crash.read_last("\n".join(done)) == ""


def test_the_error_gives_the_reason_of_the_provider() -> None:
    text = crash.said("aws_vpc.one", stderr="Stack trace:\n\npanic: runtime error: nil pointer\n[signal SIGSEGV]\n")
    assert (
        text == "aws_vpc.one: the AWS provider crashes while it reads this resource (panic: runtime error: nil pointer)"
    )
    assert crash.said("aws_vpc.one", stderr="").endswith("reads this resource")
