"""`make docs` or `python -m docs.generate`: writes every generated file that differs from the code."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.generate.baseline_page import PAGE, baseline_page
from docs.generate.files import FILES, PROJECT
from main import synthesize


def main() -> int:
    """Writes the files and prints the path of each one that changed."""
    for name, content in FILES.items():
        _write(PROJECT / name, content())
    with TemporaryDirectory() as folder:
        synthesize(envs=PROJECT / "envs", outdir=Path(folder))
        _write(PAGE, baseline_page(Path(folder) / "stacks"))
    return 0


def _write(path: Path, text: str) -> None:
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(f"written: {path.relative_to(PROJECT)}")


if __name__ == "__main__":
    sys.exit(main())
