"""Emulates HCP Terraform (Terraform Cloud) as far as terraform with local execution needs it: state and locks.

It serves TLS on 127.0.0.1 as localhost, with its own certificate authority. `CloudSandbox.environment()` returns the
variables that make terraform trust it. Runs, remote plans and policies are not emulated. Source:
https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions
"""

from sandbox.hcp_terraform.server import CloudSandbox

__all__ = ["CloudSandbox"]
