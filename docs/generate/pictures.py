"""`python -m docs.generate.pictures`: writes the picture of DEV that docs/audit.md shows, from its settings."""

from __future__ import annotations

import sys
from pathlib import Path

from audit.picture.draw import draw
from audit.picture.svg import svg_file
from audit.report import Report
from operations.audit import AuditRequest, audit
from operations.workspace import Workspace

PICTURE = Path(__file__).resolve().parent.parent / "pictures" / "audit-dev.svg"


def picture(report: Report) -> str:
    """Returns the file of the picture of a report."""
    return svg_file(draw(report))


def main() -> int:
    """Writes the picture if it differs, and prints its path then."""
    text = picture(audit(AuditRequest(environment="dev", workspace=Workspace.of())))
    if not PICTURE.is_file() or PICTURE.read_text(encoding="utf-8") != text:
        PICTURE.parent.mkdir(exist_ok=True)
        PICTURE.write_text(text, encoding="utf-8")
        print(f"written: docs/pictures/{PICTURE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
