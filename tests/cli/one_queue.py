"""The smallest stack that imports something: one queue, called dev, for the real terraform and provider."""

import json
from pathlib import Path
from typing import Any

from settings.provider_version import PROVIDER_VERSION
from terraform import provider
from tests.cli.conftest import ACCOUNT, REGION

NAME = "counterpromo-dev-jobs"
URL = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{NAME}"
ADDRESS = "aws_sqs_queue.jobs"


def document(*, backend: dict[str, Any], **arguments: Any) -> dict[str, Any]:
    required = {"aws": {"source": "aws", "version": PROVIDER_VERSION}}
    return {
        "terraform": {"required_providers": required, "backend": backend},
        "provider": {"aws": [{"region": REGION}]},
        "resource": {"aws_sqs_queue": {"jobs": {"name": NAME, **arguments}}},
        "import": [{"to": ADDRESS, "id": URL}],
    }


def write_stack(folder: Path, said: dict[str, Any]) -> Path:
    """The folder of stack dev below `folder`, with that document and the provider's lock file."""
    stack = folder / "stacks" / "dev"
    stack.mkdir(parents=True, exist_ok=True)
    (stack / "cdk.tf.json").write_text(json.dumps(said))
    provider.lay(stack)
    return stack
