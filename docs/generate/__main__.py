"""`make docs` or `python -m docs.generate`: writes every generated file that differs from the code."""

import sys

from docs.generate.files import FILES, PROJECT


def main() -> int:
    """Writes the files and prints the path of each one that changed."""
    for name, content in FILES.items():
        path, text = PROJECT / name, content()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            print(f"written: {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
