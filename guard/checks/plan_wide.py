"""Checks of the whole plan: failed checks, revealed outputs, and secrets that the state would hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from guard.expected import Expected
from guard.verdict import Finding, Mode, Severity, finding_on
from settings.secret_detection import is_secret, looks_secret
from terraform.plan.change import MAKING, Change
from terraform.plan.faults import PLAN
from terraform.plan.plan import Plan
from terraform.plan.values import marked_anywhere, same, texts

# Data sources that read the value of a secret; they already did so when the plan was made.
_READING_SECRETS = frozenset(
    {
        "aws_secretsmanager_secret_version",
        "aws_secretsmanager_secret_versions",
        "aws_secretsmanager_random_password",
        "aws_ssm_parameter",
        "aws_ssm_parameters_by_path",
        "aws_kms_secrets",
        "aws_ecr_authorization_token",
        "aws_eks_cluster_auth",
    }
)
# Resources that hold the value of a secret in the state, and the attributes that hold it.
_HOLDING = {
    "aws_secretsmanager_secret_version": ("secret_string", "secret_binary"),
    "aws_db_instance": ("password",),
    "aws_rds_cluster": ("master_password",),
    "aws_iam_access_key": ("secret",),
}


def check(plan: Plan, expected: Expected, mode: Mode) -> Iterator[Finding]:
    """Yields the findings of checks, outputs and secrets."""
    yield from _checks(plan)
    yield from _outputs(plan)
    yield from _secrets(plan)


def _checks(plan: Plan) -> Iterator[Finding]:
    """Yields failed and open checks: https://developer.hashicorp.com/terraform/internals/json-format#checks-representation"""
    listed = plan.document.get("checks", [])
    if not isinstance(listed, list):
        yield Finding(rule="plan-unreadable", detail="checks is not a list")
        return
    for entry in listed:
        status = entry.get("status") if isinstance(entry, Mapping) else None
        address = entry.get("address") if isinstance(entry, Mapping) else None
        name = str(address.get("to_display", PLAN)) if isinstance(address, Mapping) else PLAN
        if status == "unknown":
            yield Finding(rule="check-open", address=name, severity=Severity.REPORTED)
        elif status != "pass":
            yield Finding(rule="check-failed", address=name)


def _outputs(plan: Plan) -> Iterator[Finding]:
    """Yields outputs that are no longer sensitive, which every run prints, and outputs that are removed.

    Terraform 1.11 marks both sides of such a change as sensitive: only `configuration` shows that the output is not.
    """
    listed = plan.document.get("output_changes")
    for name in listed if isinstance(listed, Mapping) else ():
        output = plan.outputs.get(name)
        actions = output.get("actions") if output else None
        if not output or not isinstance(actions, list):
            yield Finding(rule="plan-unreadable", address=f"output.{name}", detail="it has no list of actions")
            continue
        if _prints_a_secret(name, output):
            yield Finding(rule="secret-in-plain", address=f"output.{name}")
        hidden, shown = (marked_anywhere(output.get(f"{side}_sensitive")) for side in ("before", "after"))
        open_ = not shown or _is_declared_open(plan, name)
        if hidden and open_ and actions not in (["delete"], ["no-op"]):
            yield Finding(rule="output-revealed", address=f"output.{name}")
        elif actions == ["delete"]:
            yield Finding(rule="output-removed", address=f"output.{name}", severity=Severity.REPORTED)


def _prints_a_secret(name: str, output: Mapping[str, object]) -> bool:
    """Returns True if an output that is not sensitive gets a value that looks like a secret."""
    after = output.get("after")
    changed = output.get("actions") != ["no-op"] and not marked_anywhere(output.get("after_sensitive"))
    named = isinstance(after, str) and looks_secret(name, after)
    return changed and (named or any(is_secret(text) for text in texts(after)))


def _is_declared_open(plan: Plan, name: str) -> bool:
    root = plan.configuration.get("root_module")
    outputs = root.get("outputs") if isinstance(root, Mapping) else None
    written = outputs.get(name) if isinstance(outputs, Mapping) else None
    return isinstance(written, Mapping) and written.get("sensitive") is not True


def _secrets(plan: Plan) -> Iterator[Finding]:
    """Yields secrets whose value would be in the state, which everybody who may plan can read."""
    for address, resource in plan.written.items():
        if resource.get("mode") == "data" and resource.get("type") in _READING_SECRETS:
            yield Finding(rule="secret-in-state", address=address, detail="the data source reads its value")
    for change in plan.changes:
        if change.mode == "data" and change.type in _READING_SECRETS:
            yield finding_on("secret-in-state", change)
        elif change.verb == "create" and change.managed:
            for name in _HOLDING.get(change.type, ()):
                sides = change.at(name)
                if sides.unknown or not same(sides.before, sides.after):
                    yield finding_on("secret-in-state", change, f"in {name}")
        yield from _parameter(change)


def _parameter(change: Change) -> Iterator[Finding]:
    """Yields SSM parameters whose value is a secret. A person sets these in AWS; Terraform only sets public values."""
    if change.type != "aws_ssm_parameter" or not (change.verb in MAKING or change.import_id is not None):
        return
    if change.after.get("type") == "SecureString":
        if change.import_id is not None or change.verb == "create":
            yield finding_on("secret-in-state", change, "in value")
        return
    for name in ("value", "insecure_value"):
        sides = change.at(name)
        secret = looks_secret(str(change.after.get("name", "")), str(sides.after or ""))
        if secret and not same(sides.before, sides.after):
            yield finding_on("secret-in-plain", change, name)
