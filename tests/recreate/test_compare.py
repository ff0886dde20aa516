"""The comparison of two accounts, without any: equal but for names and ids, or the argument that differs is named."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.recreate.compare import WHOLE, Side, compare

TEXT = {"type": "string", "optional": True}
SCHEMA: dict[str, Any] = {
    "aws_queue": {
        "attributes": {
            "id": {"type": "string", "optional": True, "computed": True},
            "arn": {"type": "string", "computed": True},
            "made": {"type": "string", "computed": True},
            "name": TEXT,
            "policy": TEXT,
            "seconds": {"type": "number", "optional": True},
            "groups": {"type": ["set", "string"], "optional": True},
            "tags": {"type": ["map", "string"], "optional": True},
        },
        "block_types": {"rule": {"nesting_mode": "set", "block": {"attributes": {"path": TEXT, "to": TEXT}}}},
    }
}
# A key of the settings may hold the environment's name as well: `queues.devlocal_jobs`.
KEYS = ("jobs", "mails", "devlocal_jobs")


def side(name: str, account: str, values: dict[str, dict[str, Any]], *, turned: bool = False) -> Side:
    """Returns an account with a queue for each key; sets come in another order if `turned`."""
    live, queues = {}, {}
    for number, (key, given_) in enumerate(values.items()):
        arn = f"arn:aws:sqs:eu-west-2:{account}:counterpromo-{name}-{key}"
        groups = [f"sg-{account}{each}" for each in range(number + 2)]
        rules = [{"path": "/a", "to": arn}, {"path": "/b", "to": f"https://{name}.example.org"}]
        live[f"aws_queue.queues_{key}"] = {
            "id": f"id-{account}-{number}",
            "arn": arn,
            "made": f"2026-01-01T00:00:{number}{account}",
            "name": f"counterpromo-{name}-{key}",
            "policy": f'{{"Resource": "{arn}", "Version": "1"}}',
            "groups": groups[::-1] if turned else groups,
            "rule": rules[::-1] if turned else rules,
            **given_,
        }
        live[f"aws_queue.group_{number}"] = {"id": groups[number], "arn": "", "name": "group"}
        queues[key] = {"name": f"counterpromo-{name}-{key}"}
    live["aws_queue.group_last"] = {"id": f"sg-{account}{len(values)}", "name": "group"}
    return Side(settings={"environment": name, "aws": {"account_id": account}, "queues": queues}, live=live)


def recreated(values: dict[str, dict[str, Any]]) -> Side:
    elsewhere = {key.replace("dev", "qa"): given_ for key, given_ in values.items()}
    return side("qa", "210987654321", elsewhere, turned=True)


VALUES = st.dictionaries(
    st.sampled_from(KEYS),
    st.fixed_dictionaries({"seconds": st.integers(1, 99), "tags": st.dictionaries(st.text(), st.text(), max_size=2)}),
    min_size=1,
)


@given(values=VALUES)
def test_accounts_that_differ_in_names_ids_and_order_only_are_equal(values: dict[str, dict[str, Any]]) -> None:
    assert compare(side("dev", "437064342167", values), recreated(values), schema=SCHEMA) == []


@given(values=VALUES, data=st.data())
def test_the_argument_that_differs_is_named(values: dict[str, dict[str, Any]], data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(values)))
    changed = {
        "seconds": 100,
        "name": "counterpromo-jobs",
        "policy": '{"Resource": "*"}',
        "groups": [],
        "tags": {"a": "other than any"},
        "rule": [{"path": "/a", "to": "elsewhere"}],
    }
    argument = data.draw(st.sampled_from(sorted(changed)))
    other = recreated({**values, key: {**values[key], argument: changed[argument]}})
    address = f"aws_queue.queues_{key.replace('dev', 'qa')}"
    found = compare(side("dev", "437064342167", values), other, schema=SCHEMA)
    assert {(one.address, one.argument.partition(".")[0]) for one in found} == {(address, argument)}


def test_a_resource_of_one_account_is_named() -> None:
    first, second = side("dev", "437064342167", {"jobs": {}, "mails": {}}), recreated({"jobs": {}})
    found = compare(first, second, schema=SCHEMA)
    assert [(one.old, one.new) for one in found if one.argument == WHOLE and "mails" in one.address] == [(True, False)]
