"""The version of the AWS provider that is used where the settings name none. It loads no package: `--help` needs it."""

PROVIDER_VERSION = "5.100.0"
