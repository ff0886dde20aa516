"""HCP Terraform (Terraform Cloud) on this machine, as far as terraform needs it that runs here: state and locks.

TLS on 127.0.0.1 under the name localhost, with an authority of its own: `CloudSandbox.environment()` is what terraform
has to be given to trust it and to be known there. Runs, plans and policies are not emulated: the service executes
those, and it is not here. Written after https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions
"""

from sandbox.hcp_terraform.server import CloudSandbox

__all__ = ["CloudSandbox"]
