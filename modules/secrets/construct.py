"""Secrets without their values: a person writes the value, no code reads it. In: `[secrets]`. Out: ARNs."""

from collections.abc import Mapping

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import addressed
from modules.bindings import secretsmanager_secret
from modules.keys.construct import Keys
from modules.secrets.settings import SecretSettings
from modules.setting_map import Feed, tagged_by, tags_of

SECRET = Feed({"name": "name", "description": "description"})


class Secrets(Construct):
    """The secrets, and the references with which task definitions inject them.

    `kept_elsewhere` names secrets of others by ARN: the login that RDS creates and rotates.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Mapping[str, SecretSettings],
        kept_elsewhere: Mapping[str, str],
        keys: Keys,
    ) -> None:
        super().__init__(scope, id_)
        self._kept_elsewhere = kept_elsewhere
        self.by_key = {
            key: addressed(
                secretsmanager_secret.SecretsmanagerSecret(
                    self,
                    key,
                    **SECRET.of(secret),
                    kms_key_id=keys.arn(secret.key),
                    tags=tags_of(secret.tags),
                    lifecycle=TerraformResourceLifecycle(
                        prevent_destroy=True,
                        # Terraform alone knows these two: they would show as changes after an import.
                        ignore_changes=["recovery_window_in_days", "force_overwrite_replica_secret"],
                    ),
                ),
                fed_by=SECRET.by(secret) | tagged_by(secret),
            )
            for key, secret in settings.items()
        }

    def arn(self, reference: str) -> str:
        """Returns the ARN of the secret in a reference (`KEY` or `KEY:FIELD`)."""
        key = reference.partition(":")[0]
        return self._kept_elsewhere[key] if key in self._kept_elsewhere else str(self.by_key[key].arn)

    def value_from(self, reference: str) -> str:
        """Returns the `valueFrom` of a container's secret: the whole value, or one field of its JSON.

        https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
        """
        field = reference.partition(":")[2]
        return f"{self.arn(reference)}:{field}::" if field else self.arn(reference)
