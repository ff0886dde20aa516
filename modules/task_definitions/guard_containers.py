"""Guards every member of a container definition: what a container runs, loads, trusts, logs and may do.

In: a container before and after a change. Out: findings. `MEMBERS` and `HARMLESS` together name every member that
AWS has today; one that neither names is blocked when it changes. `guard.py` judges images, variables and privileges.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from guard.verdict import Finding, Severity, finding_on
from terraform.plan.change import Change

_Container = Mapping[str, Any]
_REPORTED, _BLOCKED = Severity.REPORTED, Severity.BLOCKED
# Member -> the rule of a change of it. https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
MEMBERS: Mapping[str, tuple[str, Severity]] = {
    "command": ("container-started-otherwise", _REPORTED),
    "cpu": ("capacity-changed", _REPORTED),
    "credentialSpecs": ("container-privileged", _BLOCKED),
    "dependsOn": ("container-started-otherwise", _REPORTED),
    "disableNetworking": ("traffic-moved", _BLOCKED),
    "dnsSearchDomains": ("traffic-moved", _BLOCKED),
    "dnsServers": ("traffic-moved", _BLOCKED),
    "entryPoint": ("container-started-otherwise", _REPORTED),
    "environmentFiles": ("container-fed-from-elsewhere", _BLOCKED),
    "essential": ("deployment-weakened", _REPORTED),
    "extraHosts": ("traffic-moved", _BLOCKED),
    "firelensConfiguration": ("logging-off", _REPORTED),
    "healthCheck": ("health-check-changed", _REPORTED),
    "links": ("traffic-moved", _REPORTED),
    "memory": ("capacity-changed", _REPORTED),
    "memoryReservation": ("capacity-changed", _REPORTED),
    "portMappings": ("traffic-moved", _REPORTED),
    "resourceRequirements": ("capacity-changed", _REPORTED),
    "restartPolicy": ("container-started-otherwise", _REPORTED),
    "startTimeout": ("container-started-otherwise", _REPORTED),
    "stopTimeout": ("container-started-otherwise", _REPORTED),
    "ulimits": ("capacity-changed", _REPORTED),
    "versionConsistency": ("image-tags-mutable", _REPORTED),
    "volumesFrom": ("container-privileged", _BLOCKED),
    "workingDirectory": ("container-started-otherwise", _REPORTED),
}
# Members that the functions of `guard.py` or of this file judge.
JUDGED = frozenset(
    {
        "dockerSecurityOptions",
        "environment",
        "image",
        "linuxParameters",
        "logConfiguration",
        "mountPoints",
        "name",
        "privileged",
        "readonlyRootFilesystem",
        "repositoryCredentials",
        "secrets",
        "systemControls",
        "user",
    }
)
HARMLESS = frozenset({"dockerLabels", "hostname", "interactive", "pseudoTerminal"})
# What a change may leave out or write, and AWS reads as the same.
_DEFAULTS: Mapping[str, Any] = {"essential": True, "versionConsistency": "enabled"}
_EMPTY: tuple[Any, ...] = (None, "", [], {}, 0, False)
# A command that fetches what it runs. https://attack.mitre.org/techniques/T1105/
_PACKAGES = r"\b(?:apk|apt|apt-get|dnf|gem|npm|pip3?|pnpm|yarn|yum)\s+(?:-\S+\s+)*(?:add|dlx|i|install)\b"
_FETCHES = re.compile(
    r"\b(?:https?|ftp)://|/dev/tcp/|\b(?:curl|wget|nc|ncat|socat)\b|base64\s+-d|\|\s*(?:ba|da|z)?sh\b"
    rf"|\baws\s+s3\s+(?:cp|sync)\b|{_PACKAGES}"
)
# Variables that make a program load other code or trust other servers, each with the values that do.
_ANY = re.compile(r".")
_LOADING: Mapping[str, re.Pattern[str]] = {
    "BASH_ENV": _ANY,
    "GIT_SSH_COMMAND": _ANY,
    "JAVA_TOOL_OPTIONS": re.compile(r"-(?:javaagent|agentlib|agentpath|Xbootclasspath)|proxyHost"),
    "JDK_JAVA_OPTIONS": re.compile(r"-(?:javaagent|agentlib|agentpath|Xbootclasspath)|proxyHost"),
    "LD_AUDIT": _ANY,
    "LD_LIBRARY_PATH": _ANY,
    "LD_PRELOAD": _ANY,
    "NODE_OPTIONS": re.compile(r"(?:^|\s)(?:-r|--(?:require|import|loader|experimental-loader|inspect|env-file))"),
    "NODE_TLS_REJECT_UNAUTHORIZED": re.compile(r"^\s*0"),
    "PERL5OPT": _ANY,
    "PYTHONHTTPSVERIFY": re.compile(r"^\s*0"),
    "PYTHONSTARTUP": _ANY,
    "RUBYOPT": re.compile(r"(?:^|\s)-r"),
    "SSLKEYLOGFILE": _ANY,
}
_TRUSTING = re.compile(
    r"(?:HTTPS?|ALL)_PROXY|AWS_ENDPOINT_URL(?:_\w+)?|AWS_CONTAINER_CREDENTIALS_(?:FULL|RELATIVE)_URI", re.IGNORECASE
)
# Variables that name further authorities to trust, such as that of RDS.
_AUTHORITIES = frozenset(
    [
        *("AWS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS", "PGSSLROOTCERT", "REQUESTS_CA_BUNDLE"),
        *("SSL_CERT_DIR", "SSL_CERT_FILE"),
    ]
)
_LOG_TARGET = ("logDriver", "secretOptions")
_LOG_OPTIONS = {"awslogs-region": _BLOCKED, "awslogs-endpoint": _BLOCKED, "awslogs-group": _REPORTED}


def removed(change: Change, live: Mapping[str, _Container], planned: Mapping[str, _Container]) -> Iterator[Finding]:
    """Yields a finding for each container that the next revision lacks; blocked if its end ended the task."""
    for name in sorted(live.keys() - planned.keys()):
        severity = _REPORTED if live[name].get("essential") is False else _BLOCKED
        yield finding_on("container-removed", change, name, severity=severity)


def members(change: Change, name: str, live: _Container, planned: _Container) -> Iterator[Finding]:
    """Yields the findings on one container."""
    yield from _loads(change, name, live, planned)
    if not live:
        yield from _new(change, name, planned)
        return
    for member in sorted({*live, *planned} - JUDGED - HARMLESS):
        if _settled(member, live.get(member)) != _settled(member, planned.get(member)):
            rule, severity = MEMBERS.get(member, ("argument-not-known", _BLOCKED))
            fetches = rule == "container-started-otherwise" and _FETCHES.search(json.dumps(planned.get(member)))
            if fetches and not _FETCHES.search(json.dumps(live.get(member))):
                rule, severity = "container-fed-from-elsewhere", _BLOCKED
            yield finding_on(rule, change, f"{name}: {member}", severity=severity)
    yield from _logs(change, name, live, planned)
    yield from _exchanged(change, name, live, planned)
    yield from _devices(change, name, live, planned)


def _new(change: Change, name: str, planned: _Container) -> Iterator[Finding]:
    """Yields what is reported of a new container: what it loads, and how it finds and trusts others."""
    for member, (rule, severity) in MEMBERS.items():
        value = _settled(member, planned.get(member))
        fetches = rule == "container-started-otherwise" and _FETCHES.search(json.dumps(value))
        if fetches or (severity is _BLOCKED and value):
            found = "container-fed-from-elsewhere" if fetches else rule
            yield finding_on(found, change, f"{name}: {member}", severity=_REPORTED)
    logs = _mapping(_mapping(planned.get("logConfiguration")).get("options"))
    if "awslogs-endpoint" in logs:
        detail = f"{name}: logConfiguration.options.awslogs-endpoint"
        yield finding_on("logging-off", change, detail, severity=_REPORTED)
    yield from _devices(change, name, {}, planned)


def _loads(change: Change, name: str, live: _Container, planned: _Container) -> Iterator[Finding]:
    """Yields a finding for each variable that newly loads other code, or sends traffic or credentials elsewhere."""
    before = variables(live)
    for variable, value in sorted(variables(planned).items()):
        pattern = _LOADING.get(variable) or (_ANY if _TRUSTING.fullmatch(variable) else None)
        if value != before.get(variable) and pattern and pattern.search(value):
            yield finding_on("container-fed-from-elsewhere", change, f"{name}: environment variable {variable}")
        elif value != before.get(variable) and variable in _AUTHORITIES:
            detail = f"{name}: environment variable {variable}"
            yield finding_on("container-fed-from-elsewhere", change, detail, severity=_REPORTED)


def _logs(change: Change, name: str, live: _Container, planned: _Container) -> Iterator[Finding]:
    """Yields a finding for each part of the log configuration that sends logs elsewhere."""
    before, after = (_mapping(one.get("logConfiguration")) for one in (live, planned))
    if not before or not after:
        return
    for part in _LOG_TARGET:
        if _settled(part, before.get(part)) != _settled(part, after.get(part)):
            yield finding_on("logging-off", change, f"{name}: logConfiguration.{part}")
    options = [_mapping(one.get("options")) for one in (before, after)]
    for option, severity in _LOG_OPTIONS.items():
        if options[0].get(option) != options[1].get(option):
            yield finding_on("logging-off", change, f"{name}: logConfiguration.options.{option}", severity=severity)


def _exchanged(change: Change, name: str, live: _Container, planned: _Container) -> Iterator[Finding]:
    """Yields a finding for each variable that gets another secret or parameter than today."""
    before, after = (sources(one) for one in (live, planned))
    for variable in sorted(before.keys() & after.keys()):
        if before[variable] != after[variable]:
            secret = any(":secretsmanager:" in side[variable] for side in (before, after))
            detail = f"{name}: {variable}"
            yield finding_on("secret-exchanged", change, detail, severity=_BLOCKED if secret else _REPORTED)


def _devices(change: Change, name: str, live: _Container, planned: _Container) -> Iterator[Finding]:
    """Yields a finding for each device of the host that the container gains, and each right that it no longer drops."""
    before, after = (_mapping(one.get("linuxParameters")) for one in (live, planned))
    gained = [one for one in _items(after.get("devices")) if one not in _items(before.get("devices"))]
    dropped = [_items(_mapping(one.get("capabilities")).get("drop")) for one in (before, after)]
    if gained or any(right not in dropped[1] for right in dropped[0]):
        yield finding_on("container-privileged", change, f"{name}: linuxParameters")


def sources(container: _Container) -> dict[str, str]:
    """Returns variable -> its secret or parameter; a parameter by its name, which is as good as its ARN."""
    listed = [one for one in _items(container.get("secrets")) if isinstance(one, Mapping)]
    return {str(one.get("name")): re.sub(r"^arn:.*:parameter/", "/", str(one.get("valueFrom"))) for one in listed}


def variables(container: _Container) -> dict[str, str]:
    listed = [one for one in _items(container.get("environment")) if isinstance(one, Mapping)]
    return {str(one.get("name")): str(one.get("value", "")) for one in listed}


def _settled(member: str, value: Any) -> Any:
    """Returns a value as AWS reads it: an empty one as the default."""
    if value in _EMPTY and not (value is False and member in _DEFAULTS):
        return _DEFAULTS.get(member)
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
