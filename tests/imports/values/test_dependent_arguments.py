"""Arguments that refer to what a plan changes: they wait until the cause is held."""

from typing import Any

from imports.pinning.dependent_arguments import dependent_arguments

POLICY = '{"Resource":["${aws_service.web.id}","${aws_service.api.id}"]}'
DOCUMENT: dict[str, Any] = {
    "resource": {
        "aws_service": {"web": {"name": "web"}, "api": {"name": "api"}},
        "aws_policy": {"deploy": {"policy": POLICY, "name": "deploy"}},
        "aws_alarm": {"tasks": {"service": "${aws_service.web.name}"}},
    }
}


def change(address: str, actions: list[str], **sides: Any) -> dict[str, Any]:
    return {
        "address": address,
        "type": address.split(".")[0],
        "mode": "managed",
        "change": {"actions": actions, **sides},
    }


def waiting(*changes: dict[str, Any]) -> frozenset[tuple[str, str]]:
    return dependent_arguments(DOCUMENT, {"resource_changes": list(changes)})


def test_what_refers_to_an_attribute_that_is_not_known_yet_waits() -> None:
    replaced = change(
        "aws_service.web",
        ["delete", "create"],
        before={"id": "arn:1", "name": "web"},
        after={"name": "web"},
        after_unknown={"id": True},
    )
    assert waiting(replaced) == {("aws_policy.deploy", "policy")}, "and the alarm does not: the name stays"


def test_what_refers_to_an_attribute_that_changes_waits() -> None:
    renamed = change("aws_service.web", ["update"], before={"name": "old", "id": "1"}, after={"name": "web", "id": "1"})
    assert waiting(renamed) == {("aws_alarm.tasks", "service")}


def test_nothing_waits_for_what_stays() -> None:
    same = {"name": "web", "id": "1"}
    assert waiting(change("aws_service.web", ["no-op"], before=same, after=same)) == frozenset()
