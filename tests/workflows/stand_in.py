"""A `counterpromo` that notes how it is called and ends as told, so that a job's scripts are tried without AWS.

What it writes is what the command's contract says; `pipeline` is not stood in for: the real one runs.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent.parent
WRITTEN = {"--output": "body", "--json": "json"}


def main() -> int:
    folder = Path(os.environ["STAND_IN"])
    arguments = sys.argv[1:]
    if arguments[0] == "pipeline":
        os.chdir(PROJECT)
        os.execv(sys.executable, [sys.executable, "-m", "cli.app", *arguments])
    # No job ends by the audit of its plan; the schema has tests of its own.
    noted = {"audit": "audits", "schema": "schemas"}.get(arguments[0], "calls")
    with (folder / noted).open("a", encoding="utf-8") as calls:
        calls.write(json.dumps(arguments) + "\n")
    told = json.loads((folder / "told").read_text(encoding="utf-8"))
    ending: dict[str, Any] = told[arguments[0]].pop(0) if told.get(arguments[0]) else {"code": 0}
    (folder / "told").write_text(json.dumps(told), encoding="utf-8")
    if "says" in ending:
        print(ending["says"])
    for option, key in WRITTEN.items():
        if option in arguments and key in ending:
            Path(arguments[arguments.index(option) + 1]).write_text(ending[key], encoding="utf-8")
    if "--save" in arguments and "hash" in ending:
        print(f"saved: counterpromo apply {arguments[1]} --reviewed {ending['hash']}")
    for path, text in ending.get("files", {}).items():
        Path(path).write_text(text, encoding="utf-8")
    return int(ending["code"])


if __name__ == "__main__":
    sys.exit(main())
