"""The calls that `audit --live` can make besides those of discovery, read from its code: a record would show only those
of one account. An operation is a text in a module that names the operation's service, too.
"""

import ast
from pathlib import Path

import botocore.session
from botocore import xform_name

from aws.iam_actions import action
from aws.read_only import forbidden

FOLDER = Path(__file__).parent.parent.parent / "modules" / "environment_facts" / "live"


def audited() -> set[str]:
    """Returns the actions."""
    return {each for path in sorted(FOLDER.glob("*.py")) for each in _of_module(path)}


def _of_module(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    session = botocore.session.get_session()
    services = texts & {*session.get_available_services()}
    return {
        action(service, name)
        for service in services
        for name in session.get_service_model(service).operation_names
        if xform_name(name) in texts and not forbidden(name, {})
    }


if __name__ == "__main__":
    print("\n".join(sorted(audited())))
