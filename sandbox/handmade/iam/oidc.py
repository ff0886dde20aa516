"""Makes GitHub's identity provider, which the account had before DEV: one for each account."""

from __future__ import annotations

from sandbox.handmade.console import Console

ISSUER = "token.actions.githubusercontent.com"
THUMBPRINT = "6938fd4d98bab03faadb97b34396831e3780aea1"


def make_identity_provider(console: Console) -> str:
    """Makes the provider, with the thumbprint of the guides of that time; returns its ARN."""
    made = console.client("iam").create_open_id_connect_provider(
        Url=f"https://{ISSUER}", ClientIDList=["sts.amazonaws.com"], ThumbprintList=[THUMBPRINT]
    )
    return str(made["OpenIDConnectProviderArn"])
