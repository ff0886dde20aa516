"""Accepts the proof of an import, or refuses it with every finding."""

from __future__ import annotations

from errors import Refused
from imports.proof import Proof
from operations.adopt.record import Record
from operations.events import ImportPlanned
from operations.progress import SILENT, Progress
from terraform.plan.differences import as_lines


def accept(proof: Proof, *, record: Record, title: str, progress: Progress = SILENT) -> None:
    """Reports ImportPlanned, and raises Refused with every finding if the import would change a live resource."""
    record.counts = proof.counts
    progress.report(ImportPlanned(title=title, counts=proof.counts, proven=proof.proven))
    if proof.proven:
        return
    lines = []
    for finding in proof.findings:
        lines.append(f"  {finding.address}: {finding.reason}" if finding.address else f"  {finding.reason}")
        lines += [f"    {line}" for line in as_lines(finding.attributes)]
    raise Refused(
        "\n".join([f"{title}: the import would change live resources", *lines]),
        cure="change the settings until they describe the live resources",
    )
