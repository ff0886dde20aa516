"""Arguments that only the state holds are written into it, and nothing else of the state changes."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from modules.registry import STATE_ONLY
from terraform.state.state_arguments import lacking, with_arguments

TASK = "aws_ecs_task_definition"
Json = dict[str, Any]


def resource(type_: str, *instances: Json, **over: Any) -> Json:
    return {"mode": "managed", "type": type_, "name": "it", "instances": list(instances), **over}


def state(*resources: Json) -> Json:
    return {"version": 4, "serial": 7, "lineage": "of-dev", "outputs": {}, "resources": list(resources)}


def instance(**attributes: Any) -> Json:
    return {"schema_version": 1, "attributes": attributes, "sensitive_attributes": [], "private": "eA=="}


attributes: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.sampled_from(["arn", "family", "skip_destroy", "tags"]), st.sampled_from([None, False, True, "x", {}])
)
instances = st.lists(attributes.map(lambda values: instance(**values)), max_size=3)
resources = st.lists(
    st.builds(
        lambda type_, some, mode, deposed: resource(
            type_, *[{**each, **({"deposed": "0123abcd"} if deposed else {})} for each in some], mode=mode
        ),
        st.sampled_from([TASK, "aws_sqs_queue", "aws_cloudwatch_log_group"]),
        instances,
        st.sampled_from(["managed", "data"]),
        st.booleans(),
    ),
    max_size=4,
)


@given(resources)
def test_written_state_lacks_nothing_and_keeps_everything_else(listed: list[Json]) -> None:
    before = state(*listed)
    untouched = copy.deepcopy(before)
    after = with_arguments(before, STATE_ONLY)
    assert before == untouched
    assert (after is None) == (not lacking(before, STATE_ONLY))
    if after is None:
        return
    assert lacking(after, STATE_ONLY) == ()
    assert with_arguments(after, STATE_ONLY) is None
    assert (after["lineage"], after["serial"]) == ("of-dev", 8)
    assert _rest(after) == _rest(before)


def _rest(of: Json) -> Json:
    """The state without serial and without the argument that is written."""
    rest = {**copy.deepcopy(of), "serial": 0}
    for each in rest["resources"]:
        for one in each["instances"] if each["mode"] == "managed" and each["type"] == TASK else ():
            one["attributes"].pop("skip_destroy", None)
    return rest


def test_imported_and_deposed_revisions_both_get_the_argument() -> None:
    waiting = {**instance(arn="a", skip_destroy=False), "deposed": "0123abcd"}
    after = with_arguments(state(resource(TASK, instance(arn="b", skip_destroy=None), waiting)), STATE_ONLY)
    assert after is not None
    (written,) = after["resources"]
    assert [each["attributes"]["skip_destroy"] for each in written["instances"]] == [True, True]
    assert written["instances"][1]["deposed"] == "0123abcd"


def test_resource_of_a_module_is_named_with_its_module() -> None:
    assert lacking(state(resource(TASK, instance(), module="module.a")), STATE_ONLY) == (f"module.a.{TASK}.it",)


def test_empty_state_needs_nothing() -> None:
    assert with_arguments({}, STATE_ONLY) is None
