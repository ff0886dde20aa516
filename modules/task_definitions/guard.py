"""Guards task definitions: secrets, privileges, logs, and services that would run an earlier revision.

`container_definitions` is JSON in a text:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from guard.arguments import REPLACES, TERRAFORM_ONLY, Harmless
from guard.attribute_rules import NowOneOf, Watch, changed, lowered, off, replaced, shortened
from guard.expected import Expected
from guard.policies.unknown_values import preview
from guard.verdict import Finding, Mode, Severity, finding_on
from modules.task_definitions.guard_containers import members, removed
from modules.task_definitions.guard_images import image
from modules.task_definitions.guard_variables import given
from modules.task_definitions.guard_volumes import mounts, volumes
from settings.secret_detection import looks_secret
from terraform.plan.change import MAKING, Change
from terraform.plan.configuration import expressions
from terraform.plan.plan import Plan
from terraform.plan.values import empty

_REPORTED = Severity.REPORTED

_FAULT_INJECTION = "enable_fault_injection"
_TASK, _SERVICE = "aws_ecs_task_definition", "aws_ecs_service"
_REVISION = re.compile(r"(?:.*/)?(?P<family>[^/:]+):(?P<revision>\d+)")
_PLAIN_TYPES = ("String", "StringList")
_Container = Mapping[str, Any]

CLOUDWATCH_LOG_GROUP = (
    Watch(attribute="retention_in_days", worse=shortened, rule="retention-shortened"),
    Watch(attribute="kms_key_id", worse=replaced, rule="encryption-key-changed"),
    Watch(attribute="skip_destroy", worse=off, rule="retention-shortened", severity=_REPORTED),
    Watch(attribute="log_group_class", worse=changed, rule="logging-off"),
)
ECS_TASK_DEFINITION = (
    Watch(attribute="task_role_arn", worse=changed, rule="role-exchanged"),
    Watch(attribute="execution_role_arn", worse=changed, rule="role-exchanged"),
    Watch(
        attribute="network_mode",
        worse=changed,
        rule="container-privileged",
        default="awsvpc",
        default_severity=_REPORTED,
        shown=True,
    ),
    Watch(
        attribute="pid_mode",
        worse=NowOneOf(
            (
                "host",
                "task",
            )
        ),
        rule="container-privileged",
        default="",
        shown=True,
    ),
    Watch(
        attribute="ipc_mode",
        worse=NowOneOf(
            (
                "host",
                "task",
            )
        ),
        rule="container-privileged",
        default="",
        shown=True,
    ),
    Watch(attribute="requires_compatibilities", worse=changed, rule="capacity-changed"),
    Watch(attribute="family", worse=changed, rule="traffic-moved"),
    Watch(attribute="runtime_platform", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="cpu", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="memory", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="proxy_configuration", worse=replaced, rule="traffic-moved"),
    Watch(attribute="ephemeral_storage.0.size_in_gib", worse=lowered, rule="capacity-lowered", severity=_REPORTED),
    Watch(attribute="inference_accelerator", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="placement_constraints", worse=changed, rule="capacity-changed", severity=_REPORTED),
    Watch(attribute="skip_destroy", worse=off, rule="revision-deregistered", severity=_REPORTED),
)
CLOUDWATCH_LOG_GROUP_HARMLESS: Harmless = {
    REPLACES: (
        "name",
        "name_prefix",
    ),
}
ECS_TASK_DEFINITION_HARMLESS: Harmless = {
    TERRAFORM_ONLY: ("track_latest",),
}


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Checks new definitions, and the revision that a service runs."""
    for change in plan.managed:
        if change.verb in MAKING and change.type == _TASK:
            yield from _definition(change, plan=plan, expected=expected, mode=mode)
            yield from volumes(change)
            yield from _fault_injection(change, plan=plan)
        if change.verb in ("delete", "replace") and change.type == _TASK:
            yield from _deregistered(change)
        if change.verb in ("update", "replace") and change.type == _SERVICE:
            yield from _revision(change)


def _definition(change: Change, *, plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    sides = change.at("container_definitions")
    text = preview(change, "container_definitions", plan=plan, expected=expected) if sides.unknown else sides.after
    if sides.unknown and text is None:
        # A first build names resources that have no ARN yet, and nothing runs that could be made worse.
        first = mode is Mode.CREATE and change.verb == "create"
        severity = _REPORTED if first else Severity.BLOCKED
        yield finding_on("unknown-until-apply", change, "container_definitions", severity=severity)
        return
    live, planned = _containers(sides.before), _containers(text)
    if planned is None or (live is None and change.verb != "create"):
        yield finding_on("unknown-until-apply", change, "container_definitions cannot be read")
        return
    yield from removed(change, live or {}, planned)
    for name, container in planned.items():
        yield from members(change, name, (live or {}).get(name, {}), container)
        yield from _container(change, name, (live or {}).get(name, {}), container)
        yield from given(change, name, (live or {}).get(name, {}), container, plan=plan)
        yield from _variables(change, name, (live or {}).get(name, {}), container, plain=_plain_parameters(plan))
        yield from image(change, name, (live or {}).get(name, {}), container, account=expected.account, runs=bool(live))


def _fault_injection(change: Change, *, plan: Plan) -> Iterator[Finding]:
    """Yields a finding if experiments may disturb the tasks. AWS fills in no where the code leaves the argument out.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fault-injection.html
    """
    sides = change.at(_FAULT_INJECTION)
    set_by_code = sides.unknown and _FAULT_INJECTION in expressions(plan.written, change.address)
    if set_by_code or (sides.after is True and sides.before is not True):
        yield finding_on("container-privileged", change, _FAULT_INJECTION)


def _deregistered(change: Change) -> Iterator[Finding]:
    """Yields a finding if Terraform deregisters the earlier revision, which the state decides and not the code."""
    if "skip_destroy" in change.before and change.before["skip_destroy"] is not True:
        yield finding_on("revision-deregistered", change, str(change.before.get("revision", "")), severity=_REPORTED)


def _container(change: Change, name: str, live: _Container, planned: _Container) -> Iterator[Finding]:
    for variable in _plain_secrets(planned):
        if variable not in _plain_secrets(live):
            yield finding_on("secret-in-plain", change, f"{name}: environment variable {variable}")
    capabilities = [_capabilities(one) for one in (live, planned)]
    if (planned.get("privileged") and not live.get("privileged")) or capabilities[1] - capabilities[0]:
        yield finding_on("container-privileged", change, name)
    if live and str(planned.get("user") or "") != str(live.get("user") or ""):
        yield _user(change, name, str(planned.get("user") or ""))
    for option in ("dockerSecurityOptions", "repositoryCredentials", "systemControls"):
        if live and planned.get(option) != live.get(option) and not _both_empty(live, planned, option):
            yield finding_on("container-privileged", change, f"{name}: {option}")
    if live:
        yield from mounts(change, name, live, planned)
    if live.get("readonlyRootFilesystem") and not planned.get("readonlyRootFilesystem"):
        yield finding_on("container-privileged", change, f"{name}: readonlyRootFilesystem")
    if live.get("logConfiguration") and not planned.get("logConfiguration"):
        yield finding_on("logging-off", change, name)


def _user(change: Change, name: str, planned: str) -> Finding:
    """Returns a finding for another user: blocked if it is root, or the user of the image, which may be root."""
    if planned.partition(":")[0] in ("", "0", "root"):
        return finding_on("container-privileged", change, f"{name}: user")
    return finding_on("container-started-otherwise", change, f"{name}: user", severity=_REPORTED)


def _variables(
    change: Change, name: str, live: _Container, planned: _Container, *, plain: frozenset[str]
) -> Iterator[Finding]:
    """Yields a finding for each variable that the container no longer gets: blocked if it holds a secret.

    A variable of `environment` and one that is read from a text parameter are the same to the application. `plain`
    lists ARNs and names of such parameters.
    """
    secrets = {str(each.get("name")) for each in _listed(live, "secrets") if each.get("valueFrom") not in plain}
    for variable in sorted(secrets - _names(planned, "secrets")):
        yield finding_on("secret-removed", change, f"{name}: {variable}")
    before, after = (_names(one, "environment") | _names(one, "secrets") for one in (live, planned))
    for variable in sorted(before - after - secrets):
        yield finding_on("variable-removed", change, f"{name}: {variable}", severity=_REPORTED)


def _plain_parameters(plan: Plan) -> frozenset[str]:
    """Returns ARNs and names of the parameters of this plan that hold no secret."""
    parameters = [one.before for one in plan.of_type("aws_ssm_parameter") if one.before.get("type") in _PLAIN_TYPES]
    return frozenset(str(one[member]) for one in parameters for member in ("arn", "name") if one.get(member))


def _plain_secrets(container: _Container) -> set[str]:
    """Returns the variables whose name or value looks like a secret. A name that ends in a path or an id does not."""
    pairs = [(str(each.get("name")), str(each.get("value", ""))) for each in _listed(container, "environment")]
    return {name for name, value in pairs if looks_secret(name, value)}


def _revision(change: Change) -> Iterator[Finding]:
    """Yields a finding if the service would run an earlier revision or another family: deploys move it forward."""
    sides = change.at("task_definition")
    live, planned = (_REVISION.fullmatch(str(side or "")) for side in (sides.before, sides.after))
    if sides.unknown:
        yield finding_on("rolled-back", change, "task_definition: known after apply")
    elif sides.before != sides.after and (
        not live
        or not planned
        or live["family"] != planned["family"]
        or int(planned["revision"]) < int(live["revision"])
    ):
        yield finding_on("rolled-back", change, "task_definition")


def _containers(text: Any) -> dict[str, _Container] | None:
    """Returns the containers by name; None if the text is no list of containers in JSON."""
    try:
        listed = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(listed, list) or not all(isinstance(each, Mapping) for each in listed):
        return None
    return {str(each.get("name")): each for each in listed}


def _listed(container: _Container, member: str) -> list[Mapping[str, Any]]:
    listed = container.get(member)
    return [each for each in (listed if isinstance(listed, list) else []) if isinstance(each, Mapping)]


def _names(container: _Container, member: str) -> set[str]:
    return {str(each.get("name")) for each in _listed(container, member)}


def _capabilities(container: _Container) -> set[str]:
    linux = container.get("linuxParameters")
    capabilities = linux.get("capabilities") if isinstance(linux, Mapping) else None
    added = capabilities.get("add") if isinstance(capabilities, Mapping) else None
    return set(map(str, added)) if isinstance(added, list) else set()


def _both_empty(live: _Container, planned: _Container, option: str) -> bool:
    return empty(live.get(option)) and empty(planned.get(option))
