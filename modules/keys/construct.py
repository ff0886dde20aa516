"""KMS keys, one for each kind of data. In: `[keys]`, the log groups. Out: ARNs, and the permissions on them."""

from collections.abc import Mapping, Sequence

from cdktf import TerraformResourceLifecycle
from constructs import Construct

from modules.addresses import addressed
from modules.bindings import kms_alias, kms_key
from modules.iam_documents import Statement, allow
from modules.keys.policy import policy
from modules.keys.settings import KeySettings
from modules.setting_map import Feed, tagged_by, tags_of
from settings.account import AwsSettings
from terraform.literal import literal

KEY = Feed({"description": "description"})


class Keys(Construct):
    """The keys with their aliases. A key that is deleted takes its data with it, so Terraform never deletes one."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        settings: Mapping[str, KeySettings],
        aws: AwsSettings,
        log_groups: Sequence[str],
        budget: bool,
    ) -> None:
        super().__init__(scope, id_)
        self._aws = aws
        self._arns: dict[str, str] = {}
        for key, one in settings.items():
            made = addressed(
                kms_key.KmsKey(
                    self,
                    key,
                    **KEY.of(one),
                    enable_key_rotation=True,
                    deletion_window_in_days=one.deletion_window_days,
                    policy=literal(policy(encrypts=one.encrypts, aws=aws, log_groups=log_groups, budget=budget)),
                    tags=tags_of(one.tags),
                    lifecycle=TerraformResourceLifecycle(
                        prevent_destroy=True,
                        # Terraform alone knows these: they would show as changes after an import.
                        ignore_changes=["deletion_window_in_days", "bypass_policy_lockout_safety_check"],
                    ),
                ),
                fed_by=KEY.by(one) | tagged_by(one),
            )
            addressed(
                kms_alias.KmsAlias(self, f"{key}_alias", name=f"alias/{literal(one.alias)}", target_key_id=made.key_id)
            )
            self._arns[key] = made.arn

    def arn(self, key: str | None) -> str | None:
        """Returns the ARN of a key; None without a key, for data that AWS encrypts with a key of its own."""
        return self._arns[key] if key else None

    def use(self, sid: str, *, keys: Sequence[str], service: str, write: bool) -> list[Statement]:
        """Returns the statement that lets a role use keys through one service of AWS; none without keys.

        https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
        """
        if not keys:
            return []
        actions = ["kms:Decrypt", *(["kms:GenerateDataKey"] if write else [])]
        via = {"StringEquals": {"kms:ViaService": f"{service}.{self._aws.region}.amazonaws.com"}}
        arns = [self._arns[key] for key in sorted({*keys})]
        return [allow(sid, actions=actions, resources=arns, condition=via)]
