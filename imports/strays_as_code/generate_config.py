"""Generates Terraform code for strays with `terraform plan -generate-config-out`, and proves it with a second plan.

Both plans run in a temporary folder with an empty state, and none is applied. Output: the strays whose code imports
without a change, and the others with the reason.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from errors import CounterPromoError
from imports.proof import Finding, prove
from imports.resource_type import UNKNOWN_TYPE, Types
from imports.strays_as_code.generated_config import Written, clean, parse
from imports.strays_as_code.strays_to_write import Adoptable, LeftOut
from settings.account import AwsSettings, ProviderSettings
from terraform import provider
from terraform.diagnostics.error_messages import shorten
from terraform.literal import literal
from terraform.progress import Step, silent
from terraform.runner import Terraform, TerraformFailed, private_plan_file

Render = Callable[[Sequence[Written]], str]
Configured = tuple[tuple[Written, ...], tuple[LeftOut, ...]]


def write(
    adoptable: Sequence[Adoptable],
    *,
    aws: AwsSettings,
    required: ProviderSettings,
    render: Render,
    suffix: str,
    types: Types,
    step: Step = silent,
) -> Configured:
    """Returns the strays that are ready, and those left out. `render` makes the text of a file with this suffix."""
    if not adoptable:
        return (), ()
    with tempfile.TemporaryDirectory(prefix="counterpromo-strays-") as folder:
        terraform = Terraform(stack_dir=Path(folder) / "strays", environ=os.environ, step=step)
        terraform.stack_dir.mkdir()
        _configure(terraform, aws=aws, required=required, importing=adoptable)
        provider.lay(terraform.stack_dir)
        terraform.init()
        written, unwritten = _generated(terraform, adoptable, types)
        _configure(terraform, aws=aws, required=required)
        for one in written:
            (terraform.stack_dir / f"{one.adoptable.address}{suffix}").write_text(render([one]), encoding="utf-8")
        ready, unproven = _proven(terraform, written, suffix=suffix, types=types)
    return ready, (*unwritten, *unproven)


def _configure(
    terraform: Terraform, *, aws: AwsSettings, required: ProviderSettings, importing: Iterable[Adoptable] = ()
) -> None:
    """Writes the provider block for the settings' account, and an import block for each stray."""
    requirement = {"source": "hashicorp/aws", "version": required.version}
    document: dict[str, Any] = {
        "terraform": {"required_providers": {"aws": requirement}},
        "provider": {"aws": {"region": aws.region, "allowed_account_ids": [aws.account_id]}},
        "import": [{"to": one.address, "id": literal(one.stray.id)} for one in importing],
    }
    (terraform.stack_dir / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")


def _generated(
    terraform: Terraform, adoptable: Sequence[Adoptable], types: Types
) -> tuple[list[Written], list[LeftOut]]:
    """Returns the generated code, and the strays without. Terraform often ends with errors, but still writes the file.

    https://developer.hashicorp.com/terraform/language/import/generating-configuration
    """
    file, reasons = terraform.stack_dir / "generated.tf", dict[str, str]()
    try:
        terraform.generate(file)
    except TerraformFailed as failed:
        if not file.is_file():
            raise
        reasons = _blamed(failed, [one.address for one in adoptable])
    bodies = parse(file.read_text(encoding="utf-8"))
    file.unlink()
    rows = {one.address: types.get(one.stray.type, UNKNOWN_TYPE) for one in adoptable}
    written = [
        Written(adoptable=one, body=clean(bodies[one.address], generated=rows[one.address].generated))
        for one in adoptable
        if one.address in bodies
    ]
    unwritten = [
        LeftOut(stray=one.stray, reason=reasons.get(one.address, "terraform wrote nothing for it"))
        for one in adoptable
        if one.address not in bodies
    ]
    return written, unwritten


def _proven(
    terraform: Terraform, written: Sequence[Written], *, suffix: str, types: Types
) -> tuple[tuple[Written, ...], list[LeftOut]]:
    """Plans the code, and again without the strays whose code is not valid."""
    open_ = {one.adoptable.address: one for one in written}
    left_out: list[LeftOut] = []
    while open_:
        try:
            findings = _findings(terraform, open_, types)
            break
        except TerraformFailed as failed:
            if not (reasons := _blamed(failed, open_)):
                raise
        for address, reason in reasons.items():
            (terraform.stack_dir / f"{address}{suffix}").unlink()
            left_out.append(LeftOut(stray=open_.pop(address).adoptable.stray, reason=reason))
    else:
        return (), left_out
    for finding in findings:
        stray = open_.pop(finding.address).adoptable.stray
        left_out.append(LeftOut(stray=stray, reason=finding.reason, differing=finding.attributes))
    return tuple(open_.values()), left_out


def _findings(terraform: Terraform, written: dict[str, Written], types: Types) -> list[Finding]:
    """Returns the first finding for each stray. Raises TerraformFailed if the plan ends in errors."""
    with private_plan_file() as saved:
        terraform.plan(saved)
        shown = terraform.show(saved)
    proof = prove(shown, {address: one.adoptable.stray.id for address, one in written.items()}, types=types)
    if unclear := [finding.reason for finding in proof.findings if finding.address not in written]:
        raise CounterPromoError(f"the plan of the strays cannot be used: {'; '.join(unclear)}", cure="run again")
    return list({finding.address: finding for finding in reversed(proof.findings)}.values())


def _blamed(failed: TerraformFailed, addresses: Iterable[str]) -> dict[str, str]:
    """Returns address -> first error that names the address or its file: syntax errors name only a file."""
    events = [json.loads(line) for line in failed.finished.stdout.splitlines() if line.startswith("{")]
    errors = [event["diagnostic"] for event in events if event.get("diagnostic", {}).get("severity") == "error"]
    reasons = dict[str, str]()
    for address in addresses:
        named = re.compile(rf"(?<![\w.]){re.escape(address)}(?![\w-])")
        for error in errors:
            if named.search(json.dumps(error)):
                reasons.setdefault(address, shorten(f"{error['summary']}: {error.get('detail', '')}".rstrip(": ")))
    return reasons
