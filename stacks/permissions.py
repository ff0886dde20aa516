"""What each role of the workflows may do in an environment, as policy documents."""

from envs.pipelines import Role
from envs.settings import Settings
from modules.policies import allow, document


def policies(role: Role, *, settings: Settings) -> list[str]:
    """The documents of a role, none longer than IAM takes."""
    bucket = f"arn:aws:s3:::{settings.state.bucket}"
    state = [f"{bucket}/{settings.state.key}"]
    return [
        document(
            [
                allow("ReadState", actions=["s3:GetObject"], resources=state),
                *([allow("WriteState", actions=["s3:PutObject"], resources=state)] if role == "apply" else []),
            ]
        )
    ]
