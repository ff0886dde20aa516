"""Every member of AWS's answers about an adopted type is the provider's, set by AWS alone, or said by the import.

A botocore that knows further members turns these tests red, and names them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.pinning import beyond_provider
from imports.pinning.beyond_provider import Beyond
from modules.answers.answer import Answer
from modules.answers.read import ANSWERS
from modules.registry import PROVIDER_ARGUMENTS, TYPES
from sandbox.overlay.amendment import service_model
from tests.coverage.answered.held import COMPARED, HELD, NOT_COMPARED, OPENED, unexplained
from tests.coverage.answered.members import full_values, item_shape, shape_at, unknown

OF_MEMBERS = tuple(each for each in ANSWERS if each.beyond.known is None)
OF_KEYS = tuple(each for each in ANSWERS if each.beyond.known is not None)
# Where botocore's documentation lists the keys of an answer.
KEYS = {
    "aws_lb": ("elbv2", "LoadBalancerAttribute"),
    "aws_lb_listener": ("elbv2", "ListenerAttribute"),
    "aws_lb_target_group": ("elbv2", "TargetGroupAttribute"),
}


def _of_type(answer: Answer) -> str:
    return f"{answer.type}-{answer.operation}"


@pytest.mark.parametrize("answer", [*OF_MEMBERS, *COMPARED], ids=_of_type)
def test_each_member_is_the_provider_s_or_has_a_reason(answer: Answer) -> None:
    members = unknown(answer, PROVIDER_ARGUMENTS[answer.type], opened=OPENED.get(answer.type, ()))
    assert unexplained(answer.type, (one for one in members if one not in answer.beyond.members)) == []


@pytest.mark.parametrize("answer", OF_MEMBERS, ids=_of_type)
def test_what_is_said_is_in_aws_s_model_and_not_the_provider_s(answer: Answer) -> None:
    arguments = PROVIDER_ARGUMENTS[answer.type]
    members = set(unknown(answer, arguments, opened=OPENED.get(answer.type, ())))
    for member in answer.beyond.members:
        assert shape_at(item_shape(answer), member)
        assert member in members, f"the provider has {member} by now"


def test_every_adopted_type_is_compared() -> None:
    adopted = {name for name, row in TYPES.items() if row.imported.match}
    assert adopted - {each.type for each in (*ANSWERS, *COMPARED)} == adopted & set(NOT_COMPARED)


@pytest.mark.parametrize("answer", OF_KEYS, ids=_of_type)
def test_known_keys_are_aws_s_keys(answer: Answer) -> None:
    known = answer.beyond.known or frozenset()
    if answer.type not in KEYS:
        return
    service, shape = KEYS[answer.type]
    described: Any = service_model(service).shape_for(shape)
    text = described.members["Key"].documentation
    listed = set(re.findall(r"<li> <p> <code>([a-z0-9_]+[.][a-z0-9_.]+)</code>", text))
    assert known <= listed
    assert listed - known == set(answer.beyond.members) | _NEWER.get(answer.type, set())


# Keys that the provider does not know and that need no other value to be silent than false, 0 or none.
_NEWER = {"aws_lb": {"secondary_ips.auto_assigned.per_subnet"}}


@pytest.mark.parametrize("answer", OF_MEMBERS, ids=_of_type)
@given(data=st.data())
def test_a_value_of_aws_s_model_is_said_unless_it_is_usual(answer: Answer, data: st.DataObject) -> None:
    member = data.draw(st.sampled_from(sorted(answer.beyond.members)))
    value = data.draw(full_values(shape_at(item_shape(answer), member)))
    usual = [each.lower() if isinstance(each, str) else each for each in answer.beyond.members[member]]
    for item in (_nested(member.split("."), value), _nested(member.split("."), value, listed=True)):
        said = beyond_provider.pins(item, answer.beyond, address="a.b", provider="5.100.0", today="2026-11-26")
        unusual = (value.lower() if isinstance(value, str) else value) not in usual
        assert [pin.attribute for pin in said] == [member] * unusual


def _nested(path: Sequence[str], value: object, *, listed: bool = False) -> object:
    """Returns an item with a value at a path; with `listed`, each structure on the way is in a list."""
    if not path:
        return value
    inner = _nested(path[1:], value, listed=listed)
    return {path[0]: [inner] if listed and path[1:] else inner}


@given(key=st.text(min_size=1), value=st.sampled_from(["false", "0", "", "true", "1", "some"]))
def test_an_unknown_key_is_said_unless_it_is_off(key: str, value: str) -> None:
    beyond = Beyond(known=frozenset({"known"}))
    for item in ([{"Key": key, "Value": value}], {key: value}):
        pins = list(beyond_provider.pins(item, beyond, address="a.b", provider="5.100.0", today="2026-11-26"))
        assert len(pins) == (key != "known" and value not in ("false", "0", ""))


def test_each_reason_is_about_a_member_that_aws_answers() -> None:
    patterns = {pattern for pattern in HELD if not pattern.startswith("*")}
    types = {each.type for each in (*ANSWERS, *COMPARED)}
    assert [one for one in patterns if one.partition(":")[0].rstrip("*") not in "".join(sorted(types))] == []
