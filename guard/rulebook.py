"""Every rule by its id: what a finding of it says, and how to do without it. Ids stand in waivers, so they stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Rule:
    """`waivable` is False where nobody could answer for it: a plan that is not understood, or is not ours."""

    says: str
    help: str
    waivable: bool = True


_AGAIN = "make the plan again, with terraform 1.11 or later, whole and without -target"
_SETTINGS = "take the change out of the settings, or waive it"


def _rule(says: str, help_: str = _SETTINGS) -> Rule:
    return Rule(says=says, help=help_)


def _never(says: str, help_: str = _AGAIN) -> Rule:
    return Rule(says=says, help=help_, waivable=False)


_OF_THE_PLAN = {
    "plan-unreadable": _never("the plan cannot be read as one"),
    "plan-format": _never("the plan's format is not 1.x, the only one that is understood"),
    "plan-errored": _never("the plan ended in an error, or does not say that it did not"),
    "plan-incomplete": _never("the plan is incomplete, or does not say that it is whole"),
    "plan-truncated": _never("the plan does not say what happens to it"),
    "plan-acts-otherwise": _never("the plan does something beside the changes of resources"),
    "plan-unknown-member": _rule("the plan has a member that is not known"),
    "action-unknown": _never("the plan would do something unknown to it"),
    "identity": _never(
        "it is not in the settings' account and region", "use the credentials and settings of one account"
    ),
    "provider-turned": _never("the provider is turned elsewhere", "take the argument out of the provider's block"),
    "foreign-provider": _rule("another provider than hashicorp/aws would act"),
    "provisioner": _rule("a provisioner would run a program", "take the provisioner out of the code"),
    "check-failed": _rule("a check does not hold", "bring about what the check asks for"),
    "check-open": _rule("whether a check holds is known after the apply only"),
    "unknown-until-apply": _rule("it is guarded, and what it will be is not known", "apply what it depends on first"),
}
_OF_THE_MODE = {
    "adopt-changes": _rule("would not stay as it is, and this may only adopt", "bring the settings in line with it"),
    "create-changes": _rule("is there already and would not stay as it is, and this is a first build"),
    "import-changes": _rule("would be imported and changed at once", "import it first: counterpromo import ENV"),
    "import-missing": _rule("is listed for import, and is neither imported nor in the state"),
    "import-unlisted": _rule("the import is not the one that is listed", "import it by: counterpromo import ENV"),
    "import-twice": _rule("what it imports is imported to another address as well"),
    "moved": _rule("has another address"),
}
_OF_LOSSES = {
    "loss-of-data-or-identity": _rule("would be lost, and it holds data or an identity that others rely on"),
    "loss-of-protection": _rule("would be lost, and something else is open, unrecorded or unprotected without it"),
    "loss": _rule("would be lost, and nothing says that it can be done without"),
    "protection-removed": _rule("was protected from being destroyed, and is not any more"),
    "protection-moved": _rule("was protected, and is at another address"),
    "force-destroy": _rule("could be destroyed with all that is in it"),
    "deletion-protection-off": _rule("could be deleted"),
    "backups-shortened": _rule("backups end, or are kept for less time"),
    "final-snapshot-skipped": _rule("would be deleted without a last snapshot"),
    "recovery-window-shortened": _rule("could be brought back for less time"),
    "retention-shortened": _rule("what it holds would be thrown away earlier"),
    "versioning-off": _rule("earlier versions would not be kept"),
    "capacity-lowered": _rule("would have less room"),
    "redundancy-lowered": _rule("would stand in one zone only"),
    "drift": _rule(
        "was changed outside of this code", "bring the settings in line with it, or let the next apply undo it"
    ),
    "drift-crossed": _rule("was changed outside of this code, and this plan would write over it"),
}
_OF_EXPOSURE = {
    "public-access": _rule("would be open to the public"),
    "group-opened": _rule("would let traffic through that it does not let through"),
    "route-opened": _rule("would lead to the internet"),
    "route-changed": _rule("would lead elsewhere"),
    "encryption-off": _rule("would not be encrypted, or less well"),
    "encryption-key-changed": _rule("would be encrypted with another key"),
    "key-rotation-off": _rule("its key would not be rotated"),
    "transport-weakened": _rule("connections to it would be less safe"),
    "certificate-changed": _rule("would answer with another certificate"),
    "firewall-weakened": _rule("its firewall would let more through"),
    "policy-widened": _rule("would permit more than before, or it cannot be shown that it does not"),
    "policy-too-broad": _rule("would permit what only an administrator may"),
    "policy-public": _rule("would let in everybody"),
    "policy-attached": _rule("another policy would be attached"),
    "trust-widened": _rule("somebody else could assume it, or it cannot be shown that nobody could"),
    "boundary-removed": _rule("its permissions would have another boundary, or none"),
    "session-lengthened": _rule("who assumes it keeps it for longer"),
    "role-exchanged": _rule("would act with other permissions, or under another name"),
    "key-holder-made": _rule("somebody with keys of their own would be made", "let it assume a role instead"),
    "default-taken-over": _rule("would take over what came with the account, and remove what it does not know"),
    "secret-in-plain": _rule("a secret would stand in plain text", "put it into a secret, and name that in [services]"),
    "secret-in-state": _rule("a secret's value would be in the state", "declare the container; a person fills it"),
    "secret-removed": _rule("would start without a secret that it has"),
    "secret-changed": _rule("the secret would be written over, or kept elsewhere"),
    "output-revealed": _rule("was sensitive, and every run would print it"),
    "output-removed": _rule("the output goes, and others may read it"),
    "container-privileged": _rule("the container could do more on its machine"),
    "execute-command-on": _rule("a shell could be opened in its containers"),
    "image-tags-mutable": _rule("an image could be replaced under its tag"),
    "image-scan-off": _rule("images would not be looked through"),
}
_OF_OPERATION = {
    "database-password": _rule("its password would change, and what uses it does not know", "leave the login to RDS"),
    "database-login": _rule("who may log in, or how, would change"),
    "database-network": _rule("would be reached in another way, or by others"),
    "database-parameters": _rule("a parameter that protects it would change"),
    "database-origin": _rule("would be another database"),
    "engine-upgrade": _rule("its engine would change more than by a minor version"),
    "immediate-apply": _rule("would change at once, not in its maintenance window"),
    "desired-count-zero": _rule("nothing of it would run"),
    "capacity-changed": _rule("would run in another way"),
    "rolled-back": _rule("would run another revision than the one that was deployed last"),
    "deployment-weakened": _rule("a bad deployment would do more harm"),
    "service-network": _rule("would stand in another network, or in other groups"),
    "health-check-changed": _rule("would be found healthy, or not, for other reasons"),
    "listener-rule-order": _rule("requests would be led elsewhere"),
    "listener-rule-shadows": _rule("a rule would be asked in vain"),
    "traffic-moved": _rule("traffic would go elsewhere"),
    "balancer-network": _rule("the load balancer would be reached in another way"),
    "balancer-tuned": _rule("requests would be handled differently"),
    "dns-target": _rule("a name would lead elsewhere"),
    "name-resolution-off": _rule("names of AWS's own services would not be found any more"),
    "network-moved": _rule("the network would be another"),
    "endpoint-weakened": _rule("AWS's own services would be reached by fewer, or by others"),
    "storage-moved": _rule("objects would be kept elsewhere"),
    "dead-letters-changed": _rule("messages that fail would be lost, or end elsewhere"),
    "delivery-changed": _rule("messages would be delivered differently"),
    "logging-off": _rule("less would be recorded"),
    "alarm-weakened": _rule("nobody would be told, or somebody else"),
    "alarm-changed": _rule("would tell at another point"),
    "operations-weakened": _rule("would be harder to look after"),
    "parameter-overwritten": _rule("what others wrote would be written over"),
    "parameter-value": _rule("those who read it would get another value"),
}
_OF_WAIVERS = {
    "waiver-expired": _never("a waiver has run out", "take it out of the file, or have it given again"),
    "waiver-unused": _rule("a waiver lowers nothing", "take it out of the file"),
}
RULES: Mapping[str, Rule] = {
    **_OF_THE_PLAN,
    **_OF_THE_MODE,
    **_OF_LOSSES,
    **_OF_EXPOSURE,
    **_OF_OPERATION,
    **_OF_WAIVERS,
}
